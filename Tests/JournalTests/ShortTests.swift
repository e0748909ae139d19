import Journal
import Testing

@Suite("A journal that may be short")
struct ShortTests {
    @Test("killed between writing a block and promising it, the journal has all that was published, and more")
    func unpromised() throws {
        let folder = Folder()
        var journal = try Journal.open(directory: folder.path) { _, _ in }
        journal.write([1])
        let head = folder.bytes("head")
        journal.write([2])
        _ = consume journal
        try folder.write(head, to: "head")
        let (found, read) = try reopened(folder)
        #expect(!found.isShort && read.payloads == [[1], [2]])
    }

    @Test("killed in the middle of a write, nothing of which was published, the journal is not short")
    func torn() throws {
        let folder = Folder()
        var journal = try Journal.open(directory: folder.path) { _, _ in }
        journal.write([1])
        let head = folder.bytes("head")
        let length = folder.bytes("000001.lwj").count
        journal.write([2, 3, 4])
        _ = consume journal
        for cut in length..<(length + 43) {
            let killed = try folder.copied()
            try killed.write(head, to: "head")
            try killed.write(Array(folder.bytes("000001.lwj")[..<cut]), to: "000001.lwj")
            let (found, read) = try reopened(killed)
            #expect(!found.isShort && read.payloads == [[1]])
            #expect((found.cut == nil) == (cut == length))
        }
    }

    @Test("the owner's mark outlives the blocks that are lost")
    func mark() throws {
        let folder = Folder()
        var journal = try Journal.open(directory: folder.path) { _, _ in }
        #expect(journal.mark == 0)
        journal.mark = 1 << 50
        journal.write([1])
        _ = consume journal
        try folder.write([], to: "000001.lwj")
        let again = try Journal.open(directory: folder.path) { _, _ in }
        #expect(again.mark == 1 << 50 && again.found.isShort)
    }

    @Test("a journal that ends before its promise is short, until something is written to it")
    func promised() throws {
        let folder = Folder()
        var journal = try Journal.open(directory: folder.path) { _, _ in }
        journal.write([1])
        let length = folder.bytes("000001.lwj").count
        journal.write([2])
        journal.close()
        try folder.write(Array(folder.bytes("000001.lwj")[..<length]), to: "000001.lwj")
        #expect(try reopened(folder).found.isShort)
        #expect(try reopened(folder).found.isShort)
        var again = try Journal.open(directory: folder.path) { _, _ in }
        #expect(again.found.isShort && again.found.cut == nil)
        again.close()
        #expect(try reopened(folder).found.isShort, "closed without an answer to what is missing")
        var answered = try Journal.open(directory: folder.path) { _, _ in }
        answered.write([9])
        _ = consume answered
        #expect(try !reopened(folder).found.isShort)
    }

    @Test("after a power cut the journal may be short, unless it was closed")
    func powerCut() throws {
        let disk = Disk()
        let folder = Folder()
        _ = try written(to: folder, blocks: 3, closed: false, storage: disk.storage)
        #expect(try !reopened(folder, storage: disk.storage).found.isShort)
        disk.set { $0.boot = 2 }
        #expect(try reopened(folder, storage: disk.storage).found.isShort)

        let closed = Folder()
        _ = try written(to: closed, blocks: 3, closed: true, storage: disk.storage)
        disk.set { $0.boot = 3 }
        #expect(try !reopened(closed, storage: disk.storage).found.isShort)
        // Opened in the new life and not closed: now it counts.
        disk.set { $0.boot = 4 }
        #expect(try reopened(closed, storage: disk.storage).found.isShort)
    }

    @Test("without its head, or with one that says nothing, a journal is short")
    func headless() throws {
        for head in [[UInt8](), [1, 2, 3], [UInt8](repeating: 0, count: 4096)] {
            let folder = Folder()
            let payloads = try written(to: folder, blocks: 2)
            try folder.write(head, to: "head")
            let (found, read) = try reopened(folder)
            #expect(found.isShort && read.payloads == payloads)
        }
    }

    @Test("with its segments gone the head still says what was promised")
    func segmentsGone() throws {
        let folder = Folder()
        _ = try written(to: folder, blocks: 2)
        for name in folder.segments { try folder.remove(name) }
        let (found, _) = try reopened(folder)
        #expect(found.isNew && found.isShort)
    }
}
