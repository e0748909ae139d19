import Foundation
import Rulebook
import Testing
import Timing

@Suite("The files in config/ and the examples in docs/configuration.md")
struct ConfigTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    static let config = root.appendingPathComponent("config").path

    @Test("every file passes the check")
    func every() throws {
        let walk = try #require(FileManager.default.enumerator(atPath: Self.config))
        let files = walk.compactMap { $0 as? String }.filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".csv") }
        #expect(files.count >= 4)
        for file in files {
            #expect(check(path: "\(Self.config)/\(file)").map(\.description) == [], "\(file)")
        }
    }

    @Test(
        "the example daemon runs an event with GT3 and GT4 crews on a circuit with two sectors and a pit lane"
    )
    func example() throws {
        let configuration = try DaemonConfiguration.load(path: "\(Self.config)/lapwing.yaml")
        let event = try Event.load(path: configuration.event)
        #expect(event.sessions.contains { $0.id == configuration.session })
        #expect(event.circuit.lengthMetres == 5543)
        #expect(event.circuit.sectorLoops.count == 2)
        #expect(Set(event.circuit.loops.map(\.kind)) == [.line, .linePit, .sector, .pitEntry, .pitExit])
        #expect(Set(event.entries.map(\.carClass)) == ["GT3", "GT4"])
        #expect(Set(event.entries.compactMap(\.cup)) == ["Pro/Am", "Silver", "Am/Am"])
        #expect(event.circuit.pitTransit == .seconds(25))
        #expect(event.sessions.map(\.kind) == [.practice, .qualifying, .qualifying, .race, .race])
        #expect(event.sessions.map(\.rules.duration) == [60, 15, 15, 60, 60].map { .minutes($0) })
        #expect(event.sessions.map(\.rules.countBackLaps) == [nil, nil, nil, 2, 2])
        #expect(event.grids == ["race1": .best(of: "q1"), "race2": .best(of: "q2")])
        #expect(event.series[0].assumed.contains("race.classifiedPercent"))
        let folder = try Folder()
        #expect(try Event.load(path: folder.write("event.yaml", event.yaml())) == event)
    }

    @Test("the example of a weekend has two series, its times at the circuit, and one box in two cars")
    func weekend() throws {
        let path = "\(Self.config)/events/sepang-2018-weekend.yaml"
        let event = try Event.load(path: path)
        #expect(event.series.map(\.id) == ["gt", "club"])
        let alone = try Event.load(path: "\(Self.config)/events/sepang-2018.yaml")
        #expect(event.series[0].entries == alone.entries)
        #expect(event.sessions.map(\.kind.rawValue.first) == ["p", "p", "q", "q", "q", "q", "r", "r", "r"])
        for session in event.sessions {
            #expect(session.entries == event.series(of: session.id)?.entries, "\(session.id)")
        }
        // 2018-04-15 13:15 at Sepang is 05:15 in UTC.
        #expect(event.slot(of: "race2").planned == Instant(milliseconds: 1_523_769_300_000))
        #expect(notes(path: path).map(\.key) == ["transponders"])
        #expect(assumptions(path: path).contains { $0.place.contains("blancpain-gt-sports-club-2018") })
        let folder = try Folder()
        #expect(try Event.load(path: folder.write("event.yaml", event.yaml())) == event)
    }

    @Test("the documented examples are sound, and refer to each other as they say")
    func documented() throws {
        let page = try String(
            contentsOf: Self.root.appendingPathComponent("docs/configuration.md"), encoding: .utf8)
        let examples = page.components(separatedBy: "```yaml\n# ").dropFirst()
            .compactMap { $0.components(separatedBy: "\n```").first }
        #expect(examples.count == 8)
        let folder = try Folder()
        var paths: [String] = []
        for example in examples {
            let (name, text) = (example.prefix { $0 != "\n" }, example.drop { $0 != "\n" })
            let url = URL(fileURLWithPath: "\(folder.path)/\(name)")
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            paths.append(try folder.write(String(name), String(text)))
        }
        for path in paths {
            #expect(check(path: path).map(\.description) == [], "\(path)")
        }
        let written = try DaemonConfiguration.load(path: "\(folder.path)/lapwing.yaml")
        let usual = DaemonConfiguration(
            event: written.event, session: "race2", feeds: written.feeds,
            keys: .init(own: "\(folder.path)/server.key", allowed: "\(folder.path)/allowed.yaml"),
            journal: .init(directory: "/var/lib/lapwing/journal"),
            pair: .init(
                role: .primary, listen: "tcp://10.0.0.1:5563", peer: "tcp://10.0.0.2:5563", key: "second machine"))
        #expect(written == usual, "the example shows the defaults")
    }

    @Test("the documented obligations, cups and table of entries are sound")
    func documentedParts() throws {
        let page = try String(
            contentsOf: Self.root.appendingPathComponent("docs/configuration.md"), encoding: .utf8)
        func block(_ start: String) throws -> String {
            let from = try #require(page.range(of: start)).upperBound
            return try #require(page[from...].components(separatedBy: "```").first)
        }
        let season = "season: 2018\n"
        #expect(try faults(Sample.series + "stops:" + block("```yaml\nstops:")) == [])
        #expect(try faults(Sample.series + season + "cups:" + block("```yaml\ncups:")) == [])
        let folder = try Folder()
        #expect(check(path: try folder.write("entries.csv", block("```csv\n"))) == [])
    }

    @Test(
        "every key that a file may have is in the reference",
        arguments: [
            (
                "Daemon",
                "evnt: 1\nfeds: 1\nquery: x\nlimits: {z: 1}\nfeeds: [{z: 1}]\nkeys: {z: 1}\njournal: {z: 1}\npair: {z: 1}\n"
            ),
            ("Daemon", "- {z: 1, key: x}\n"),
            ("Board", "listn: 1\nclassColours: {}\nshow: {z: 1}\nlimits: {z: 1}\nclock: 12h\nserverKey: x\n"),
            ("Event", "z: 1\nevent: 1\nsessions: [{z: 1}]\nentries: [{z: 1}]\n"),
            ("Event", "event: 1\nseries: [{z: 1}]\nsessions: []\n"),
            ("Circuit", "z: 1\nlength: 1 m\nloops: [{z: 1}]\n"),
            (
                "Series",
                "z: 1\nname: S\nassumed: []\nrace: {z: 1, redFlag: {z: 1}}\nqualifying: {z: 1}\nsuccess: {z: 1}\npoints: {z: 1, teams: {z: 1}}\n"
            ),
            (
                "Obligations",
                "name: 1\nrace: 1\nstops: {z: 1, window: {z: 1}}\nstopTimes: {z: 1}\ntechnicalStop: {z: 1}\nstint: {z: 1}\n"
                    + "continuous: {z: 1}\ndriving: [{z: 1}]\npenalties: {z: 1, shortStop: [{z: 1}]}\n"
            ),
            ("Cups", "name: 1\nrace: 1\ncups: [{z: 1, crew: {z: 1}}]\n"),
            (
                "Grid",
                "event: 1\nseries: {}\nentries: []\nsessions: [{id: r, name: R, kind: race, grid: {z: 1}}]\n"
            ),
            ("Entries", "- {z: 1, transponders: [{z: 1}], drivers: [{z: 1}]}\n"),
        ])
    func everyKey(_ section: String, _ text: String) throws {
        let page = try String(
            contentsOf: Self.root.appendingPathComponent("docs/configuration.md"), encoding: .utf8)
        let start = try #require(page.range(of: "\n## \(section)\n")).upperBound
        let reference = page[start...].components(separatedBy: "\n## ")[0]
        let folder = try Folder()
        let unknown = check(path: try folder.write("x.yaml", text)).filter { $0.found == "an unknown key" }
        #expect(!unknown.isEmpty)
        let isOfEntry = { (fault: Fault) in section == "Event" && fault.key.hasPrefix("entries[") }
        for fault in unknown where !isOfEntry(fault) {
            for key in fault.expected.dropFirst("one of ".count).components(separatedBy: ", ") {
                #expect(
                    ["`\(key)`", ".\(key)`", "`\(key).", "{\(key),", ", \(key)}"].contains { reference.contains($0) },
                    "\(section) lacks \(key)")
            }
        }
    }
}
