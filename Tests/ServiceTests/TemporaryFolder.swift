import Foundation

/// A place for a test's files, gone with it. Not there until something is written.
final class TemporaryFolder: Sendable {
    let path = FileManager.default.temporaryDirectory.appending(path: "lapwing-\(UUID().uuidString)")
        .path(percentEncoded: false)

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
