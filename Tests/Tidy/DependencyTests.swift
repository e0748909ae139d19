import Testing

/// SwiftPM refuses an import of a room that the target cannot reach. One that is reached through another is not
/// refused: here it is.
@Suite("Package.swift says who uses whom")
struct DependencyTests {
    /// What Package.swift allows a target to import, by target; products of other packages by their module.
    static func declared(in manifest: String) -> [String: Set<String>] {
        var products: [String: String] = [:]
        for found in manifest.matches(of: /let (\w+) = Target\.Dependency\.product\(name: "(\w+)"/) {
            products[String(found.1)] = String(found.2)
        }
        var targets: [String: Set<String>] = [:]
        let lists = /(?:room\(|tests\(|name: )\s*"([\w-]+)",\s*(?:dependencies:\s*)?\[([^\]]*)\]/
        for found in manifest.matches(of: lists) {
            targets[String(found.1)] = Set(
                found.2.split { !$0.isLetter && !$0.isNumber && $0 != "-" }.map { products[String($0)] ?? String($0) })
        }
        return targets
    }

    /// Targets that are not called as their folder is.
    private static let targets = ["Bench": "lapwing-bench", "Chaos": "lapwing-chaos"]

    @Test("a list of dependencies is read, its variables as the modules that they stand for")
    func sample() {
        let manifest = """
            let yaml = Target.Dependency.product(name: "Yams", package: "Yams")
            room("Timing"), room("Rulebook", ["Timing", yaml]), .executable(name: "a", targets: ["b"]),
            .target(name: "Fuzz", dependencies: [
                "Timing",
            ], path: "x")
            """
        #expect(Self.declared(in: manifest) == ["Rulebook": ["Timing", "Yams"], "Fuzz": ["Timing"]])
    }

    @Test("a target imports what it names there, all of it and nothing else")
    func same() throws {
        let declared = Self.declared(in: try #require(Package.text("Package.swift")))
        let known = Set(Package.rooms).union(declared.values.flatMap { $0 })
        var imported: [String: Set<String>] = [:]
        // The fuzzer's own program is a target only where it is asked for.
        for file in Package.sources + Package.tests where !file.path.hasPrefix("Tests/FuzzTests/driver/") {
            let modules = file.imports.map(\.module).filter(known.contains)
            imported[Self.targets[file.room] ?? file.room, default: []].formUnion(modules)
        }
        #expect(imported.count > 20)
        var offenders: [String] = []
        for (target, modules) in imported.sorted(by: { $0.key < $1.key }) {
            let named = declared[target] ?? []
            offenders += modules.subtracting(named).sorted().map { "\(target) imports \($0) and does not name it" }
            offenders += named.subtracting(modules).sorted().map { "\(target) names \($0) and does not import it" }
        }
        #expect(offenders == [])
    }
}
