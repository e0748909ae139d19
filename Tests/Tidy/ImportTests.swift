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
        let rooms: Set = ["Timing", "Championship", "Rulebook", "Wire", "Recording", "Simulation"]
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
