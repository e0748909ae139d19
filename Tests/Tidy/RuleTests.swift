import Testing

@Suite("The rules of racing, and what cites them")
struct RuleTests {
    private static let sample = """
        # Rules

        ## R1 Lap

        A lap is told here.

        **R1.1** A lap is one circuit.

        Source: [FIA GT 2002]; decided by us: the rest. File: `Laps.swift`, `Line.swift`. Test: `LineTests.swift` “a lap
        is one”, “two are two”; `More/LapTests.swift` “none”.

        **R1.2** A list:
        * one.

        Source: decided by us. File: `Laps.swift`. Test: `LineTests.swift` “two are two”.

        ## Sources

        * [FIA GT 2002] Regulations:
          https://example.org
        """

    @Test("a rule is read with its source, its files and its tests")
    func sample() {
        let rules = RacingRules(Self.sample)
        #expect(rules.chapters == ["R1"] && rules.documents == ["FIA GT 2002"])
        #expect(rules.rules.map(\.mark) == ["R1.1", "R1.2"])
        #expect(rules.rules.first?.files == ["Laps.swift", "Line.swift"])
        let proofs = [
            ("LineTests.swift", "a lap is one"), ("LineTests.swift", "two are two"), ("More/LapTests.swift", "none"),
        ]
        #expect(rules.rules.first?.tests == proofs.map { RacingRules.Proof(file: $0.0, title: $0.1) })
        #expect(rules.knows("R1") && rules.knows("R1.2") && !rules.knows("R1.3") && !rules.knows("R2"))
        #expect(rules.faults == [])
    }

    @Test("a rule without a source, a file or a test, or out of its order, is a fault")
    func faults() {
        func fault(_ text: String, _ other: String) -> [String] {
            RacingRules(Self.sample.replacing(text, with: other)).faults
        }
        #expect(fault("Source: decided by us.", "Source: somebody.") == ["R1.2 has no source"])
        #expect(fault("[FIA GT 2002]; ", "[FIA GT 2003]; ") == ["R1.1: no document [FIA GT 2003]"])
        #expect(fault("**R1.2**", "**R1.1**") == ["R1.1 is out of its order"])
        #expect(fault("**R1.2**", "**R2.1**") == ["R2.1 is in no chapter"])
        #expect(
            fault("`Laps.swift`. Test: `LineTests.swift` “two", "Laps. Test: `LineTests.swift` “two") == [
                "R1.2 has no file"
            ])
        #expect(fault("“two are two”.", "(two).") == ["R1.2 has no test"])
    }

    @Test("a file or a test that is not there is missing, and so is one of two that have the name")
    func missing() {
        let rules = RacingRules(Self.sample)
        let sources = ["Sources/A/Laps.swift", "Sources/A/Line.swift"]
        let tests = [
            "Tests/A/LineTests.swift": Set(["a lap is one", "two are two"]), "Tests/More/LapTests.swift": ["none"],
        ]
        #expect(rules.missing(sources: sources, tests: tests) == [])
        #expect(rules.missing(sources: sources + ["Sources/B/Line.swift"], tests: tests) == ["R1.1: Line.swift"])
        #expect(
            rules.missing(sources: [sources[0]], tests: tests.merging(["Tests/More/LapTests.swift": []]) { $1 })
                == ["R1.1: Line.swift", "R1.1: More/LapTests.swift “none”"])
    }

    @Test("a mark is seen wherever it stands, and what points outside too")
    func marks() {
        let marks = RacingRules.marks(in: "// (R16.5, R2; law 3, laws 1) of [FIA GT 2002], not [a 2002] or XR3.")
        #expect(marks.rules == ["R16.5", "R2"] && marks.laws == ["3", "1"] && marks.documents == ["FIA GT 2002"])
        for line: Substring in ["(regulations 1.24)", "regulations 2, 5", "as the design says", "regulation 8."] {
            #expect(RacingRules.citesOutside(line), "\(line)")
        }
        #expect(!RacingRules.citesOutside("Sporting Regulations 2002; no regulation of 2018; designed"))
    }

    @Test("every rule has a source, a file of the sources and a test that is there")
    func rules() throws {
        let rules = RacingRules(try #require(Package.text("docs/rules.md")))
        #expect(rules.rules.count > 200 && rules.chapters.count > 30)
        #expect(rules.faults == [])
        let paths = Package.paths(in: "Sources", endings: [".swift"])
        let tests = Package.paths(in: "Tests", endings: [".swift"])
            .map { ($0, RacingRules.titles(Package.text($0) ?? "")) }
        #expect(rules.missing(sources: paths, tests: Dictionary(tests) { $1 }) == [])
    }

    @Test("every mark in code, tests, configuration, scripts and documents resolves, and none points outside")
    func resolved() throws {
        let rules = RacingRules(try #require(Package.text("docs/rules.md")))
        let laws = try #require(Self.laws())
        #expect(laws == ["1", "2", "3", "4", "5"])
        var cited = Set<String>()
        var read = 0
        var offenders: [String] = []
        for path in Self.paths {
            guard let text = Package.text(path) else { continue }
            read += 1
            for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
                let marks = RacingRules.marks(in: line)
                cited.formUnion(marks.documents)
                if !marks.rules.allSatisfy(rules.knows) || !marks.laws.allSatisfy(laws.contains)
                    || !marks.documents.allSatisfy(rules.documents.contains)
                    || (path != "docs/rules.md" && RacingRules.citesOutside(line))
                {
                    offenders.append("\(path):\(index + 1): \(line)")
                }
            }
        }
        #expect(read > 300)
        #expect(offenders == [])
        let listed = rules.rules.flatMap { RacingRules.marks(in: $0.source[...]).documents }
        #expect(Set(rules.documents).subtracting(listed).subtracting(cited) == [])
        #expect(Set(rules.documents).count == rules.documents.count)
    }

    /// The numbers under "Laws of the core" in docs/architecture.md.
    private static func laws() -> [String]? {
        guard let text = Package.text("docs/architecture.md"),
            let start = text.firstRange(of: "\n## Laws of the core\n")
        else { return nil }
        return text[start.upperBound...].split(separator: "\n").prefix { !$0.hasPrefix("## ") }
            .compactMap { $0.prefixMatch(of: #/([0-9]+)\. \*\*/#).map { String($0.output.1) } }
    }

    /// Everything that people write here, but for this test's own samples and the fuzzers' corpus.
    private static let paths: [String] = {
        let folders = ["Sources", "Rigs", "Tests", "config", "docs", "scripts", "systemd", "examples", "man", "ops"]
        let endings = [".swift", ".md", ".yaml", ".json", ".py", ".sh", ".c", ".h", ".service"]
        let found = folders.flatMap { Package.paths(in: $0, endings: $0 == "scripts" ? endings + [""] : endings) }
        return (found + ["README.md", "Package.swift"]).filter {
            !$0.hasPrefix("Tests/FuzzTests/corpus/") && !$0.hasPrefix("Tests/Tidy/Rule")
                && !$0.hasPrefix("Tests/Tidy/RacingRules")
        }
    }()
}
