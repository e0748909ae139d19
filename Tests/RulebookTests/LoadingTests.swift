import Foundation
import Rulebook
import Testing
import Timing

@Suite("Reading sound files")
struct LoadingTests {
    @Test(
        "a circuit has its loops in the order of the file, each with the minimum time that is usual for it"
    )
    func circuit() throws {
        let folder = try Folder()
        let circuit = try Circuit.load(path: folder.write("c.yaml", Sample.circuit))
        #expect(
            circuit
                == Circuit(
                    name: "Sepang", lengthMetres: 5543,
                    loops: [
                        Loop(id: LoopID(1), name: "Line", kind: .line, minimum: .seconds(20)),
                        Loop(id: LoopID(2), name: "Sector 1", kind: .sector, minimum: .seconds(2)),
                        Loop(id: LoopID(3), name: "Pit entry", kind: .pitEntry, minimum: .seconds(2)),
                    ]))
    }

    @Test("a pit lane may have two entries and its own Line, and a loop its own minimum")
    func severalPitEntries() throws {
        let folder = try Folder()
        let text =
            Sample.circuit + """
                  - {id: 4, name: Second pit entry, kind: pitEntry, minimum: 500 ms}
                  - {id: 65535, name: Line in the pit lane, kind: linePit}
                  - {id: 0, name: Trap, kind: speedTrap, minimum: 0 s}

                """
        let circuit = try Circuit.load(path: folder.write("c.yaml", text))
        #expect(circuit.loops.map(\.minimum.count) == [20_000, 2000, 2000, 500, 20_000, 0])
        #expect(circuit.loops.map(\.id.value) == [1, 2, 3, 4, 65535, 0])
    }

    @Test("a series states its race; who takes no flag and how long cars may need are given by default")
    func series() throws {
        let folder = try Folder()
        let series = try Series.load(path: folder.write("s.yaml", Sample.series))
        let rules = RaceRules(
            duration: .minutes(60), classifiedPercent: 75, classifiedBasis: .carClass, mustTakeFlag: false,
            finishWithin: .minutes(10))
        #expect(series == Series(name: "Asia", rules: rules))
    }

    @Test("a series marks the values that no source backs, and its event passes the marks on")
    func assumed() throws {
        let folder = try Folder()
        let marked = Sample.series + "assumed: [race.classifiedPercent, race.finishWithin]\n"
        let path = try folder.write("s.yaml", marked)
        #expect(try Series.load(path: path).assumed == ["race.classifiedPercent", "race.finishWithin"])
        let inline =
            "series:\n  name: Asia\n  race: {duration: 60 min, classifiedPercent: 75, "
            + "classifiedBasis: class}\n"
        let event = try folder.write("e.yaml", Sample.with(Sample.event, inline, "series: s.yaml\n"))
        #expect(try Event.load(path: event).series[0].assumed == ["race.classifiedPercent", "race.finishWithin"])
    }

    @Test("a race without a duration, or with none, is ended by the chequered flag alone")
    func noDuration() throws {
        let folder = try Folder()
        for text in ["", "  duration: none\n", "  duration:\n"] {
            let series = try Sample.with(Sample.series, "  duration: 60 min\n", text)
            #expect(try Series.load(path: folder.write("s.yaml", series)).rules.duration == nil)
        }
    }

    @Test("a session runs by the series' rules except those it states itself")
    func sessionRules() throws {
        let folder = try Folder()
        let first = "{id: race1, name: Race 1, kind: race"
        let own = try Sample.with(
            Sample.event, first, first + ", duration: 1:30:00.250, mustTakeFlag: true, classifiedPercent: 70")
        let event = try Event.load(
            path: folder.write(
                "e.yaml", Sample.with(own, "Race 2, kind: race", "Race 2, kind: race, duration: none")))
        #expect(
            event.sessions.map(\.rules) == [
                RaceRules(
                    duration: Milliseconds(5_400_250), classifiedPercent: 70, classifiedBasis: .carClass,
                    mustTakeFlag: true),
                RaceRules(duration: nil, classifiedPercent: 75, classifiedBasis: .carClass),
            ])
    }

    @Test("the session to run is the one asked for, the first when none is, and never another")
    func sessionToRun() throws {
        let folder = try Folder()
        let event = try Event.load(path: folder.write("e.yaml", Sample.event))
        #expect(event.session("race2")?.id == "race2")
        #expect(event.session(nil)?.id == "race1")
        #expect(event.session("race3") == nil)
    }

    @Test("circuit, series and entries may stand in files of their own, found from the event's folder")
    func references() throws {
        let folder = try Folder()
        for name in ["circuits", "events"] {
            try FileManager.default.createDirectory(
                atPath: "\(folder.path)/\(name)", withIntermediateDirectories: false)
        }
        try folder.write("circuits/sepang.yaml", Sample.circuit)
        let series = try folder.write("asia.yaml", Sample.series)
        try folder.write(
            "events/list.yaml",
            "- {number: 1, class: GT4, team: One, transponders: [9], drivers: [{id: 255, name: Z}]}\n")
        let path = try folder.write(
            "events/e.yaml",
            """
            event: Meeting
            circuit: ../circuits/sepang.yaml
            series: \(series)
            sessions: [{id: r, name: R, kind: race}]
            entries: list.yaml
            """)
        let event = try Event.load(path: path)
        #expect(event.circuit.lengthMetres == 5543)
        #expect(event.series.map(\.name) == ["Asia"])
        #expect(event.sessions.map(\.circuit) == [event.circuit])
        #expect(event.sessions.map(\.entries) == [event.entries])
        #expect(
            event.entries == [
                Entry(
                    number: CarNumber("1"), carClass: "GT4", team: "One", transponders: [Transponder(9)],
                    drivers: [Driver(id: 255, name: "Z")])
            ])
        #expect(check(path: "\(folder.path)/events/list.yaml").isEmpty)
    }

    @Test(
        "an unquoted number or name is the text that is written",
        arguments: [
            "7", "07", "007", "0x1F", "1e3", "no", "true", "1_000", "12:30", "-1", ".5", "+7", "NaN",
            "2018-04-21",
        ])
    func literalText(_ written: String) throws {
        let folder = try Folder()
        let text = try Sample.with(
            Sample.with(Sample.event, "number: 007", "number: \(written)"), "team: Bond", "team: \(written)")
        let entry = try #require(try Event.load(path: folder.write("e.yaml", text)).entries.first)
        #expect(entry.number.text == written)
        #expect(entry.team == written)
    }

    @Test("7, 07 and 007 are three cars")
    func threeCars() throws {
        let cars = ["7", "07", "007"].enumerated().map { index, number in
            "- {number: \(number), class: GT3, team: T, transponders: [\(index + 1)], drivers: []}"
        }
        #expect(try faults(cars.joined(separator: "\n")).isEmpty)
    }

    @Test(
        "a duration is read to the millisecond in every way that people write it",
        arguments: [
            ("60 min", 3_600_000), ("1 h", 3_600_000), ("85.000 s", 85_000), ("500 ms", 500),
            ("1:25.000", 85_000),
            ("6:00:00", 21_600_000), ("1.5 h", 5_400_000), ("0.001 s", 1), ("85.1 s", 85_100),
            ("1:25.5", 85_500),
            ("90:00", 5_400_000), ("24:00:00.001", 86_400_001), ("60min", 3_600_000), ("500.000 ms", 500),
            ("0.001 min", 60), ("1000 h", 3_600_000_000),
        ])
    func durations(_ written: String, _ milliseconds: Int64) throws {
        let folder = try Folder()
        let text = try Sample.with(Sample.series, "60 min", written)
        let series = try Series.load(path: folder.write("s.yaml", text))
        #expect(series.rules.duration == Milliseconds(milliseconds))
    }

    @Test(
        "a file may begin with a byte order mark, end its lines as Windows does and hold comments and stars"
    )
    func otherEditors() throws {
        let text = "\u{FEFF}# *all* the loops\n" + Sample.circuit + "# & more\n"
        let lines = text.replacingOccurrences(of: "\n", with: "\r\n")
        #expect(try faults(lines.replacingOccurrences(of: "Sector 1", with: "'*Sector* & one'")) == [])
    }
}
