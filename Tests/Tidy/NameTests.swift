import Testing

@Suite("Names")
struct NameTests {
    /// Words that say nothing of racing, nor of anything.
    private static let empty = ["Manager", "Helper", "Util", "Utils", "Utility", "Utilities", "Misc"]

    /// systemd calls itself the service manager: there the word means something.
    private static let meant = ["ServiceManager", "ServiceManagerTests", "ServiceManagerTests.swift"]

    /// A name's words: `FeedLinkManager` has three.
    static func words(_ name: some StringProtocol) -> [String] {
        var words: [String] = []
        for character in name {
            if character.isUppercase || words.isEmpty || !character.isLetter {
                words.append(String(character))
            } else {
                words[words.count - 1].append(character)
            }
        }
        return words
    }

    private static func saysNothing(_ name: some StringProtocol) -> Bool {
        !meant.contains(String(name)) && words(name).contains(where: empty.contains)
    }

    @Test("no type and no file is named for nothing")
    func empty() {
        #expect(Self.words("FeedLinkManager+Utils") == ["Feed", "Link", "Manager", "+", "Utils"])
        #expect(Self.saysNothing("FeedManager") && Self.saysNothing("RaceHelper.swift") && !Self.saysNothing("Race"))
        var offenders: [String] = []
        var types = 0
        for file in Package.sources + Package.tests {
            if Self.saysNothing(file.name) { offenders.append(file.path) }
            for (index, line) in file.code.enumerated() {
                let parts = line.split { !$0.isLetter && !$0.isNumber && $0 != "_" }
                for (keyword, name) in zip(parts, parts.dropFirst())
                where ["class", "struct", "enum", "actor", "protocol", "typealias"].contains(keyword) {
                    types += 1
                    if Self.saysNothing(name) { offenders.append(file.place(index)) }
                }
            }
        }
        #expect(types > 100)
        #expect(offenders == [])
    }

    @Test("each command that is installed states its name: of its type's name it costs tens of milliseconds at a start")
    func commands() {
        var commands = 0
        var offenders: [String] = []
        for file in Package.sources where file.path.hasPrefix("Sources/lapwing") {
            for (index, line) in file.code.enumerated() where line.contains("CommandConfiguration(") {
                commands += 1
                let beginning = file.code[index..<min(index + 2, file.code.count)]
                if !beginning.contains(where: { $0.contains("commandName:") }) { offenders.append(file.place(index)) }
            }
        }
        #expect(commands > 50)
        #expect(offenders == [])
    }

    @Test("a folder of tests mirrors a folder of sources")
    func mirrors() {
        let sources = Set(Package.rooms)
        // Whole races through the real processes, and the rules of the house.
        let others: Set = ["Acceptance", "Tidy"]
        let folders = Package.folders(in: "Tests")
        #expect(folders.count > others.count)
        let offenders = folders.filter { folder in
            !others.contains(folder) && !(folder.hasSuffix("Tests") && sources.contains(String(folder.dropLast(5))))
        }
        #expect(offenders == [])
    }

    @Test("every room that is a library has its tests")
    func tested() {
        let tests = Set(Package.folders(in: "Tests"))
        // Seven of C, without Swift of their own; the executables are tried by Acceptance.
        let untested: Set = [
            "CCountedAllocations", "CLinux", "CNATS", "CSodium", "CSteppedClock", "CZeroMQ", "CZlib",
            "Bench", "Chaos", "lapwing", "lapwing-bridge", "lapwing-relay", "lapwing-web", "lapwingd",
        ]
        let offenders = Package.rooms.filter {
            !untested.contains($0) && !tests.contains("\($0)Tests")
        }
        #expect(offenders == [])
    }

    @Test("a target is tried by tests, not by a file that stands for them")
    func placeholders() {
        let offenders = (Package.sources + Package.tests).filter { $0.name == "Placeholder.swift" }
        #expect(offenders.map(\.path) == [])
    }
}
