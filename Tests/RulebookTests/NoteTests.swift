import Rulebook
import Testing

@Suite("What ought to be known of a file without a fault")
struct NoteTests {
    private static let told =
        "has no transponder: it is not timed until \"lapwing control assign\" gives it one"

    private func told(_ path: String, _ folder: Folder) -> [String] {
        notes(path: path).map { $0.description.replacing(folder.path + "/", with: "") }
    }

    @Test("an entry without a transponder is legal, and told with its place, in a table and in YAML")
    func entries() throws {
        let folder = try Folder()
        let table = try folder.write(
            "e.csv", "number,class,team,transponders,driver1\n7,GT3,T,4711,A. Driver\n007,GT3,T,,B. Driver\n")
        #expect(check(path: table) == [])
        #expect(told(table, folder) == ["e.csv:3: transponders: car 007 \(Self.told)"])
        let list = try folder.write(
            "e.yaml",
            """
            - {number: 7, class: GT3, team: T, transponders: [4711], drivers: []}
            - {number: 88, class: GT3, team: T, transponders: [], drivers: []}

            """)
        #expect(check(path: list) == [])
        #expect(told(list, folder) == ["e.yaml:2: [2].transponders: car 88 \(Self.told)"])
    }

    @Test("of a daemon's configuration the entries of its event are told, once")
    func configuration() throws {
        let folder = try Folder()
        let text = """
            event: E
            circuit: {name: C, loops: [{id: 1, name: Line, kind: line}]}
            series: {name: S, race: {duration: 60 min}}
            sessions:
              - {id: r1, name: R1, kind: race}
              - {id: r2, name: R2, kind: race}
            entries: [{number: 1, class: GT3, team: T, transponders: [], drivers: []}]

            """
        let event = try folder.write("e.yaml", text)
        let daemon = try folder.write("d.yaml", Sample.with(Sample.daemon, "event.yaml", "e.yaml"))
        let expected = ["e.yaml:7: entries[1].transponders: car 1 \(Self.told)"]
        #expect(told(event, folder) == expected)
        #expect(told(daemon, folder) == expected)
        #expect(notes(path: try folder.write("c.yaml", Sample.circuit)) == [])
    }
}
