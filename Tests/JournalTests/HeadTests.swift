import Foundation
import Glibc
import Journal
import Testing

@Suite("The head of a journal is checked")
struct HeadTests {
    @Test("any bit of the head that turns is seen, or changes nothing; the next start is in order again")
    func everyBit() throws {
        let folder = Folder()
        var journal = try Journal.open(directory: folder.path) { _, _ in }
        journal.mark = 1_526_715_000_000
        journal.write([1])
        journal.write([2])
        _ = consume journal
        let head = folder.bytes("head")
        var seen = 0
        for bit in 0..<(96 * 8) {
            let damaged = try folder.copied()
            var bytes = head
            bytes[bit / 8] ^= 1 << (bit % 8)
            try damaged.write(bytes, to: "head")
            var again = try Journal.open(directory: damaged.path) { _, _ in }
            if again.found.isHeadDamaged {
                seen += 1
                #expect(again.found.isShort && again.mark == 0, "bit \(bit)")
            } else {
                #expect(!again.found.isShort && again.mark == 1_526_715_000_000, "bit \(bit)")
            }
            again.write([3])
            _ = consume again
            let (found, read) = try reopened(damaged)
            #expect(!found.isShort && !found.isHeadDamaged && read.payloads == [[1], [2], [3]], "bit \(bit)")
        }
        // One of two promises, both the same, may be wrong: the other holds.
        #expect(seen >= 96 * 8 - 2 * 64 && seen < 96 * 8)
    }

    @Test("a head of an earlier build, without a check, is read; with bytes where the check is it says nothing")
    func earlier() throws {
        let folder = Folder()
        let payloads = try written(to: folder, blocks: 2, segmentBytes: 1 << 20)
        var head = [UInt8](repeating: 0, count: 4096)
        head.replaceSubrange(0..<8, with: Array("LWJH".utf8) + [1, 0, 0, 0])
        head[24] = 1
        head[28] = 1
        let end = folder.bytes("000001.lwj").count
        head.replaceSubrange(32..<36, with: withUnsafeBytes(of: UInt32(end).littleEndian) { Array($0) })
        head[54] = 1
        let closed = try folder.copied()
        try closed.write(head, to: "head")
        let journal = try Journal.open(directory: closed.path) { _, _ in }
        #expect(!journal.found.isShort && !journal.found.isHeadDamaged && journal.mark == 1 << 48)
        _ = consume journal

        let short = try folder.copied()
        head[32] &+= 1
        try short.write(head, to: "head")
        #expect(try reopened(short).found.isShort)

        head[60] = 1
        try folder.write(head, to: "head")
        let (found, read) = try reopened(folder)
        #expect(found.isShort && found.isHeadDamaged && read.payloads == payloads)
    }

    @Test("a start of the machine that cannot be known is another one, unless the journal was closed")
    func unknownBoot() throws {
        var storage = JournalStorage.real
        storage.bootID = { nil }
        let folder = Folder()
        _ = try written(to: folder, blocks: 2, closed: false, storage: storage)
        let (found, _) = try reopened(folder, storage: storage)
        #expect(found.isShort && !found.isBootKnown)
        let closed = Folder()
        _ = try written(to: closed, blocks: 2, closed: true, storage: storage)
        #expect(try !reopened(closed, storage: storage).found.isShort)
    }

    @Test("a folder or a pipe with the name of head, segment or event is not waited for, and is moved aside")
    func otherThings() throws {
        for name in ["head", "000001.lwj", "000002.lwj"] {
            for isPipe in [true, false] {
                let folder = Folder()
                _ = try written(to: folder, blocks: 6)
                try folder.remove(name)
                #expect((isPipe ? mkfifo(folder.file(name), 0o600) : mkdir(folder.file(name), 0o700)) == 0)
                #expect(try reopened(folder).found.isShort)
                #expect(try !folder.names(in: "aside").isEmpty && reopened(folder).found.cut == nil)
            }
        }
    }

    @Test("a segment with a hole larger than the disk is set aside as a hole")
    func hole() throws {
        let folder = Folder()
        let payloads = try written(to: folder, blocks: 2, segmentBytes: 1 << 20)
        #expect(truncate(folder.file("000001.lwj"), 1 << 40) == 0)
        let (found, read) = try reopened(folder)
        #expect(found.cut?.damage.kind == .noBlock && read.payloads == payloads)
        #expect(try reopened(folder).found.cut == nil)
    }

    @Test("on a disk without room for a head the journal goes on without one, and the next start counts it as short")
    func noRoom() throws {
        guard let folder = Folder(kibibytes: 16) else { return }
        let payloads = try written(to: folder, blocks: 2, segmentBytes: 1 << 20)
        try folder.remove("head")
        let filler = open(folder.file("filler"), O_WRONLY | O_CREAT, 0o600)
        let page = [UInt8](repeating: 1, count: 4096)
        while write(filler, page, page.count) > 0 {}
        close(filler)
        var journal = try Journal.open(directory: folder.path) { _, _ in }
        journal.write([UInt8](repeating: 7, count: 8192))
        #expect(journal.found.isShort && journal.state != .ok)
        _ = consume journal
        try folder.remove("filler")
        let (found, read) = try reopened(folder)
        #expect(found.isShort && read.payloads.prefix(2) == payloads.prefix(2))
    }
}
