import Foundation

/// A file of the project as the house rules look at it.
struct SourceFile: Sendable {
    /// From the root of the package, for example `Sources/Timing/Core/Race.swift`.
    let path: String
    let lines: [String]
    /// The same lines with comments and the insides of texts blank: only code is left.
    let code: [String]

    init(path: String, text: String) {
        self.path = path
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        code = CodeReader(text).code.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// The folder below `Sources`, `Rigs` or `Tests`: the target.
    var room: String {
        let parts = path.split(separator: "/")
        return parts.count > 2 ? String(parts[1]) : ""
    }

    var name: String { String(path.split(separator: "/").last ?? "") }

    /// A place in it, counted from 1, as an editor takes it.
    func place(_ line: Int) -> String { "\(path):\(line + 1)" }

    /// The lines of code for which something holds, as places.
    func places(where isOffence: (String) -> Bool) -> [String] {
        code.indices.filter { isOffence(code[$0]) }.map(place)
    }
}

extension SourceFile {
    /// Modules that it imports, and where.
    var imports: [(line: Int, module: String)] {
        code.enumerated().compactMap { number, code in
            let words = code.split { $0 == " " || $0 == "." }.map(String.init)
            guard let place = words.firstIndex(of: "import"), words[..<place].allSatisfy(Self.isBeforeImport) else {
                return nil
            }
            let module = words.dropFirst(place + 1).first { !Self.importedKinds.contains($0) }
            return module.map { (number, $0) }
        }
    }

    private static func isBeforeImport(_ word: String) -> Bool {
        word.hasPrefix("@") || ["public", "package", "internal", "fileprivate", "private"].contains(word)
    }

    private static let importedKinds = ["struct", "class", "enum", "func", "var", "let", "protocol", "typealias"]
}

/// The package's files, found from this one.
enum Package {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path(percentEncoded: false)

    /// What is installed, and what tries it: the same rules hold for both.
    static let sources = swift(in: "Sources") + rigs
    static let rigs = swift(in: "Rigs")
    static let tests = swift(in: "Tests")

    /// All files of a folder with these endings, in order of path.
    static func paths(in folder: String, endings: [String]) -> [String] {
        let found = FileManager.default.enumerator(atPath: "\(root)/\(folder)")?.compactMap { $0 as? String } ?? []
        return found.filter { path in endings.contains { path.hasSuffix($0) } && !path.contains("/.") }
            .sorted().map { "\(folder)/\($0)" }
    }

    static func text(_ path: String) -> String? {
        try? String(contentsOfFile: "\(root)/\(path)", encoding: .utf8)
    }

    static func folders(in folder: String) -> [String] {
        let found = (try? FileManager.default.contentsOfDirectory(atPath: "\(root)/\(folder)")) ?? []
        return found.sorted().filter {
            var isFolder: ObjCBool = false
            let isThere = FileManager.default.fileExists(atPath: "\(root)/\(folder)/\($0)", isDirectory: &isFolder)
            return isThere && isFolder.boolValue
        }
    }

    /// Every target of the sources and the rigs.
    static let rooms = folders(in: "Sources") + folders(in: "Rigs")

    private static func swift(in folder: String) -> [SourceFile] {
        paths(in: folder, endings: [".swift"]).compactMap { path in
            text(path).map { SourceFile(path: path, text: $0) }
        }
    }
}
