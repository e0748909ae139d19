import Foundation
import Rulebook
import Testing
import Timing

@Suite("The rules that a series and its sessions state")
struct RuleTests {
    private static let full = """
        name: Asia
        race:
          duration: 60 min
          classifiedPercent: 75
          classifiedBasis: class
          laps: 33
          start: formation
          earlyFlag: asShown
          countBackLaps: 2
          intermediates: [6 h, 12:00:00]
          serveWithin: 3
          driveThroughTime: 35 s
          driveThroughOver: 7.5 s
          stopAndGoOver: none
          fcyCountdown: 650 s
          pitLapsCount: true
          redFlag: {stopsClock: true, lapsOff: 2}
          flagByHand: 3 s
          withoutTransit: 45 s
          overdueRacing: 300
          overdueNeutralised: 600
          overdueLeast: 25 s
        qualifying: {duration: 15 min}
        practice:
          duration: 1 h

        """

    /// A series' text with a line put under `race`.
    private func race(_ line: String) throws -> String {
        try Sample.with(Sample.series, "  classifiedBasis: class\n", "  classifiedBasis: class\n  \(line)\n")
    }

    /// The event of the sample with sessions and series of its own.
    private func event(_ sessions: String, series: String = full, in folder: Folder) throws -> Event {
        try folder.write("series.yaml", series)
        let inline =
            "series:\n  name: Asia\n  race: {duration: 60 min, classifiedPercent: 75, classifiedBasis: class}\n"
        let races = "  - {id: race1, name: Race 1, kind: race}\n  - {id: race2, name: Race 2, kind: race}\n"
        let text = try Sample.with(Sample.with(Sample.event, inline, "series: series.yaml\n"), races, sessions)
        return try Event.load(path: folder.write("event.yaml", text))
    }

    @Test("a series states how its races begin and end, and how penalties are served")
    func full() throws {
        let folder = try Folder()
        let series = try Series.load(path: folder.write("s.yaml", Self.full))
        #expect(series.rules.laps == 33)
        #expect(series.rules.start == .formation)
        #expect(series.rules.earlyFlag == .asShown)
        #expect(series.rules.countBackLaps == 2)
        #expect(series.rules.intermediates == [.minutes(360), .minutes(720)])
        #expect(series.rules.serveWithin == 3)
        #expect(series.rules.driveThroughTime == .seconds(35))
        #expect(series.rules.driveThroughOver == Milliseconds(7500) && series.rules.stopAndGoOver == nil)
        #expect(series.rules.fcyCountdown == .seconds(650))
        #expect(series.rules.pitLapsCount == true && series.rules.flagByHand == .seconds(3))
        #expect(series.rules.redFlag.stopsClock && series.rules.redFlag.lapsOff == 2)
        #expect(series.rules.withoutTransit == .seconds(45) && series.rules.overdueLeast == .seconds(25))
        #expect(series.rules.overdueRacing == 300 && series.rules.overdueNeutralised == 600)
        #expect(series.qualifying == .minutes(15))
        #expect(series.practice == .minutes(60))
    }

    @Test("without a word about them, races have no laps to go, no count-back, two laps to serve and 30 s for it")
    func usual() throws {
        let folder = try Folder()
        let series = try Series.load(path: folder.write("s.yaml", Sample.series))
        let rules = series.rules
        #expect(rules.laps == nil && rules.countBackLaps == nil && rules.intermediates == [])
        #expect(rules.start == .signal && rules.earlyFlag == .lastCrossing)
        #expect(rules.serveWithin == 2 && rules.driveThroughTime == .seconds(30))
        #expect(rules.driveThroughOver == .seconds(10) && rules.stopAndGoOver == .seconds(15))
        #expect(rules.pitLapsCount == nil && rules.redFlag == RaceRules.RedFlagRule() && rules.flagByHand == .zero)
        #expect(!rules.redFlag.stopsClock && rules.redFlag.lapsOff == 0)
        #expect(rules.withoutTransit == .seconds(60) && rules.overdueLeast == .seconds(20))
        #expect(rules.overdueRacing == 250 && rules.overdueNeutralised == 500)
        #expect(series.qualifying == nil && series.practice == nil)
    }

    @Test("qualifying and practice last as the series says for them, or as they say, and know no laps to go")
    func kinds() throws {
        let folder = try Folder()
        let event = try event(
            """
              - {id: fp, name: Practice, kind: practice}
              - {id: q1, name: Q1, kind: qualifying}
              - {id: q2, name: Q2, kind: qualifying, duration: 20 min, serveWithin: 1}
              - {id: q3, name: Q3, kind: qualifying, duration: none}
              - {id: race, name: Race, kind: race, laps: none, intermediates: [], countBackLaps: none}

            """, in: folder)
        #expect(event.sessions.map(\.kind) == [.practice, .qualifying, .qualifying, .qualifying, .race])
        #expect(
            event.sessions.map(\.rules.duration) == [
                .minutes(60), .minutes(15), .minutes(20), nil, .minutes(60),
            ])
        #expect(event.sessions.map(\.rules.laps) == [nil, nil, nil, nil, nil])
        #expect(event.sessions.map(\.rules.start) == [.signal, .signal, .signal, .signal, .formation])
        #expect(event.sessions.allSatisfy { $0.rules.intermediates == [] && $0.rules.countBackLaps == nil })
        #expect(event.sessions.map(\.rules.serveWithin) == [3, 3, 1, 3, 3])
        #expect(event.sessions.allSatisfy { $0.rules.pitLapsCount == true && $0.rules.stopAndGoOver == nil })
        #expect(event.sessions.map(\.rules.redFlag.lapsOff) == [0, 0, 0, 0, 2])
        #expect(event.sessions.map(\.rules.flagByHand) == [.zero, .zero, .zero, .zero, .seconds(3)])
        #expect(try Event.load(path: folder.write("again.yaml", event.yaml())) == event)
    }

    @Test("a session goes before its series in what the red flag does, key by key")
    func redFlag() throws {
        let folder = try Folder()
        let event = try event(
            """
              - {id: race1, name: Race 1, kind: race, redFlag: {lapsOff: 0}, pitLapsCount: false}
              - {id: race2, name: Race 2, kind: race, redFlag: {stopsClock: false}, flagByHand: 5 min}
              - {id: q, name: Q, kind: qualifying, pitLapsCount: false, redFlag: {}, driveThroughOver: 0 s}

            """, in: folder)
        #expect(event.sessions.map(\.rules.redFlag.stopsClock) == [true, false, false])
        #expect(event.sessions.map(\.rules.redFlag.lapsOff) == [0, 2, 0])
        #expect(event.sessions.map(\.rules.pitLapsCount) == [false, true, false])
        #expect(event.sessions.map(\.rules.flagByHand) == [.seconds(3), .minutes(5), .zero])
        #expect(event.sessions.map(\.rules.driveThroughOver) == [Milliseconds(7500), Milliseconds(7500), .zero])
        #expect(try Event.load(path: folder.write("again.yaml", event.yaml())) == event)
    }

    @Test(
        "a rule that cannot be is a fault with its place and remedy",
        arguments: [
            (
                "laps: 0",
                "6:9: race.laps: found 0, expected a whole number from 1 to 10000; choose a number in this range"
            ),
            (
                "start: rolling",
                "6:10: race.start: found \"rolling\", expected one of signal, safetyCar, formation; write one of these"
            ),
            (
                "earlyFlag: asshown",
                "6:14: race.earlyFlag: found \"asshown\", expected one of lastCrossing, asShown; write asShown"
            ),
            (
                "countBackLaps: 11",
                "6:18: race.countBackLaps: found 11, expected a whole number from 1 to 10; choose a number in this range"
            ),
            (
                "intermediates: 6 h",
                "6:18: race.intermediates: found \"6 h\", expected a list of durations; write one item a line, each after \"- \""
            ),
            (
                "intermediates: [12 h, 6 h]",
                "6:25: race.intermediates[2]: found \"6 h\", expected a time after 720 min; write the times in their order, each once"
            ),
            (
                "intermediates: [6 h, 6:00:00]",
                "6:24: race.intermediates[2]: found \"6:00:00\", expected a time after 360 min; write the times in their order, each once"
            ),
            (
                "serveWithin: 11",
                "6:16: race.serveWithin: found 11, expected a whole number from 0 to 10; choose a number in this range"
            ),
            (
                "driveThroughTime: 61 min",
                "6:21: race.driveThroughTime: found \"61 min\", expected a duration from 0 s to 60 min; choose a duration in this range"
            ),
            (
                "driveThroughOver: none",
                "6:21: race.driveThroughOver: found \"none\", expected a duration from 0 s to 60 min; write it like 60 min, 1 h, 85.000 s, 500 ms, 1:25.000 or 6:00:00"
            ),
            (
                "stopAndGoOver: -1 s",
                "6:18: race.stopAndGoOver: found \"-1 s\", expected a duration from 0 s to 60 min; write it like 60 min, 1 h, 85.000 s, 500 ms, 1:25.000 or 6:00:00"
            ),
            (
                "pitLapsCount: yes",
                "6:17: race.pitLapsCount: found \"yes\", expected true or false; write true or false, unquoted"
            ),
            (
                "redFlag: stopsClock",
                "6:12: race.redFlag: found \"stopsClock\", expected the keys stopsClock, lapsOff; write it as \"key: value\" lines"
            ),
            (
                "redFlag: {stopClock: true}",
                "6:13: race.redFlag.stopClock: found an unknown key, expected one of stopsClock, lapsOff; write stopsClock"
            ),
            (
                "redFlag: {lapsOff: 11}",
                "6:22: race.redFlag.lapsOff: found 11, expected a whole number from 0 to 10; choose a number in this range"
            ),
            (
                "flagByHand: 5:00.001",
                "6:15: race.flagByHand: found \"5:00.001\", expected a duration from 0 s to 5 min; choose a duration in this range"
            ),
        ])
    func wrong(_ line: String, _ told: String) throws {
        #expect(try faults(race(line)) == ["x.yaml:" + told])
    }

    @Test("only a duration is said of qualifying and practice as a whole")
    func onlyDuration() throws {
        #expect(
            try faults(Sample.series + "qualifying: {laps: 3}\npractice: 60 min\n") == [
                "x.yaml:6:14: qualifying.laps: found an unknown key, expected one of duration, driver; remove it",
                "x.yaml:7:11: practice: found \"60 min\", expected the keys duration; write it as \"key: value\" lines",
            ])
    }

    @Test("the way through the pit lane is a duration, and is not forgotten")
    func pitTransit() throws {
        let folder = try Folder()
        let text = try Sample.with(Sample.circuit, "length: 5543 m\n", "length: 5543 m\npitTransit: 25.5 s\n")
        let circuit = try Circuit.load(path: folder.write("c.yaml", text))
        #expect(circuit.pitTransit == Milliseconds(25_500) && circuit.minimumLap == nil)
        #expect(
            try faults(Sample.with(text, "25.5 s", "0 s")) == [
                "x.yaml:3:13: pitTransit: found \"0 s\", expected a duration from 1 ms to 60 min; "
                    + "choose a duration in this range"
            ])
    }

    @Test("the shortest lap that a car can do is a duration of the circuit")
    func minimumLap() throws {
        let folder = try Folder()
        let text = Sample.circuit + "minimumLap: 1:15\n"
        #expect(try Circuit.load(path: folder.write("c.yaml", text)).minimumLap == .seconds(75))
        #expect(
            try faults(Sample.with(text, "1:15", "75")) == [
                "x.yaml:7:13: minimumLap: found \"75\", expected a duration from 1 ms to 60 min; "
                    + "write it like 60 min, 1 h, 85.000 s, 500 ms, 1:25.000 or 6:00:00"
            ])
    }
}

@Suite("Where a rule is written")
struct PlaceTests {
    /// The place without the test's folder.
    private func place(_ event: Event, _ rule: String, _ session: String, _ folder: Folder) -> String? {
        event.place(of: rule, session: session)?.replacingOccurrences(of: folder.path + "/", with: "")
    }

    private func folders() throws -> (Folder, Event) {
        let folder = try Folder()
        for name in ["series", "events", "circuits"] {
            try FileManager.default.createDirectory(
                atPath: "\(folder.path)/\(name)", withIntermediateDirectories: false)
        }
        let series =
            Sample.series + "  intermediates:\n    - 30 min\n  redFlag:\n    lapsOff: 1\n  pitLapsCount: true\n"
            + "qualifying:\n  duration: 15 min\n"
        try folder.write("series/asia.yaml", series)
        try folder.write("circuits/sepang.yaml", Sample.circuit + "pitTransit: 25 s\nminimumLap: 75 s\n")
        let event = """
            event: E
            circuit: ../circuits/sepang.yaml
            series: ./../series/asia.yaml
            sessions:
              - {id: q1, name: Q1, kind: qualifying}
              - {id: q2, name: Q2, kind: qualifying, duration: 20 min}
              - id: race
                name: Race
                kind: race
                classifiedPercent: 70
                grid: {rule: best, of: [q1]}
            entries: [{number: 1, class: GT3, team: T, transponders: [], drivers: []}]

            """
        return (folder, try Event.load(path: folder.write("events/e.yaml", event)))
    }

    @Test("a rule stands where the session states it, else where the series does, and nowhere when it is a default")
    func places() throws {
        let (folder, event) = try folders()
        let asked: [(rule: String, session: String, place: String?)] = [
            ("race.classifiedPercent", "race", "events/e.yaml:10"),
            ("race.classifiedPercent", "q1", "series/asia.yaml:4"),
            ("race.duration", "race", "series/asia.yaml:3"),
            ("race.intermediates", "race", "series/asia.yaml:6"),
            ("race.intermediates", "q1", nil),
            ("race.finishWithin", "race", nil),
            ("race.redFlag.lapsOff", "race", "series/asia.yaml:9"),
            ("race.redFlag.lapsOff", "q1", nil),
            ("race.redFlag.stopsClock", "race", nil),
            ("race.pitLapsCount", "q1", "series/asia.yaml:10"),
            ("qualifying.duration", "q1", "series/asia.yaml:12"),
            ("qualifying.duration", "q2", "events/e.yaml:6"),
            ("grid", "race", "events/e.yaml:11"),
            ("circuit.pitTransit", "race", "circuits/sepang.yaml:7"),
            ("circuit.minimumLap", "q1", "circuits/sepang.yaml:8"),
            ("race.colour", "race", nil),
            ("race.duration", "race9", nil),
        ]
        for each in asked {
            #expect(place(event, each.rule, each.session, folder) == each.place, "\(each.rule) of \(each.session)")
        }
    }

    @Test("the same rules in another place are the same event")
    func noPart() throws {
        let (folder, event) = try folders()
        let again = try Event.load(path: folder.write("again.yaml", event.yaml()))
        #expect(again == event)
        #expect(again.hashValue == event.hashValue)
        #expect(again.place(of: "race.duration", session: "race") != event.place(of: "race.duration", session: "race"))
    }

    @Test("the rules of the example say where they stand")
    func example() throws {
        let root = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
        let event = try Event.load(path: "\(root)/config/events/sepang-2018.yaml")
        #expect(
            event.place(of: "race.classifiedPercent", session: "race2")
                == "\(root)/config/series/blancpain-gt-series-asia-2018.yaml:5")
    }
}
