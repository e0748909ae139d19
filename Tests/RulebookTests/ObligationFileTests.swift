import Rulebook
import Testing
import Timing

@Suite("What a series asks of cars beside racing")
struct ObligationFileTests {
    private func obligations(_ sections: String) throws -> Obligations {
        let folder = try Folder()
        return try Series.load(path: folder.write("s.yaml", Sample.series + sections)).rules.obligations
    }

    /// The one fault of what stands from line 6 of a series.
    private func told(_ sections: String) throws -> String {
        let found = try faults(Sample.series + sections)
        #expect(found.count == 1, "\(found)")
        return found.first ?? ""
    }

    @Test("a series that says nothing asks nothing, and limits no speed")
    func nothing() throws {
        let folder = try Folder()
        let series = try Series.load(path: folder.write("s.yaml", Sample.series))
        #expect(series.rules.obligations.isEmpty && series.rules.pitSpeed == nil)
        #expect(series.qualifier == .anybody && series.success == nil && series.points == nil && series.cups == [])
    }

    @Test("a mandatory stop has a number, a window, a least time and a change of driver")
    func stops() throws {
        let text =
            "stops: {number: 2, window: {opens: 25 min, closes: 35 min, by: both}, minimum: 85 s, driverChange: true}\n"
        var stops = MandatoryStops(
            number: 2, window: .init(opens: .minutes(25), closes: .minutes(35), by: .both), driverChange: true)
        stops.minimum = TimeByClass(.seconds(85))
        #expect(try obligations(text).stops == stops)
        #expect(try obligations("stops: {underRed: true}\n").stops?.underRed == true)
        #expect(try obligations("stops: {}\n").stops == MandatoryStops())
        #expect(try obligations("stops: {window: none, minimum: none}\n").stops == MandatoryStops())
        #expect(try obligations("stops: none\n").stops == nil)
    }

    @Test("a least time may be that of a class, of a cup, of a cup within a class, and of all others")
    func byClass() throws {
        let stops = try obligations("stops: {minimum: {GT3: 100 s, GT3 Am: 1:50, Am: 95 s, all: 90 s}}\n").stops
        #expect(
            stops?.minimum
                == TimeByClass(
                    .seconds(90), times: ["GT3": .seconds(100), "GT3 Am": .seconds(110), "Am": .seconds(95)]))
    }

    @Test("stops may be prohibited from one time to another, with jokers, and a technical stop be asked for")
    func stopTimes() throws {
        let asked = try obligations(
            """
            stopTimes: {from: 93 s, to: {GT3: 133 s, all: 140 s}, jokers: 4, jokersPerBlock: 1, block: 6 h}
            technicalStop: {minimum: 5 min, to: 22 h, greenOnly: true}

            """)
        var times = StopTimes(to: TimeByClass(.seconds(140), times: ["GT3": .seconds(133)]))
        (times.from, times.jokers, times.jokersPerBlock, times.block) = (.seconds(93), 4, 1, .minutes(360))
        #expect(asked.stopTimes == times)
        var technical = TechnicalStop(minimum: .minutes(5), to: .minutes(1320))
        technical.greenOnly = true
        #expect(asked.technicalStop == technical)
        #expect(try obligations("stopTimes: {to: 83 s}\n").stopTimes == StopTimes(to: TimeByClass(.seconds(83))))
    }

    @Test("stints, driving without a break and driving times are limited, each in its own way")
    func driving() throws {
        let asked = try obligations(
            """
            stint: {longest: 65 min, neutralised: 70 min, neutralisedBy: [safetyCar, fcy]}
            continuous: {most: 3:15:00, rest: 1 h}
            driving:
              - {most: 14 h}
              - {grade: Bronze, class: GT3, cup: Pro-Am, least: 8 h, leastAlone: 6 h, together: true, from: 10 min}
              - {grade: Silver, cup: Am, most: 2 h, block: 6 h}
            pitSpeed: 50 km/h

            """)
        var stint = StintLimit(longest: .minutes(65))
        (stint.neutralised, stint.neutralisedBy) = (.minutes(70), [.safetyCar, .fullCourseYellow])
        #expect(asked.stint == stint)
        #expect(asked.continuous == ContinuousDriving(most: .minutes(195), rest: .minutes(60)))
        #expect(asked.driving.map(\.most) == [.minutes(840), nil, .minutes(120)])
        var bronze = DrivingTime()
        (bronze.grade, bronze.carClass, bronze.cup) = ("Bronze", "GT3", "Pro-Am")
        (bronze.least, bronze.leastAlone) = (.minutes(480), .minutes(360))
        (bronze.together, bronze.from) = (true, .minutes(10))
        #expect(asked.driving[1] == bronze)
        #expect(asked.driving[2].block == .minutes(360))
    }

    @Test("without a word about it a neutralised stint is as long as any, and the rest is due after the longest drive")
    func usual() throws {
        #expect(try obligations("stint: {longest: 65 min}\n").stint == StintLimit(longest: .minutes(65)))
        #expect(
            try obligations("continuous: {most: 2 h, restAfter: 1 h}\n").continuous?.restAfter == .minutes(60))
        #expect(try obligations("continuous: {most: 2 h}\n").continuous == ContinuousDriving(most: .minutes(120)))
    }

    @Test("the time in the pit lane is driven too where the rule says so, each for itself")
    func withPitLane() throws {
        let asked = try obligations(
            """
            continuous: {most: 2 h, withPitLane: true}
            driving:
              - {most: 14 h, withPitLane: true}
              - {most: 2 h, block: 6 h}

            """)
        #expect(asked.continuous?.withPitLane == true)
        #expect(asked.driving.map(\.withPitLane) == [true, false])
        #expect(try obligations("continuous: {most: 2 h}\n").continuous?.withPitLane == false)
    }

    @Test("a penalty is said in the words of a rulebook, one or several by size")
    func penalties() throws {
        let asked = try obligations(
            """
            penalties:
              shortStop: stopAndGo shortfall
              earlyStop: driveThrough
              lateStop: time 30 s + shortfall
              missedStop: none
              prohibitedStopTime: stopAndGo 10 s + shortfall
              stintOverrun: [{below: 5 min, penalty: driveThrough}, {penalty: stopAndGo 60 s}]
              drivingOver: [{below: 5:00.001, penalty: laps 1}, {below: 10 min, penalty: none}, {penalty: disqualified}]
              restShort: time 1:30
              automatic: [lateStop, restShort]

            """)
        #expect(
            asked.penalties == [
                .shortStop: [PenaltyBand(.stopAndGo(.zero, shortfall: true))],
                .earlyStop: [PenaltyBand(.driveThrough)],
                .lateStop: [PenaltyBand(.time(.seconds(30), shortfall: true))],
                .prohibitedStopTime: [PenaltyBand(.stopAndGo(.seconds(10), shortfall: true))],
                .stintOverrun: [
                    PenaltyBand(below: .minutes(5), .driveThrough),
                    PenaltyBand(.stopAndGo(.seconds(60), shortfall: false)),
                ],
                .drivingOver: [
                    PenaltyBand(below: Milliseconds(300_001), .laps(1)), PenaltyBand(below: .minutes(10), .none),
                    PenaltyBand(.disqualified),
                ],
                .restShort: [PenaltyBand(.time(.seconds(90), shortfall: false))],
            ])
        #expect(asked.automatic == [.lateStop, .restShort])
    }

    @Test(
        "what cannot be is a fault with its place",
        arguments: [
            (
                "stops: 1\n",
                "6:8: stops: found \"1\", expected the keys number, window, minimum, driverChange, underRed; write it as \"key: value\" lines"
            ),
            (
                "stops: {window: {opens: 35 min, closes: 25 min}}\n",
                "6:41: stops.window.closes: found 25 min, expected a time after 35 min; correct one of the two"
            ),
            (
                "stops: {window: {opens: 35 min}}\n",
                "6:17: stops.window.closes: found no such key, expected before when stops count; add the key closes"
            ),
            (
                "stops: {number: 0}\n",
                "6:17: stops.number: found 0, expected a whole number from 1 to 100; choose a number in this range"
            ),
            (
                "stops: {minimum: {GT3: soon}}\n",
                "6:24: stops.minimum.GT3: found \"soon\", expected a duration from 1 ms to 1440 min; "
                    + "write it like 60 min, 1 h, 85.000 s, 500 ms, 1:25.000 or 6:00:00"
            ),
            (
                "stops: {window: {opens: 1 min, closes: 2 min, by: entri}}\n",
                "6:51: stops.window.by: found \"entri\", expected one of entry, exit, both; write entry"
            ),
            (
                "stopTimes: {from: 133 s, to: 93 s}\n",
                "6:30: stopTimes.to: found 93 s, expected a time after 133 s; correct one of the two"
            ),
            (
                "technicalStop: {minimum: 5 min, from: 3 h, to: 2 h}\n",
                "6:48: technicalStop.to: found 120 min, expected a time after 180 min; correct one of the two"
            ),
            (
                "stint: {neutralised: 70 min}\n",
                "6:8: stint.longest: found no such key, expected how long a car may stay out; add the key longest"
            ),
            (
                "stint: {longest: 65 min, neutralised: 60 min}\n",
                "6:39: stint.neutralised: found 60 min, expected at least 65 min, as without a neutralisation; "
                    + "correct longest or neutralised"
            ),
            (
                "stint: {longest: 65 min, neutralisedBy: [green]}\n",
                "6:42: stint.neutralisedBy[1]: found \"green\", expected one of yellow, fcy, safetyCar, red; write one of these"
            ),
            (
                "stops: {underRed: red}\n",
                "6:19: stops.underRed: found \"red\", expected true or false; write true or false, unquoted"
            ),
            (
                "continuous: {most: 2 h, withPitLane: 1}\n",
                "6:38: continuous.withPitLane: found \"1\", expected true or false; write true or false, unquoted"
            ),
            (
                "driving: [{most: 2 h, withPitLane: both}]\n",
                "6:36: driving[1].withPitLane: found \"both\", expected true or false; write true or false, unquoted"
            ),
            (
                "continuous: {rest: 1 h}\n",
                "6:13: continuous.most: found no such key, expected how long a driver may drive; add the key most"
            ),
            (
                "driving: [{grade: bronze, most: 2 h}]\n",
                "6:19: driving[1].grade: found \"bronze\", expected one of Bronze, Silver, Gold, Platinum; write Bronze"
            ),
            (
                "driving: [{grade: Bronze}]\n",
                "6:11: driving[1]: found no time, expected least, leastAlone or most; add one of them"
            ),
            (
                "driving: [{least: 3 h, most: 2 h}]\n",
                "6:30: driving[1].most: found 120 min, expected a time after 180 min; correct one of the two"
            ),
            (
                "pitSpeed: 50\n",
                "6:11: pitSpeed: found \"50\", expected a speed from 1 km/h to 300 km/h; write whole kilometres an hour, like 50 km/h"
            ),
            (
                "pitSpeed: 301 km/h\n",
                "6:11: pitSpeed: found \"301 km/h\", expected a speed from 1 km/h to 300 km/h; choose a speed in this range"
            ),
        ])
    func wrong(_ sections: String, _ expected: String) throws {
        #expect(try told(sections) == "x.yaml:" + expected)
    }

    @Test(
        "a penalty that nobody can decide is a fault",
        arguments: [
            "driveThru", "stopAndGo", "stopAndGo 60", "stopAndGo 60 s + 5 s", "time shortfall + 30 s", "laps 0",
            "laps one", "disqualified 2", "time 61 min", "[]", "{}", "stopAndGo 60 s +shortfall",
        ])
    func notAPenalty(_ words: String) throws {
        let fault = try told("penalties: {shortStop: \(words)}\n")
        #expect(fault.hasPrefix("x.yaml:6:24: penalties.shortStop: found "), "\(fault)")
    }

    @Test("a misspelt penalty is told the word that was meant")
    func misspelt() throws {
        #expect(try told("penalties: {shortStop: drivethrough}\n").hasSuffix("; write driveThrough"))
        #expect(try told("penalties: {shortStop: stopAndGo 1 hour}\n").hasSuffix("; write it like one of these"))
        #expect(
            try told("penalties: {shortstop: none}\n").hasSuffix("; write shortStop"))
    }

    @Test("bands of penalties rise, and the one for any size is the last")
    func bands() throws {
        #expect(
            try told("penalties: {stintOverrun: [{penalty: laps 1}, {below: 5 min, penalty: laps 2}]}\n")
                == "x.yaml:6:47: penalties.stintOverrun[2]: found 5 min, expected nothing after the penalty for any "
                + "size; write the bands in the order of their size, the one without below last")
        #expect(
            try told("penalties: {stintOverrun: [{below: 5 min, penalty: laps 1}, {below: 5 min, penalty: laps 2}]}\n")
                == "x.yaml:6:61: penalties.stintOverrun[2]: found 5 min, expected one for more than 5 min; write the "
                + "bands in the order of their size, the one without below last")
    }

    @Test("only what the result can carry by itself is automatic")
    func automatic() throws {
        let remedy = "leave it to the stewards, or choose such penalties"
        let expected = "expected a kind of which every penalty is time, laps or disqualified"
        #expect(
            try told("penalties: {lateStop: driveThrough, automatic: [lateStop]}\n")
                == "x.yaml:6:48: penalties.automatic: found lateStop as automatic, with driveThrough, "
                + "\(expected); \(remedy)")
        #expect(
            try told("penalties: {automatic: [shortStop]}\n")
                == "x.yaml:6:24: penalties.automatic: found shortStop as automatic, with no penalty, "
                + "\(expected); \(remedy)")
        #expect(
            try told(
                "penalties: {lateStop: [{below: 1 s, penalty: none}, {penalty: laps 1}], automatic: [lateStop]}\n"
            ).contains("with none and laps 1"))
        #expect(
            try told("penalties: {lateStop: laps 1, automatic: [lateStop, lateStop]}\n")
                == "x.yaml:6:53: penalties.automatic[2]: found \"lateStop\", which line 6 has already, expected a word "
                + "that no other has; correct one of the two")
    }

    @Test("several faults in several sections are told at once, in order of lines")
    func together() throws {
        let found = try faults(
            Sample.series + """
                stops: {number: many}
                stint: 65 min
                driving: [{}]
                penalties: {missedStop: jail}
                success: {times: []}
                points: {scale: [25.123]}
                cups: [{crew: {drivers: 0}}]

                """)
        #expect(
            found.map { $0.split(separator: ": found").first.map(String.init) } == [
                "x.yaml:6:17: stops.number", "x.yaml:7:8: stint", "x.yaml:8:11: driving[1]",
                "x.yaml:9:25: penalties.missedStop", "x.yaml:10:18: success.times", "x.yaml:11:18: points.scale[1]",
                "x.yaml:12:8: cups[1]", "x.yaml:12:25: cups[1].crew.drivers",
            ])
    }
}
