import Foundation
import Rulebook
import Testing
import Timing

@Suite("What an event and its sessions ask of cars")
struct SessionObligationTests {
    private static let series = """
        name: Asia
        race: {duration: 60 min, classifiedPercent: 75, classifiedBasis: class}
        stops: {number: 1, window: {opens: 25 min, closes: 35 min}, driverChange: true}
        stint: {longest: 65 min, neutralised: 70 min}
        driving: [{most: 40 min}]
        pitSpeed: 50 km/h
        penalties: {shortStop: stopAndGo shortfall, lateStop: driveThrough}
        qualifying: {duration: 15 min, driver: highestGrade}

        """

    /// An event of three cars; `sessions` are its timetable, each on a line of its own from line 5 on.
    private func text(_ sessions: String) -> String {
        """
        event: Meeting
        circuit: {name: C, loops: [{id: 1, name: Line, kind: line}]}
        series: series.yaml
        sessions:
        \(sessions)
        entries:
          - {number: 7, class: GT3, cup: Pro/Am, team: A, transponders: [],
             drivers: [{id: 1, name: A}, {id: 3, name: B}]}
          - {number: 007, class: GT3, cup: Am/Am, team: B, transponders: [2], drivers: [{id: 1, name: C}]}
          - {number: 28, class: GT4, team: C, transponders: [3], drivers: []}

        """
    }

    private func event(_ sessions: String, in folder: Folder) throws -> Event {
        try folder.write("series.yaml", Self.series)
        return try Event.load(path: folder.write("event.yaml", text(sessions)))
    }

    private func event(_ sessions: String) throws -> Event {
        try event(sessions, in: Folder())
    }

    /// What is wrong, without the folder.
    private func told(_ sessions: String) throws -> [String] {
        let folder = try Folder()
        try folder.write("series.yaml", Self.series)
        return check(path: try folder.write("event.yaml", text(sessions))).map { RulebookTests.told($0, folder) }
    }

    private func race(_ more: String) -> String { "  - {id: race, name: Race, kind: race, \(more)}" }

    @Test("a race takes over what its series asks, qualifying only who drives, what is proposed and the limit of speed")
    func inherited() throws {
        let event = try event(
            race("duration: 60 min") + "\n  - {id: q, name: Q, kind: qualifying}\n  - {id: p, name: P, kind: practice}")
        let (race, qualifying, practice) = (event.sessions[0].rules, event.sessions[1].rules, event.sessions[2].rules)
        #expect(race.obligations.stops?.window == .init(opens: .minutes(25), closes: .minutes(35)))
        #expect(race.obligations.qualifier == .anybody && race.pitSpeed == 50)
        var asked = Obligations()
        asked.penalties = race.obligations.penalties
        #expect(practice.obligations == asked)
        asked.qualifier = .highestGrade
        #expect(qualifying.obligations == asked && qualifying.pitSpeed == 50)
    }

    @Test("a session changes a section key by key, and leaves the rest of it")
    func keyByKey() throws {
        let race = try event(
            race(
                "stops: {minimum: 85 s, window: {closes: 40 min}}, stint: {longest: 60 min}, penalties: {lateStop: none}"
            )
        ).sessions[0].rules.obligations
        #expect(race.stops?.minimum == TimeByClass(.seconds(85)))
        #expect(race.stops?.window == .init(opens: .minutes(25), closes: .minutes(40)))
        #expect(race.stops?.driverChange == true)
        #expect(race.stint?.longest == .minutes(60) && race.stint?.neutralised == .minutes(70))
        #expect(race.penalties == [.shortStop: [PenaltyBand(.stopAndGo(.zero, shortfall: true))]])
    }

    @Test("none switches off a section or a value that the series states")
    func none() throws {
        let rules = try event(
            race("stops: {window: none}, stint: none, driving: none, pitSpeed: none, penalties: none")
        ).sessions[0].rules
        #expect(rules.obligations.stops == MandatoryStops(driverChange: true))
        #expect(rules.obligations.stint == nil && rules.obligations.driving == [])
        #expect(rules.obligations.penalties == [:] && rules.pitSpeed == nil)
        #expect(try event(race("stops: none")).sessions[0].rules.obligations.stops == nil)
    }

    @Test("success penalties are brought along and starters named by the number on the door, letter by letter")
    func cars() throws {
        let asked = try event(race(#"additions: {"7": 15 s, 007: 5 s}, starters: {7: 3}"#)).sessions[0].rules
            .obligations
        #expect(
            asked.stops?.additions == [CarNumber("7"): .seconds(15), CarNumber("007"): .seconds(5)])
        #expect(asked.starters == [CarNumber("7"): 3])
    }

    @Test("who drives qualifying is said of the session, or of all of the series")
    func qualifier() throws {
        let event = try event(
            "  - {id: q1, name: Q1, kind: qualifying, driver: anybody}\n  - {id: q2, name: Q2, kind: qualifying}")
        #expect(event.sessions.map(\.rules.obligations.qualifier) == [.anybody, .highestGrade])
    }

    @Test(
        "what does not fit the entry list is a fault, with the nearest that does",
        arguments: [
            (
                "additions: {07: 15 s}",
                #"additions.07: found "07", expected a number of the entry list; write 007"#
            ),
            (
                "additions: {28: 61 min}",
                #"additions.28: found "61 min", expected a duration from 0 s to 60 min; choose a duration in this range"#
            ),
            (
                "stops: none, additions: {28: 5 s}",
                "additions: found additions without a mandatory stop, expected a stop at whose minimum they are added; "
                    + "remove them, or state the stops"
            ),
            (
                "starters: {7: 2}",
                "starters.7: found 2, expected a driver of the crew of 7: 1 (A), 3 (B); write the id of one of them"
            ),
            (
                "starters: {28: 1}",
                "starters.28: found 1, expected a driver of the crew of 28: it has none; write the id of one of them"
            ),
            (
                "stops: {minimum: {GT2: 80 s, all: 70 s}}",
                #"stops.minimum.GT2: found "GT2", expected a class, a cup or both in which somebody is entered: "#
                    + "GT3, Pro/Am, GT3 Pro/Am, Am/Am, GT3 Am/Am, GT4; write GT3"
            ),
            (
                "stopTimes: {to: {Silver Cup: 80 s}}",
                #"stopTimes.to."Silver Cup": found "Silver Cup", expected a class, a cup or both in which somebody is "#
                    + "entered: GT3, Pro/Am, GT3 Pro/Am, Am/Am, GT3 Am/Am, GT4; correct it"
            ),
            (
                "stops: {window: {closes: 20 min}}",
                "stops.window.closes: found 20 min, expected a time after 25 min; correct one of the two"
            ),
            (
                "penalties: {automatic: [lateStop]}",
                "penalties.automatic: found lateStop as automatic, with driveThrough, expected a kind of which every "
                    + "penalty is time, laps or disqualified; leave it to the stewards, or choose such penalties"
            ),
            ("driver: highest", "driver: found \"highest\", expected one of anybody, highestGrade; write one of these"),
        ])
    func entryList(_ more: String, _ expected: String) throws {
        let found = try told(race(more))
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("event.yaml:5:") == true)
        #expect(found.first?.hasSuffix(": sessions[1]." + expected) == true, "\(found)")
    }

    @Test("a class that the series has a time for need not be entered, and is then left out")
    func ofTheSeries() throws {
        let folder = try Folder()
        try folder.write("series.yaml", Self.series.replacing("number: 1,", with: "minimum: {TCR: 100 s, GT3: 90 s},"))
        let event = try Event.load(path: folder.write("event.yaml", text(race("duration: 1 h"))))
        #expect(event.sessions[0].rules.obligations.stops?.minimum.times == ["GT3": .seconds(90)])
    }

    @Test("every value that is asked has its place, in the session or in the series, down to the key")
    func places() throws {
        let folder = try Folder()
        let event = try event(
            """
              - id: race
                name: Race
                kind: race
                stops:
                  minimum: {GT3: 90 s, all: 85 s}
                stint: none
                additions:
                  "7": 15 s
                starters: {7: 1}
              - {id: q, name: Q, kind: qualifying}
            """, in: folder)
        let asked: [(rule: String, session: String, place: String?)] = [
            ("stops.minimum", "race", "event.yaml:9"), ("stops.minimum.GT3", "race", "event.yaml:9"),
            ("stops.window", "race", "series.yaml:3"), ("stops.window.opens", "race", "series.yaml:3"),
            ("stops", "race", "event.yaml:8"), ("stops.window.by", "race", nil),
            ("stint", "race", "event.yaml:10"), ("stint.longest", "race", nil),
            ("driving.most", "race", "series.yaml:5"), ("pitSpeed", "race", "series.yaml:6"),
            ("pitSpeed", "q", "series.yaml:6"), ("stops.minimum", "q", nil),
            ("penalties.lateStop", "race", "series.yaml:7"), ("stops.additions", "race", "event.yaml:11"),
            ("additions.7", "race", "event.yaml:12"), ("starter", "race", "event.yaml:13"),
            ("qualifier", "q", "series.yaml:8"), ("qualifying.driver", "q", "series.yaml:8"),
        ]
        for each in asked {
            let place = event.place(of: each.rule, session: each.session)?
                .replacingOccurrences(of: folder.path + "/", with: "")
            #expect(place == each.place, "\(each.rule) of \(each.session)")
        }
    }

    @Test("the way through the pit lane may be said by its length, and what it takes on the track beside")
    func pitLane() throws {
        let folder = try Folder()
        let text = Sample.circuit + "pitLane: 350 m\npitOnTrack: 12 s\n"
        let circuit = try Circuit.load(path: folder.write("c.yaml", text))
        #expect(circuit.pitLaneMetres == 350 && circuit.pitOnTrack == .seconds(12))
        #expect(
            try faults(text.replacing("350 m", with: "350")) == [
                "x.yaml:7:10: pitLane: found \"350\", expected a length from 1 m to 10000 m; write whole metres, like 350 m"
            ])
    }
}
