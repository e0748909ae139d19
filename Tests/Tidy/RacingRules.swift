/// docs/rules.md as it can be checked: its chapters, its rules and the documents that they come from.
struct RacingRules {
    /// One rule with what stands under it.
    struct Rule: Equatable {
        /// For example `R16.5`.
        var mark: String
        /// What follows `Source:`.
        var source = ""
        /// Names of files, as long as it takes to tell them apart.
        var files: [String] = []
        var tests: [Proof] = []
    }

    /// A test by its file and its title.
    struct Proof: Equatable, CustomStringConvertible {
        var file: String
        var title: String
        var description: String { "\(file) “\(title)”" }
    }

    /// For example `R16`.
    private(set) var chapters: [String] = []
    private(set) var rules: [Rule] = []
    /// Short names of documents, for example `FIA GT 2002`.
    private(set) var documents: [String] = []

    init(_ text: String) {
        var paragraph: [Substring] = []
        let lines: [Substring] = text.split(separator: "\n", omittingEmptySubsequences: false)
        for line in lines + [""] {
            if line.isEmpty || line.hasPrefix("#") || line.hasPrefix("* ") {
                take(paragraph.joined(separator: " "))
                paragraph = []
            }
            if !line.isEmpty { paragraph.append(line.drop { $0 == " " }) }
        }
    }

    /// What a text cites. `R16` and `R16.5` are marks of rules, `law 1` is one of the core, `[FIA GT 2002]` a document.
    static func marks(in line: Substring) -> (rules: [String], laws: [String], documents: [String]) {
        let bytes = line.utf8
        let rules = bytes.contains(UInt8(ascii: "R")) ? line.matches(of: #/\bR[0-9]+(\.[0-9]+)?\b/#) : []
        let laws = bytes.has("aw") ? line.matches(of: #/\b[Ll]aws? ([0-9]+)/#) : []
        return (
            rules.map { String($0.output.0) }, laws.map { String($0.output.1) },
            bytes.contains(UInt8(ascii: "[")) ? documents(in: line) : []
        )
    }

    /// Whether a text cites what is not in the repository.
    static func citesOutside(_ line: Substring) -> Bool {
        let bytes = line.utf8
        return (bytes.has("egulation") && line.contains(#/\b[Rr]egulations? [0-9]{1,2}(\.[0-9]+)?\b/#))
            || (bytes.has("design") && line.contains(#/\b[Tt]he design\b/#))
    }

    private static func documents(in text: Substring) -> [String] {
        text.matches(of: #/\[([A-Z][^\[\]]* ([12][0-9]{3}|undated))\]/#).map { String($0.output.1) }
    }

    /// A mark names a chapter or a rule.
    func knows(_ mark: String) -> Bool { chapters.contains(mark) || rules.contains { $0.mark == mark } }

    private mutating func take(_ paragraph: String) {
        if let chapter = paragraph.prefixMatch(of: #/## (R[0-9]+) /#) {
            chapters.append(String(chapter.output.1))
        } else if let rule = paragraph.prefixMatch(of: #/\*\*(R[0-9]+\.[0-9]+)\*\* /#) {
            rules.append(Rule(mark: String(rule.output.1)))
        } else if let name = paragraph.prefixMatch(of: #/\* \[([^\]]+)\] /#) {
            documents.append(String(name.output.1))
        } else if let parts = paragraph.wholeMatch(of: #/Source: (.*)\. File: (.*)\. Test: (.*)\./#), !rules.isEmpty {
            rules[rules.count - 1].source = String(parts.output.1)
            rules[rules.count - 1].files = Self.quoted(parts.output.2)
            rules[rules.count - 1].tests = parts.output.3.split(separator: "; `").flatMap { part in
                let file = String(part.drop { $0 == "`" }.prefix { $0 != "`" })
                return part.matches(of: #/“([^”]+)”/#).map { Proof(file: file, title: String($0.output.1)) }
            }
        }
    }

    private static func quoted(_ text: Substring) -> [String] {
        text.matches(of: #/`([^`]+)`/#).map { String($0.output.1) }
    }

    /// What is wrong with the rules themselves, whatever files there are.
    var faults: [String] {
        var faults: [String] = []
        var last: [Int] = []
        for rule in rules {
            let number = rule.mark.dropFirst().split(separator: ".").compactMap { Int($0) }
            if !last.lexicographicallyPrecedes(number) { faults.append("\(rule.mark) is out of its order") }
            if !chapters.contains("R\(number.first ?? 0)") { faults.append("\(rule.mark) is in no chapter") }
            last = number
            let cited = Self.documents(in: rule.source[...])
            if cited.isEmpty, !rule.source.contains("decided by us") { faults.append("\(rule.mark) has no source") }
            faults += cited.filter { !documents.contains($0) }.map { "\(rule.mark): no document [\($0)]" }
            if rule.files.isEmpty { faults.append("\(rule.mark) has no file") }
            if rule.tests.isEmpty { faults.append("\(rule.mark) has no test") }
        }
        return faults
    }

    /// What of the rules is not there: `sources` are paths, `tests` paths with the titles of their tests.
    func missing(sources: [String], tests: [String: Set<String>]) -> [String] {
        rules.flatMap { rule in
            let files = rule.files.filter { file in Self.named(file, in: sources).count != 1 }
                .map { "\(rule.mark): \($0)" }
            let proofs = rule.tests.filter { proof in
                let named = Self.named(proof.file, in: Array(tests.keys))
                return named.count != 1 || !(tests[named[0]]?.contains(proof.title) ?? false)
            }
            return files + proofs.map { "\(rule.mark): \($0)" }
        }
    }

    private static func named(_ name: String, in paths: [String]) -> [String] {
        paths.filter { $0.hasSuffix("/" + name) }
    }

    /// Titles of the tests of a file.
    static func titles(_ text: String) -> Set<String> {
        Set(text.matches(of: #/@Test\(\s*"((?:[^"\\]|\\.)*)"/#).map { String($0.output.1) })
    }
}

extension Substring.UTF8View {
    /// A quick look before a slow one.
    fileprivate func has(_ text: StaticString) -> Bool {
        let wanted = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
        var rest = self[...]
        while let place = rest.firstIndex(of: wanted[0]) {
            rest = rest[place...]
            if rest.starts(with: wanted) { return true }
            rest = rest.dropFirst()
        }
        return false
    }
}
