import Foundation

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
