import Foundation
import Testing
import Version

@Suite("Which Lapwing this is")
struct BuildTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    @Test("a program says its version, the commit and the protocol in one line")
    func words() throws {
        let words = Build.words(of: "lapwingd")
        let found = try #require(
            words.wholeMatch(of: /lapwingd (\d+\.\d+\.\d+(?:-dev)?), commit ([0-9a-f]{12}\+?|unknown), protocol (\d+)/),
            "\(words)")
        #expect(String(found.1) == Build.number)
        #expect(String(found.2) == Build.commit)
        let title = try text("docs/protocol.md").prefix { $0 != "\n" }
        #expect(title == "# The Lapwing protocol, version \(found.3)")
    }

    @Test("CHANGELOG.md begins with this version")
    func changelog() throws {
        let first = try #require(try text("CHANGELOG.md").firstMatch(of: /(?m)^## (\S+)/))
        let release = Build.number.hasSuffix("-dev") ? Build.number.dropLast("-dev".count) : Build.number[...]
        #expect(first.1 == release)
    }

    @Test("the commit that is written is the folder's own, marked where a source differs, and unknown elsewhere")
    func commit() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "lapwing-commit-\(UUID().uuidString)")
        let sources = folder.appending(path: "Sources")
        try FileManager.default.createDirectory(at: sources, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let source = sources.appending(path: "Race.swift")
        try Data("race\n".utf8).write(to: source)
        #expect(try written(in: folder) == "unknown")
        try git("init", "--quiet", in: folder)
        #expect(try written(in: folder) == "unknown")
        try git("add", ".", in: folder)
        try git(
            "-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "--quiet", "--message", "one", in: folder)
        let head = try git("rev-parse", "--short=12", "HEAD", in: folder)
        #expect(try written(in: folder) == head)
        // Not built: says nothing of what was built.
        try Data("notes\n".utf8).write(to: folder.appending(path: "notes.txt"))
        #expect(try written(in: folder) == head)
        try Data("another race\n".utf8).write(to: source)
        #expect(try written(in: folder) == "\(head)+")
        // Inside somebody else's repository.
        #expect(try written(in: sources) == "unknown")
    }

    /// What the build would be told of a folder.
    private func written(in folder: URL) throws -> String {
        let file = FileManager.default.temporaryDirectory.appending(path: "Commit-\(UUID().uuidString).swift")
        defer { try? FileManager.default.removeItem(at: file) }
        _ = try output(
            of: "/bin/sh", [Self.root.appending(path: "Plugins/Commit/write-commit").path, folder.path, file.path])
        let text = try String(contentsOf: file, encoding: .utf8)
        let name = try #require(text.wholeMatch(of: /enum Commit { static let name = "(.*)" }\n/), "\(text)")
        return String(name.1)
    }

    @discardableResult
    private func git(_ arguments: String..., in folder: URL) throws -> String {
        try output(of: "/usr/bin/env", ["git", "-C", folder.path] + arguments)
    }

    private func output(of program: String, _ arguments: [String]) throws -> String {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.standardOutput = pipe
        try process.run()
        let bytes = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "\(program) \(arguments)")
        return String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private func text(_ path: String) throws -> String {
        try String(contentsOf: Self.root.appending(path: path), encoding: .utf8)
    }
}
