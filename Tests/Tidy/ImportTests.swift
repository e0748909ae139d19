import Testing

@Suite("Who may know whom")
struct ImportTests {
    private static let rooms = Set(Package.rooms)

    private func importers(of modules: Set<String>, among files: [SourceFile]) -> [String] {
        files.flatMap { file in
            file.imports.filter { modules.contains($0.module) }.map { file.place($0.line) }
        }
    }

    @Test("the sources are found, and imports of every form are seen")
    func found() {
        #expect(Package.sources.count > 50)
        #expect(Self.rooms.isSuperset(of: ["Timing", "Wire", "Service", "lapwingd"]))
        let sample = SourceFile(
            path: "Sources/X/x.swift",
            text:
                "@preconcurrency public import A\n    private import B\nimport struct C.D\n// import E\nlet important = 1"
        )
        #expect(sample.imports.map(\.module) == ["A", "B", "C"])
    }

    @Test("Timing imports nothing of the project and nothing that does input, output or time")
    func timing() {
        let files = Package.sources.filter { $0.room == "Timing" }
        #expect(files.count > 10)
        let imports = files.flatMap { file in file.imports.map { "\(file.place($0.line)): \($0.module)" } }
        #expect(imports == [])
    }

    @Test("the rooms of values do without Foundation and without sockets, threads and logs")
    func values() {
        let rooms: Set = [
            "Timing", "Championship", "Meeting", "DayRecord", "Rulebook", "Wire", "Recording", "Simulation",
        ]
        let files = Package.sources.filter { rooms.contains($0.room) }
        let forbidden: Set = [
            "Foundation", "FoundationEssentials", "Dispatch", "ZeroMQ", "CZeroMQ", "Linux", "Logging",
        ]
        #expect(importers(of: forbidden, among: files) == [])
    }

    @Test("Journal and ZeroMQ know nothing of racing, nor of each other")
    func bytesAlone() {
        for room in ["Journal", "ZeroMQ"] {
            let files = Package.sources.filter { $0.room == room }
            #expect(files.count > 5)
            let own: Set = ["CSodium", "CZeroMQ", "Linux"]
            #expect(importers(of: Self.rooms.subtracting(own), among: files) == [])
        }
    }

    @Test("Service is imported by the executables and by its own tests alone")
    func service() {
        let executables: Set = ["lapwingd", "lapwing", "Bench"]
        let others = Package.sources.filter { !executables.contains($0.room) }
        #expect(importers(of: ["Service"], among: others) == [])
        let tests = Package.tests.filter { $0.room != "ServiceTests" }
        #expect(importers(of: ["Service"], among: tests) == [])
        #expect(importers(of: ["Service"], among: Package.sources) != [])
    }

    @Test("the daemon does not read its own publication, and the rooms below Client do not know it")
    func client() {
        let below: Set = [
            "Timing", "Championship", "Meeting", "DayRecord", "Wire", "Rulebook", "Journal", "ZeroMQ", "Recording",
            "Simulation", "Service", "lapwingd",
        ]
        let files = Package.sources.filter { below.contains($0.room) }
        #expect(importers(of: ["Client"], among: files) == [])
        // A stranger's reader tells what the document says, not what ours makes of it.
        let strangers: Set = ["WireTests", "ServiceTests", "Acceptance"]
        #expect(importers(of: ["Client"], among: Package.tests.filter { strangers.contains($0.room) }) == [])
        #expect(importers(of: ["Client"], among: Package.sources) != [])
        let own = Package.sources.filter { $0.room == "Client" }
        #expect(own.count > 50)
        // Who follows is a value; sockets are apart.
        let sockets = own.filter { file in file.imports.contains { $0.module == "ZeroMQ" } }.map(\.path)
        #expect(sockets.allSatisfy { $0.contains("/Asking/") || $0.hasSuffix("/Following.swift") } && sockets.count > 2)
        let allowed: Set = ["Timing", "Meeting", "Wire", "ZeroMQ"]
        let strange = own.flatMap { file in
            file.imports.filter { !allowed.contains($0.module) }.map {
                "\(file.place($0.line)): \($0.module)"
            }
        }
        #expect(strange == [])
    }

    @Test("no one who shows a race looks a member of a message up by its name")
    func looksUp() {
        let files = Package.sources.filter { $0.room == "lapwing" }
        #expect(files.count > 40)
        #expect(files.flatMap(Self.lookUps) == [])
        let sample = SourceFile(
            path: "Sources/X/x.swift",
            text: "let a = row[\"gapMs\"]?.integer\nlet b = names[\"a\"]\nlet c = [\"a\", \"b\"]")
        #expect(Self.lookUps(sample) == ["Sources/X/x.swift:1", "Sources/X/x.swift:2"])
    }

    /// A subscript by a text, which is blank in code.
    private static func lookUps(_ file: SourceFile) -> [String] {
        file.places { code in
            zip(code, code.dropFirst()).enumerated().contains { place, pair in
                let isAfterName = place > 0 && !" [(,=".contains(code[code.index(code.startIndex, offsetBy: place - 1)])
                return pair.0 == "[" && pair.1 == "\"" && isAfterName
            }
        }
    }

    @Test("what is installed uses nothing of what only tries it")
    func rigs() {
        #expect(Package.rigs.count > 50)
        let rigs = Set(Package.folders(in: "Rigs"))
        let shipped = Package.sources.filter { $0.path.hasPrefix("Sources/") }
        #expect(importers(of: rigs, among: shipped) == [])
    }

    @Test("nobody imports an executable, and tests see what the public sees")
    func public_() {
        let files = Package.sources + Package.tests
        #expect(importers(of: ["lapwingd", "lapwing", "lapwing_bench"], among: files) == [])
        #expect(files.flatMap { $0.places { $0.contains("@testable") } } == [])
    }
}
