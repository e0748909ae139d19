import Testing

@Suite("What is written down")
struct DocumentationTests {
    /// Public declarations of a file without a comment above, as `line name`.
    static func undocumented(_ file: SourceFile) -> [(line: Int, name: String)] {
        file.code.indices.compactMap { line in
            let words = file.code[line].split { " (:<={".contains($0) }.drop { $0.hasPrefix("@") }
            guard words.first == "public", words.dropFirst().first.map({ $0 != "import" && $0 != "extension" }) == true
            else { return nil }
            var above = line - 1
            while above >= 0, file.lines[above].drop(while: { $0 == " " }).hasPrefix("@") { above -= 1 }
            if above >= 0, file.lines[above].drop(while: { $0 == " " }).hasPrefix("///") { return nil }
            return (line, Self.name(file.code[line]))
        }
    }

    /// What is declared: the word after `let`, `var`, `func` and so on; `init` and operators by themselves.
    private static func name(_ declaration: String) -> String {
        let words = declaration.split { " (:,".contains($0) }.map(String.init)
        let keywords = ["let", "var", "func", "case", "struct", "enum", "class", "protocol", "typealias"]
        if let place = words.firstIndex(where: keywords.contains), place + 1 < words.count { return words[place + 1] }
        return words.first { $0.hasPrefix("init") || $0.hasPrefix("subscript") } ?? declaration
    }

    /// What a protocol of the language demands says itself; so does an initialiser that takes the members.
    private static let obvious: Set = ["init", "==", "<", "+", "-", "description", "hash", "rawValue"]

    @Test("a declaration without a comment is seen, attributes between or not")
    func sample() {
        let text = """
            public struct A {
                /// Said.
                @inlinable
                public let b: Int
                @inlinable public func c() {}
                public init(b: Int) {}
                public static func < (left: A, right: A) -> Bool { true }
                public private(set) var d = 0
                let e = 0
            }
            public import F
            """
        let found = Self.undocumented(SourceFile(path: "Sources/Timing/A.swift", text: text))
        #expect(found.map(\.name) == ["A", "c", "init", "<", "d"])
    }

    @Test(
        "every public declaration says what it means, with its unit where it has one",
        arguments: ["Timing", "Meeting", "Wire", "Client"].filter(Package.rooms.contains))
    func isDocumented(room: String) {
        let files = Package.sources.filter { $0.room == room }
        #expect(files.count > 5)
        let offenders = files.flatMap { file in
            Self.undocumented(file)
                .filter { !Self.obvious.contains($0.name) }
                .map { "\(file.place($0.line)): \($0.name)" }
        }
        #expect(offenders == [])
    }

    @Test("no document, configuration, script or source names a place on somebody's machine")
    func machines() {
        // Written apart, so that this file does not offend.
        let places = ["home", "root", "work", "Users", "mnt"].map { "/" + $0 + "/" }
        let endings = [".md", ".yaml", ".yml", ".json", ".jsonl", ".service", ".swift", ".py", ".sh", ".c", ".h"]
        let folders = ["docs", "config", "systemd", "scripts", "examples", "Plugins", "Sources", "Rigs", "Tests"]
        let paths =
            folders.flatMap { Package.paths(in: $0, endings: endings + (["scripts"].contains($0) ? [""] : [])) }
            + ["README.md", "CHANGELOG.md", "NOTICE", "Package.swift"]
        var read = 0
        var offenders: [String] = []
        for path in paths {
            guard let text = Package.text(path) else { continue }
            read += 1
            for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
            where places.contains(where: { isPath(line, $0) }) {
                offenders.append("\(path):\(index + 1)")
            }
        }
        #expect(read > 100)
        #expect(offenders == [])
    }

    /// The place begins a path: not inside a longer one or an address.
    private func isPath(_ line: Substring, _ place: String) -> Bool {
        var rest = line
        while let found = rest.firstRange(of: place) {
            let before = rest[..<found.lowerBound].last
            if before.map({ !$0.isLetter && !$0.isNumber && !"./_-}".contains($0) }) ?? true { return true }
            rest = rest[found.upperBound...]
        }
        return false
    }
}
