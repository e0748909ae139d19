import Testing

@Suite("Switches over kinds")
struct SwitchTests {
    /// The enumerations of which every case is thought of wherever one is: what people do, what is owed, what was not
    /// complied with.
    private static let kinds = ["Act", "Bulletin", "InfringementKind", "ObligationID", "PenaltyKind", "Ruling"]

    /// The cases that a file declares.
    static func cases(_ file: SourceFile) -> Set<Substring> {
        let words = CodeWords(file.code)
        var cases: Set<Substring> = []
        for place in words.words.indices where words[place] == "case" {
            var next = place + 1
            while let name = words[next], words.words[next].isName {
                cases.insert(name)
                next += 1
                if words[next] == "(" { next = words.end(of: next) + 1 }
                guard words[next] == "," else { break }
                next += 1
            }
        }
        return cases
    }

    /// The lines of switches with a `default` that ask for cases of one of these enumerations alone.
    static func defaulted(_ file: SourceFile, _ enumerations: [Set<Substring>]) -> [Int] {
        let words = CodeWords(file.code)
        return words.words.indices.compactMap { place in
            guard words[place] == "switch", words[place - 1] != "." else { return nil }
            let depth = words.words[place].depth
            var heads: Set<Substring> = []
            var hasDefault = false
            var next = place + 1
            while next < words.words.count, words.words[next].depth > depth || words[next] != "}" {
                if words.words[next].depth == depth + 1 {
                    if words[next] == "default", words[next + 1] == ":" { hasDefault = true }
                    if words[next] == "case" { heads.formUnion(words.heads(after: next)) }
                }
                next += 1
            }
            let isMeant = !heads.isEmpty && enumerations.contains { $0.isSuperset(of: heads) }
            return hasDefault && isMeant ? words.words[place].line : nil
        }
    }

    @Test("a default among kinds is seen, and one among other things is none")
    func sample() {
        let kinds = SourceFile(
            path: "Sources/X/Kind.swift",
            text: "enum Kind {\n    case start, flag(Flag, at: Int)\n    case end\n}\nlet x = [a, b]")
        let all = Self.cases(kinds)
        #expect(all == ["start", "flag", "end"])
        let text = """
            func f() {
                switch kind {
                case .start: switch flag { case .red: 1 default: 2 }
                case .flag(.red, _), .end: 2
                default: 3
                }
                switch (kind, state) {
                case (.start, .short), (.end, _): 1
                default: 2
                }
                switch state {
                case .start, .quoted: 1
                default: 2
                }
                switch kind {
                case .start: 1
                case .flag, .end: switch 1 { case 1: 1 default: 2 }
                }
            }
            """
        #expect(Self.defaulted(SourceFile(path: "Sources/X/A.swift", text: text), [all]) == [1, 6])
    }

    @Test("no switch over kinds of acts, bulletins, penalties, obligations or infringements has a default")
    func kinds() throws {
        let enumerations = try Self.kinds.map { name in
            let file = try #require(Package.sources.first { $0.path == "Sources/Timing/Values/\(name).swift" })
            return Self.cases(file)
        }
        #expect(enumerations.allSatisfy { $0.count > 2 })
        let offenders = Package.sources.flatMap { file in
            Self.defaulted(file, enumerations).map { file.place($0) }
        }
        #expect(offenders == [])
    }

    @Test("every kind of obligation and of infringement is in the schema of the protocol and among its rules")
    func written() throws {
        let schema = try #require(Package.text("docs/protocol.schema.json"))
        let rules = try #require(Package.text("docs/rules.md"))
        let words = Set(schema.split { !$0.isLetter })
        let ruled = Set(rules.split { !$0.isLetter })
        func cases(_ name: String) throws -> Set<Substring> {
            Self.cases(try #require(Package.sources.first { $0.path == "Sources/Timing/Values/\(name).swift" }))
        }
        let (obligations, infringements) = (try cases("ObligationID"), try cases("InfringementKind"))
        #expect(obligations.count > 9 && infringements.count > 12)
        #expect(obligations.union(infringements).subtracting(words) == [])
        #expect(obligations.subtracting(ruled) == [])
    }
}
