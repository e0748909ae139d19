import Foundation
import Journal
import Testing

@Suite("A journal")
struct JournalTests {
    @Test("what was committed is read again, in its order, block by block")
    func roundTrip() throws {
        let folder = Folder(onDisk: true)
        var journal = try Journal.open(directory: folder.path) { _, _ in }
        #expect(journal.found.isNew && !journal.found.isShort)
        journal.write([1, 2, 3], [4])
        journal.commit()
        journal.write([5])
        #expect(journal.state == .ok)
        #expect(journal.progress.committed == journal.place)
        let place = journal.place
        let hash = journal.hash
        journal.close()
        #expect(journal.progress.synced == place)

        let (found, read) = try reopened(folder)
        #expect(read.payloads == [[1, 2, 3, 4], [5]])
        #expect(read.places.map(\.description) == ["000001.lwj:64", "000001.lwj:108"])
        #expect(found.place == place && found.hash == hash && found.blocks == 2)
        #expect(!found.isNew && !found.isShort && found.cut == nil)
    }

    @Test("a directory is made for its owner alone, and so are the files")
    func modes() throws {
        let folder = Folder()
        let directory = folder.file("race/2")
        let journal = try Journal.open(directory: directory) { _, _ in }
        func mode(_ path: String) throws -> Int? {
            try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        }
        #expect(try mode(directory) == 0o700)
        #expect(try mode("\(directory)/000001.lwj") == 0o600)
        #expect(journal.found.isNew)
    }

    @Test("a second writer is refused, told the directory and who writes there")
    func twoWriters() throws {
        let folder = Folder()
        var journal = try Journal.open(directory: folder.path) { _, _ in }
        journal.write([1])
        let error = #expect(throws: JournalError.self) { _ = try reopened(folder) }
        #expect(error?.description.contains("\(folder.path) is in use by process \(getpid())") == true)
        #expect(throws: JournalError.self) { _ = try JournalCopy.open(directory: folder.path) }
        journal.close()
        #expect(try reopened(folder).read.payloads == [[1]])
    }

    @Test("a segment that is full is followed by the next, and the chain goes on through its header")
    func segments() throws {
        let folder = Folder()
        let payloads = try written(to: folder, blocks: 40)
        #expect(folder.segments.count > 5)
        for name in folder.segments { #expect(folder.bytes(name).count <= 400, "\(name)") }
        let (found, read) = try reopened(folder)
        #expect(read.payloads == payloads)
        #expect(found.bytes == folder.segments.reduce(0) { $0 + UInt64(folder.bytes($1).count) })
        // The second exchanged for one of another journal: all its hashes are right, but not here.
        let other = Folder()
        _ = try written(to: other, blocks: 40, seed: 8)
        try folder.write(other.bytes("000002.lwj"), to: "000002.lwj")
        let scan = try JournalScan.read(directory: folder.path) { _, _ in }
        #expect(scan.damage?.kind == .order)
        #expect(scan.damage?.place == JournalPlace(segment: 2, offset: 0))
    }

    @Test("a block larger than a segment has a segment of its own, and a record larger than a block is not cut")
    func large() throws {
        let folder = Folder()
        let large = [UInt8](repeating: 7, count: 300_000)
        var journal = try Journal.open(directory: folder.path, options: JournalOptions(segmentBytes: 1000)) { _, _ in }
        journal.write([1])
        journal.write(large)
        journal.write([2])
        journal.close()
        #expect(folder.segments.count == 3)
        #expect(try reopened(folder).read.payloads == [[1], large, [2]])
    }

    @Test("whoever will not have a block is named with its place, and nothing is cut")
    func refused() throws {
        struct Unwanted: Error, CustomStringConvertible { let description = "unknown kind 9" }
        let folder = Folder()
        _ = try written(to: folder, blocks: 3, segmentBytes: 4000)
        let before = folder.bytes("000001.lwj") + folder.bytes("head")
        let error = #expect(throws: JournalError.self) {
            _ = try Journal.open(directory: folder.path) { _, place in
                if place.offset > 64 { throw Unwanted() }
            }
        }
        guard case .refused(let path, let place, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(error?.description == "\(path):\(place.offset): unknown kind 9")
        #expect(folder.bytes("000001.lwj") + folder.bytes("head") == before)
        #expect(folder.names(in: "aside") == [])
        #expect(try reopened(folder).found.cut == nil)
    }

    @Test("a journal of a later version is refused, not cut")
    func laterVersion() throws {
        let folder = Folder()
        _ = try written(to: folder, blocks: 1)
        let script = """
            import hashlib,sys
            p=sys.argv[1]; b=bytearray(open(p,'rb').read()); b[4]=2
            b[56:64]=hashlib.blake2b(bytes(b[:56]),digest_size=32).digest()[:8]; open(p,'wb').write(b)
            """
        let python = Process()
        python.executableURL = URL(filePath: "/usr/bin/env")
        python.arguments = ["python3", "-c", script, folder.file("000001.lwj")]
        try python.run()
        python.waitUntilExit()
        try #require(python.terminationStatus == 0)
        let before = folder.bytes("000001.lwj")
        let error = #expect(throws: JournalError.self) { _ = try reopened(folder) }
        #expect(error?.description.contains("journal version 2") == true)
        #expect(folder.bytes("000001.lwj") == before)
    }

    @Test("the few lines of Python in docs/journal.md find the same hash, and a changed byte")
    func stranger() throws {
        let folder = Folder()
        // Payloads that are one record each: a time.
        var journal = try Journal.open(
            directory: folder.path, options: JournalOptions(segmentBytes: 300)
        ) { _, _ in }
        for number in 0..<20 as Range<UInt8> { journal.write([2, 12, 0, 0, 1, 0, 0, 0, number, 0, 0, 0, 0, 0, 0, 0]) }
        journal.close()
        #expect(folder.segments.count > 3)
        let document = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "docs/journal.md")
        let text = try String(contentsOf: document, encoding: .utf8)
        let program = try #require(
            text.components(separatedBy: "```python\n").last?.components(separatedBy: "```").first)
        func run() throws -> (status: Int32, text: String) {
            let (python, out) = (Process(), Pipe())
            python.executableURL = URL(filePath: "/usr/bin/env")
            python.arguments = ["python3", "-c", program] + folder.segments.map { folder.file($0) }
            python.standardOutput = out
            python.standardError = Pipe()
            try python.run()
            python.waitUntilExit()
            return (python.terminationStatus, String(decoding: out.fileHandleForReading.availableData, as: UTF8.self))
        }
        let hash = journal.hash.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
        let good = try run()
        #expect(good.status == 0 && good.text == "20 records, \(hash.joined())\n")
        var bytes = folder.bytes("000002.lwj")
        bytes[120] ^= 1
        try folder.write(bytes, to: "000002.lwj")
        #expect(try run().status != 0)
    }

    @Test("30 MB of small blocks are checked quickly", .enabled(if: !isDebug))
    func speed() throws {
        let folder = Folder()
        var journal = try Journal.open(directory: folder.path) { _, _ in }
        let record = [UInt8](repeating: 3, count: 40)
        for _ in 0..<375_000 { journal.write(record) }
        journal.close()
        var blocks = 0
        let time = try ContinuousClock().measure {
            _ = try JournalScan.read(directory: folder.path) { _, _ in blocks += 1 }
        }
        #expect(blocks == 375_000)
        #expect(time < .seconds(1))
    }
}

/// Speed says something only of what is shipped.
private var isDebug: Bool {
    var isDebug = false
    assert(
        {
            isDebug = true
            return true
        }())
    return isDebug
}
