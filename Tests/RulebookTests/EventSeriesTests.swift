import Rulebook
import Testing
import Timing

@Suite("A meeting of several series")
struct EventSeriesTests {
    private static let event = """
        event: Sepang 2018
        circuit:
          name: Sepang
          timeZone: +08:00
          loops:
            - {id: 1, name: Line, kind: line}
        series:
          - id: gt
            rules:
              name: Asia
              race: {duration: 60 min, classifiedPercent: 75, classifiedBasis: class}
              qualifying: {duration: 15 min}
              success: {times: [15 s]}
              cups: [{class: GT3}]
            entries: [{number: 7, class: GT3, team: T, transponders: [4711], drivers: []}]
          - id: cup
            rules: cup.yaml
            entries: cup.csv
        sessions:
          - {id: q, series: gt, name: Q, kind: qualifying, planned: 2018-04-14 09:00}
          - {id: cup1, series: cup, name: Cup 1, kind: race, planned: 2018-04-14 09:30, duration: 20 min}
          - {id: race, series: gt, name: Race, kind: race, planned: 2018-04-14T10:00:00.250Z, \(best)}
          - {id: cup2, series: cup, name: Cup 2, kind: race, of: cup1}
          - {id: again, series: gt, name: Again, kind: race, of: race, parts: add}

        """
    private static let best = "grid: {rule: best, of: [q]}"
    private static let cup = "name: Cup\nrace: {classifiedPercent: 50, classifiedBasis: overall}\nparts: add\n"
    private static let entries = "number,class,team,transponders\n7,Cup,U,4712\n8,Cup,V,4713\n"

    /// The event's files in a folder, one text of the event's own for another.
    private func path(_ folder: Folder, _ old: String = "", _ new: String = "") throws -> String {
        try folder.write("cup.yaml", Self.cup)
        try folder.write("cup.csv", Self.entries)
        return try folder.write("e.yaml", old.isEmpty ? Self.event : Sample.with(Self.event, old, new))
    }

    private func faults(_ old: String, _ new: String) throws -> [String] {
        let folder = try Folder()
        return check(path: try path(folder, old, new)).map { told($0, folder) }
    }

    private func notes(_ old: String, _ new: String) throws -> [String] {
        let folder = try Folder()
        return Rulebook.notes(path: try path(folder, old, new))
            .filter { !$0.words.contains("has no transponder") }
            .map { $0.description.replacing(folder.path + "/", with: "") }
    }

    @Test("each session has the rules and the entry list of its series, and a number may be in both")
    func sessions() throws {
        let folder = try Folder()
        let event = try Event.load(path: path(folder))
        #expect(event.series.map(\.name) == ["Asia", "Cup"])
        #expect(event.series.map(\.success) == [SuccessRule(bands: [.init(times: [.seconds(15)])]), nil])
        #expect(event.sessions.map(\.entries.count) == [1, 2, 1, 2, 1])
        #expect(event.sessions.map(\.rules.classifiedPercent) == [75, 50, 75, 50, 75])
        #expect(event.sessions.map(\.rules.duration) == [.minutes(15), .minutes(20), .minutes(60), nil, .minutes(60)])
        #expect(event.sessions.map { event.series(of: $0.id)?.id } == ["gt", "cup", "gt", "cup", "gt"])
        #expect(event.series(of: "nothing") == nil)
        #expect(event.entries.map(\.number.text) == ["7", "7", "8"])
        #expect(event.place(of: "race.classifiedPercent", session: "cup2") == "\(folder.path)/cup.yaml:2")
        #expect(event.place(of: "parts", session: "cup2") == "\(folder.path)/cup.yaml:3")
        #expect(event.place(of: "parts", session: "again") == "\(folder.path)/e.yaml:24")
    }

    @Test("a planned time is by a clock at the circuit, or says its zone; what is run again says what for")
    func slots() throws {
        let folder = try Folder()
        let event = try Event.load(path: path(folder))
        #expect(
            event.sessions.map { event.slot(of: $0.id).planned?.milliseconds } == [
                1_523_667_600_000, 1_523_669_400_000, 1_523_700_000_250, nil, nil,
            ])
        #expect(event.slot(of: "race").rerun == nil)
        #expect(event.slot(of: "cup2").rerun == Slot.Rerun(of: "cup1", parts: .add), "as the series says")
        #expect(event.slot(of: "again").rerun == Slot.Rerun(of: "race", parts: .add))
        #expect(event.slot(of: "nothing") == Slot())
    }

    @Test("reads back from a file of its own, with a series and its entries in one place")
    func written() throws {
        let folder = try Folder()
        let event = try Event.load(path: path(folder))
        let text = event.yaml()
        #expect(try Event.load(path: folder.write("again.yaml", text)) == event)
        for part in [
            "series:\n  - id: \"gt\"\n    rules:\n      name: \"Asia\"\n      race:\n        duration: 60 min\n",
            "    entries:\n      - number: \"7\"\n        class: \"GT3\"\n", "      parts: add\n    entries:\n",
            "  - id: \"cup1\"\n    series: \"cup\"\n    name: \"Cup 1\"\n    kind: race\n"
                + "    planned: 2018-04-14T09:30:00+08:00\n",
            "planned: 2018-04-14T18:00:00.250+08:00\n", "    of: \"race\"\n    parts: add\n",
        ] {
            #expect(text.contains(part), "\(part)")
        }
    }

    @Test("the starters of a race come from a qualifying before it, of its own series")
    func starters() throws {
        let folder = try Folder()
        let event = try Event.load(path: path(folder, "of: race, parts", "startersFrom: q, of: race, parts"))
        #expect(event.slot(of: "again").starterFrom == "q" && event.slot(of: "race").starterFrom == nil)
        #expect(try Event.load(path: folder.write("again.yaml", event.yaml())) == event)
        let expected = "expected a qualifying session of the series before this one: q; write one of these"
        let wrong = try faults("of: race, parts", "startersFrom: race, of: race, parts").first
        #expect(wrong?.hasSuffix("startersFrom: found \"race\", \(expected)") == true, "\(wrong ?? "")")
        let none = try faults("series: cup, name: Cup 2,", "series: cup, name: Cup 2, startersFrom: q,").first
        #expect(none?.contains("there is none; put such a session before this one") == true, "\(none ?? "")")
    }

    @Test("one series needs no id, and its sessions can be planned and run again too")
    func one() throws {
        let folder = try Folder()
        let text = try Sample.with(
            Sample.event, "{id: race2, name: Race 2, kind: race}",
            "{id: race2, name: Race 2, kind: race, planned: 2018-04-14 09:00:30Z, of: race1, parts: replace}")
        let event = try Event.load(path: folder.write("e.yaml", text))
        #expect(event.series.map(\.id) == [nil])
        #expect(event.slot(of: "race2").planned == Instant(milliseconds: 1_523_696_430_000))
        #expect(event.slot(of: "race2").rerun == Slot.Rerun(of: "race1", parts: .replace))
        #expect(try Event.load(path: folder.write("again.yaml", event.yaml())) == event)
    }

    @Test(
        "what cannot be is a fault with its place",
        arguments: [
            (
                "series: cup, name: Cup 1", "series: cpu, name: Cup 1",
                "21:24: sessions[2].series: found \"cpu\", "
                    + "expected a series of the event: gt, cup; write cup"
            ),
            (
                "id: cup1, series: cup,", "id: cup1,",
                "21:5: sessions[2].series: found no such key, "
                    + "expected the id of its series: gt, cup; add the key series"
            ),
            (
                "id: cup\n", "id: gt\n",
                "16:9: series[2].id: found \"gt\", which line 8 has already, "
                    + "expected the id of a series that no other has; correct one of the two"
            ),
            (
                "of: [q]", "of: [cup1]",
                "22:111: sessions[3].grid.of[1]: found \"cup1\", "
                    + "expected a qualifying or practice session before this one: q; write one of these"
            ),
            (
                "of: cup1", "of: race",
                "23:58: sessions[4].of: found \"race\", "
                    + "expected a race session of the series before this one: cup1; write one of these"
            ),
            (
                "of: race, parts", "parts",
                "24:61: sessions[5].parts: found parts of no session, "
                    + "expected the key of, which names the earlier session; add it, or remove parts"
            ),
            (
                "09:00}", "25:00}",
                "20:61: sessions[1].planned: found \"2018-04-14 25:00\", expected a date and a "
                    + "time of day at the circuit; write it like 2018-04-14 14:30, or 2018-04-14T14:30:00+08:00"
            ),
            (
                "2018-04-14 09:00", "2018-02-29 09:00",
                "20:61: sessions[1].planned: found \"2018-02-29 09:00\", expected "
                    + "a date and a time of day at the circuit; write it like 2018-04-14 14:30, or "
                    + "2018-04-14T14:30:00+08:00"
            ),
            (
                "class: GT3, team", "class: GT4, team",
                "15:34: series[1].entries[1].class: found \"GT4\", "
                    + "expected a class of the series: GT3; write GT3"
            ),
            (
                "[4711]", "[4711, 4711]",
                "15:69: series[1].entries[1].transponders[2]: found \"4711\", which line 15 has "
                    + "already, expected a transponder that no other has; correct one of the two"
            ),
        ])
    func faulty(_ old: String, _ new: String, _ expected: String) throws {
        #expect(try faults(old, new).first == "e.yaml:\(expected)")
    }

    @Test("an entry list beside several series, and a series by id where there is one, are faults")
    func misplaced() throws {
        #expect(
            try faults("sessions:\n", "entries: []\nsessions:\n") == [
                "e.yaml:19:10: entries: found an entry list beside several series, expected one in each series; "
                    + "move it to the series whose list it is"
            ])
        #expect(
            try RulebookTests.faults(Sample.with(Sample.event, "{id: race1,", "{id: race1, series: gt,")) == [
                "x.yaml:10:25: sessions[1].series: found a series by its id, expected no series: the event has one, "
                    + "without an id; remove it, or list the series of the event, each with an id"
            ])
    }

    @Test("a time by the clock of a circuit whose zone is not stated is a fault that says so")
    func zoneless() throws {
        #expect(
            try faults("  timeZone: +08:00\n", "").first
                == "e.yaml:19:61: sessions[1].planned: found \"2018-04-14 09:00\", by a clock whose zone is not known, "
                + "expected the circuit's time zone; write timeZone in the circuit, like +08:00, or the zone behind "
                + "the time")
    }

    @Test(
        "a shared box, times out of order or before another session is over, and a series without a session are noted")
    func noted() throws {
        #expect(try notes("", "") == [])
        #expect(
            try notes("[4711]", "[4711, 4713]") == [
                "cup.csv:3: transponders: transponder 4713 of car 8 is also that of car 7 of series gt (e.yaml:15): "
                    + "while sessions of both series are open, look whose crossings they are"
            ])
        #expect(
            try notes("2018-04-14 09:30", "2018-04-14 09:10") == [
                "e.yaml:21: sessions[2].planned: cup1 is planned 5 min before q has run its time"
            ])
        #expect(
            try notes("2018-04-14 09:30", "2018-04-14 08:30") == [
                "e.yaml:21: sessions[2].planned: cup1 is planned before q, which stands before it"
            ])
        #expect(
            try notes("\nsessions:\n", "\n  - {id: z, rules: cup.yaml, entries: cup.csv}\nsessions:\n").last
                == "e.yaml:19: series[3]: no session is of series z"
        )
    }
}
