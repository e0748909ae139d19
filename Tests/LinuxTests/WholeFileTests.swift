import Foundation
import Linux
import Testing

@Suite("A file that is always whole")
struct WholeFileTests {
    private func inFolder(_ body: (String) throws -> Void) throws {
        let folder = NSTemporaryDirectory() + "lapwing-whole-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }

    @Test("it has the new bytes, those alone, with its mode, and nothing lies beside it")
    func replaced() throws {
        try inFolder { folder in
            for bytes in [Array("long, and longer".utf8), Array("short".utf8), []] {
                try WholeFile.replace("\(folder)/file", with: bytes, mode: 0o600)
                #expect(FileManager.default.contents(atPath: "\(folder)/file").map { Array($0) } == bytes)
            }
            let mode = try FileManager.default.attributesOfItem(atPath: "\(folder)/file")[.posixPermissions] as? Int
            #expect(mode == 0o600)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["file"])
        }
    }

    @Test("where it cannot be written the error is said, and the file is as it was")
    func refused() throws {
        try inFolder { folder in
            #expect(throws: WholeFile.Fault(code: ENOENT)) {
                try WholeFile.replace("\(folder)/missing/file", with: [1], mode: 0o600)
            }
            // A directory has the name that the file is to take.
            try FileManager.default.createDirectory(atPath: "\(folder)/file/in", withIntermediateDirectories: true)
            #expect(throws: WholeFile.Fault.self) {
                try WholeFile.replace("\(folder)/file", with: [1], mode: 0o600)
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["file"])
        }
    }

    @Test("it is read whole, or the error is said: what is not there, a directory, and one that is too large")
    func read() throws {
        try inFolder { folder in
            let bytes = [UInt8](repeating: 7, count: 100_000)
            try WholeFile.replace("\(folder)/file", with: bytes, mode: 0o600, isSynced: true)
            #expect(try WholeFile.read("\(folder)/file", atMost: 100_000) == bytes)
            #expect(throws: WholeFile.Fault(code: EFBIG)) { try WholeFile.read("\(folder)/file", atMost: 99_999) }
            #expect(throws: WholeFile.Fault(code: ENOENT)) { try WholeFile.read("\(folder)/none", atMost: 1) }
            #expect(throws: WholeFile.Fault(code: EISDIR)) { try WholeFile.read(folder, atMost: 1) }
            #expect(mkfifo("\(folder)/pipe", 0o600) == 0)
            #expect(try WholeFile.read("\(folder)/pipe", atMost: 1) == [])
        }
    }

    @Test("who reads while it is replaced never sees a part of it")
    func reading() throws {
        try inFolder { folder in
            let path = "\(folder)/file"
            let contents = (0..<2).map { [UInt8](repeating: UInt8($0), count: 100_000) }
            try WholeFile.replace(path, with: contents[0], mode: 0o600)
            let writer = Thread {
                for round in 0..<300 { try? WholeFile.replace(path, with: contents[round % 2], mode: 0o600) }
            }
            writer.start()
            while !writer.isFinished {
                let read = try #require(FileManager.default.contents(atPath: path))
                #expect(contents.contains(Array(read)))
            }
        }
    }
}
