import Testing

@Suite("The stages of the core")
struct StageTests {
    private static func file(_ path: String, _ text: String) -> SourceFile {
        SourceFile(path: "Sources/Timing/\(path).swift", text: text)
    }

    private static let order = [["Values"], ["Race"], ["Explain", "Grid"]]

    private static func back(_ files: SourceFile...) -> [String] {
        Stages(of: "Timing", order, in: files).back.map { "\($0.place) \($0.name)" }
    }

    @Test("no stage uses a later one")
    func back() {
        let core = Stages.core
        #expect(core.astray == [])
        #expect(core.arrows.count > 500)
        #expect(core.back.map { "\($0.place): \($0.name) of \($0.to)" } == [])
    }

    @Test("a use of a later stage's type is seen, and one of an earlier stage's is none")
    func types() {
        let values = Self.file("Values/Flag", "enum Flag {}\nlet log: FlagLog? = nil\n// FlagLog")
        let race = Self.file("Race/FlagLog", "struct FlagLog {\n    let flag: Flag\n    let x: Other.Grid\n}")
        let grid = Self.file("Grid/Grid", "struct Grid {\n    let log: FlagLog\n}")
        #expect(Self.back(values, race, grid) == ["Sources/Timing/Values/Flag.swift:2 FlagLog"])
    }

    @Test("stages that stand side by side use nothing of each other")
    func beside() {
        let grid = Self.file("Grid/Grid", "struct Grid {}")
        let explain = Self.file("Explain/Why", "struct Why {\n    let grid: Grid\n}")
        #expect(Self.back(grid, explain) == ["Sources/Timing/Explain/Why.swift:2 Grid"])
    }

    @Test("a member that a later stage adds to an earlier stage's type is seen where that uses it")
    func members() {
        let values = Self.file(
            "Values/Flag",
            """
            enum Flag {
                var isLate: Bool { hasRun || self.wasShown(1) }
                let x = Flag(at: 1)
            }
            """)
        let race = Self.file(
            "Race/Flag+Shown",
            """
            extension Flag {
                func wasShown(_ at: Int) -> Bool { true }
                fileprivate var hidden: Bool { true }
                var isLate: Bool { true }
                init?(at: Int) { return nil }
            }
            """)
        let file = "Sources/Timing/Values/Flag.swift"
        #expect(Self.back(values, race) == ["\(file):2 wasShown", "\(file):3 Flag(at:)"])
    }

    @Test("a member of a later stage's own type is no arrow by its name alone")
    func own() {
        let values = Self.file("Values/Flag", "enum Flag {\n    let x = y.shown\n}")
        let race = Self.file("Race/FlagLog", "struct FlagLog {\n    var shown = 0\n}")
        #expect(Self.back(values, race) == [])
    }

    @Test("a file outside of the stages is found")
    func astray() {
        let files = [Self.file("Race", "struct Race {}"), Self.file("Core/Old", "struct Old {}")]
        let stages = Stages(of: "Timing", Self.order, in: files)
        #expect(stages.astray == ["Sources/Timing/Race.swift", "Sources/Timing/Core/Old.swift"])
    }

    // MARK: A type a file

    /// Types that a file declares for others under another name than its own.
    static func misnamed(_ file: SourceFile) -> [String] {
        let words = CodeWords(file.code)
        let types: Set<Substring> = ["struct", "enum", "class", "actor", "protocol"]
        return words.words.indices.compactMap { place in
            guard words.words[place].depth == 0, types.contains(words.words[place].text),
                words[place - 1] == "public" || words[place - 1] == "final" && words[place - 2] == "public",
                let name = words[place + 1], file.name != "\(name).swift"
            else { return nil }
            return "\(file.place(words.words[place].line)): \(name)"
        }
    }

    @Test("a public type stands in the file of its name")
    func names() {
        let sample = SourceFile(
            path: "Sources/X/A.swift",
            text: "public struct A {\n    public enum In {}\n}\nstruct B {}\npublic final class C {}\npublic enum D {}")
        #expect(Self.misnamed(sample) == ["Sources/X/A.swift:5: C", "Sources/X/A.swift:6: D"])
        let files = Package.sources.filter { $0.room == "Timing" }
        #expect(files.count > 100)
        #expect(files.flatMap(Self.misnamed) == [])
    }
}
