import Rulebook
import Testing
import Timing

@Suite("An event as a file of its own")
struct RoundTripTests {
    private func again(_ event: Event, notes: [String] = []) throws -> Event {
        let folder = try Folder()
        return try Event.load(path: folder.write("event.yaml", event.yaml(notes: notes)))
    }

    @Test("an event reads back as it was written, in a form that a person can read")
    func written() throws {
        let folder = try Folder()
        let event = try Event.load(path: folder.write("e.yaml", Sample.event))
        let text = event.yaml(notes: ["imported from\na list", "€ and \u{7}bell"])
        #expect(
            text == """
                # imported from
                # a list
                # € and  bell
                event: "Sepang 2018"
                circuit:
                  name: "Sepang"
                  loops:
                    - {id: 1, name: "Line", kind: line, minimum: 20 s}
                series:
                  name: "Asia"
                  race:
                    duration: 60 min
                    classifiedPercent: 75
                    classifiedBasis: class
                    mustTakeFlag: false
                    finishWithin: 10 min
                sessions:
                  - id: "race1"
                    name: "Race 1"
                    kind: race
                  - id: "race2"
                    name: "Race 2"
                    kind: race
                entries:
                  - number: "007"
                    class: "GT3"
                    team: "Bond"
                    transponders: [4711]
                    drivers:
                      - {id: 1, name: "A. Driver", grade: Bronze}

                """)
        #expect(try again(event, notes: ["a", "", "event: no"]) == event)
    }

    @Test("whatever an event's names and times are, it reads back equal", arguments: 0..<100 as Range<UInt64>)
    func property(_ seed: UInt64) throws {
        var random = Seeded(state: seed &* 0xD134_2543_DE82_EF95 &+ 1)
        let event = random.event()
        let text = event.yaml(notes: [random.name(), random.name()])
        let folder = try Folder()
        do {
            let read = try Event.load(path: folder.write("event.yaml", text))
            #expect(read == event, "seed \(seed)")
        } catch {
            Issue.record("seed \(seed): \(error)")
        }
    }

    @Test("an odd text stays the text it is", arguments: Seeded.oddities)
    func oddity(_ text: String) throws {
        let rules = RaceRules(duration: nil, classifiedPercent: 70)
        let circuit = Circuit(
            name: text, lengthMetres: nil,
            loops: [Loop(id: LoopID(1), name: text, kind: .line, minimum: Milliseconds(1))])
        let number = String(text.unicodeScalars.prefix(16).map(Character.init))
        let entry = Entry(
            number: CarNumber(number), carClass: text, cup: text, team: text, vehicle: text, transponders: [],
            drivers: [Driver(id: 1, name: text, nation: text)])
        let event = Event(
            name: text, series: text, circuit: circuit, entries: [entry],
            sessions: [Session(id: "r", name: text, circuit: circuit, rules: rules, entries: [entry])])
        let read = try again(event, notes: [text])
        #expect(read == event)
        #expect(Array(read.name.unicodeScalars) == Array(text.unicodeScalars))
    }

    @Test("a transponder's offset is read with its sign, is that of its transponder alone, and is not lost")
    func offsets() throws {
        let folder = try Folder()
        let list = "[4711, {id: 4712, offset: 12 ms}, {id: 4713, offset: -1.5 s}, {id: 4714}, {id: 4715, offset: 0 s}]"
        let event = try Event.load(path: folder.write("e.yaml", Sample.with(Sample.event, "[4711]", list)))
        let entry = try #require(event.entries.first)
        #expect(entry.transponders.map(\.value) == [4711, 4712, 4713, 4714, 4715])
        #expect(
            entry.transponderOffsets == [
                Transponder(4712): Milliseconds(12), Transponder(4713): Milliseconds(-1500), Transponder(4715): .zero,
            ])
        #expect(try again(event) == event)
        #expect(event.sessions.map(\.entries) == [event.entries, event.entries])
    }

    @Test("an empty cup is not the same as no cup, and neither is lost")
    func emptyCup() throws {
        let folder = try Folder()
        let event = try Event.load(
            path: folder.write(
                "e.yaml", Sample.with(Sample.event, "    team: Bond\n", "    cup: ''\n    team: ''\n")))
        #expect(event.entries.map(\.cup) == [""])
        #expect(try again(event).entries.map(\.cup) == [""])
        let without = try Event.load(
            path: folder.write(
                "e.yaml", Sample.with(Sample.event, "    team: Bond\n", "    cup:\n    team: ''\n")))
        #expect(without.entries.map(\.cup) == [nil])
        #expect(try again(without).entries.map(\.cup) == [nil])
    }
}
