import Foundation
import Glibc
import Journal
import Testing

@Suite("A journal that somebody takes away while it is written")
struct WatchTests {
    /// A writer of several segments.
    private func begun(in folder: Folder) throws -> Journal {
        var journal = try Journal.open(directory: folder.path, options: JournalOptions(segmentBytes: 200)) { _, _ in }
        for number in 1...8 { journal.write([UInt8(number)] + [UInt8](repeating: 0, count: 60)) }
        journal.syncer.look()
        #expect(journal.state == .ok && folder.segments.count > 2)
        return journal
    }

    /// Later than the next look.
    private func look(_ journal: borrowing Journal) {
        usleep(450_000)
        journal.syncer.look()
    }

    private static let ways: [(String, JournalLoss.Kind, @Sendable (Folder) throws -> Void)] = [
        ("all deleted", .gone, { try FileManager.default.removeItem(atPath: $0.path) }),
        ("the first segment deleted", .gone, { try $0.remove("000001.lwj") }),
        ("the last segment deleted", .gone, { try $0.remove($0.segments.last ?? "") }),
        ("the head deleted", .gone, { try $0.remove("head") }),
        ("the lock deleted", .gone, { try $0.remove("lock") }),
        ("moved away", .gone, { #expect(rename($0.path, $0.path + "-moved") == 0) }),
        (
            "a segment replaced by a copy", .replaced,
            {
                let bytes = $0.bytes("000002.lwj")
                try $0.remove("000002.lwj")
                try $0.write(bytes, to: "000002.lwj")
            }
        ),
        ("a segment cut", .cut, { #expect(truncate($0.file("000001.lwj"), 70) == 0) }),
        ("the head cut", .cut, { #expect(truncate($0.file("head"), 0) == 0) }),
    ]

    @Test("it is noticed within a second, and the writer goes on", arguments: 0..<9)
    func noticed(way: Int) throws {
        let folder = Folder()
        var journal = try begun(in: folder)
        let (name, kind, take) = Self.ways[way]
        try take(folder)
        journal.write([9])
        look(journal)
        guard case .gone(let loss) = journal.state else {
            Issue.record("\(name): \(journal.state)")
            return
        }
        #expect(loss.kind == kind, "\(name)")
        journal.write([10])
        journal.close()
        try? FileManager.default.removeItem(atPath: folder.path + "-moved")
    }

    @Test("moved back, it is well again")
    func back() throws {
        let folder = Folder()
        let journal = try begun(in: folder)
        #expect(rename(folder.path, folder.path + "-moved") == 0)
        look(journal)
        #expect(journal.state != .ok)
        #expect(rename(folder.path + "-moved", folder.path) == 0)
        look(journal)
        #expect(journal.state == .ok)
    }

    @Test("moved back and closed before the next look, it is closed in order")
    func closed() throws {
        let folder = Folder()
        var journal = try begun(in: folder)
        #expect(rename(folder.path, folder.path + "-moved") == 0)
        look(journal)
        #expect(journal.state != .ok)
        #expect(rename(folder.path + "-moved", folder.path) == 0)
        journal.close()
        let again = try Journal.open(directory: folder.path) { _, _ in }
        #expect(!again.found.isShort)
    }

    @Test("a segment that was cut stays lost, also where the next block is written before anybody looks")
    func cut() throws {
        for looksFirst in [true, false] {
            let folder = Folder()
            var journal = try begun(in: folder)
            let last = try #require(folder.segments.last)
            #expect(truncate(folder.file(last), off_t(folder.bytes(last).count - 10)) == 0)
            if looksFirst { look(journal) }
            for number in 9...10 {
                journal.write([UInt8(number)])
                look(journal)
                guard case .gone(let loss) = journal.state else {
                    Issue.record("\(journal.state)")
                    continue
                }
                #expect(loss.kind == .cut && loss.path.hasSuffix(last))
            }
            journal.close()
            let again = try Journal.open(directory: folder.path) { _, _ in }
            #expect(again.found.isShort && again.found.cut != nil)
        }
    }
}
