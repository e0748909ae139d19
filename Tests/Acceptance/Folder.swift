import Foundation
import Glibc

/// A folder of one test's own, gone when the test is over.
final class Folder {
    let url: URL
    private var files = 0

    init() throws {
        url = FileManager.default.temporaryDirectory
            .appending(path: "lapwing-acceptance-\(UUID().uuidString)", directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func path(_ name: String) -> String { url.appending(path: name).path }

    /// A name that no file of the folder has.
    func newPath(_ name: String) -> String {
        files += 1
        return path("\(files)-\(name)")
    }

    @discardableResult
    func write(_ text: String, to name: String) throws -> String {
        try Data(text.utf8).write(to: url.appending(path: name))
        return path(name)
    }
}

/// A folder for sockets, whose paths have room for 107 bytes only, that nobody else may open; gone with its owner.
final class ShortFolder {
    let path: String

    init() throws {
        var name = Array("/tmp/lapwing-XXXXXX".utf8CString)
        guard mkdtemp(&name) != nil else { throw Trouble("no folder could be made in /tmp") }
        path = String(decoding: name.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
