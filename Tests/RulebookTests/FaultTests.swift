import Rulebook
import Testing
import Timing

@Suite("Faults in circuits, series, events and entry lists")
struct FaultTests {
    /// The one fault that stands in the sample after a replacement.
    private func fault(_ sample: String, _ old: String, _ new: String) throws -> String {
        let found = try faults(Sample.with(sample, old, new))
        #expect(found.count == 1, "\(found)")
        return found.first ?? ""
    }

    @Test("an unknown key is named with the known key that is nearest")
    func unknownKey() throws {
        #expect(
            try fault(Sample.circuit, "length", "lenght")
                == "x.yaml:2:1: lenght: found an unknown key, expected one of name, length, pitTransit, pitLane, "
                + "pitOnTrack, minimumLap, timeZone, loops; write length"
        )
        #expect(
            try fault(Sample.event, "    team: Bond\n", "    team: Bond\n    colour: red\n")
                == "x.yaml:16:5: entries[1].colour: found an unknown key, expected one of number, "
                + "class, cup, team, "
                + "vehicle, transponders, drivers; remove it")
        #expect(
            try fault(Sample.series, "race:\n", "race:\n  ? [a]\n  : b\n")
                == "x.yaml:3:5: race: found a list or a mapping as a key, expected the keys duration, "
                + "classifiedPercent, classifiedBasis, mustTakeFlag, finishWithin, laps, start, earlyFlag, "
                + "countBackLaps, intermediates, serveWithin, driveThroughTime, driveThroughOver, stopAndGoOver, "
                + "fcyCountdown, pitLapsCount, redFlag, flagByHand, withoutTransit, overdueRacing, overdueNeutralised, "
                + "overdueLeast, firstCrossing; write a plain word")
    }

    @Test("a key that is missing, or has no value, is asked for by name")
    func missingKey() throws {
        #expect(
            try fault(Sample.series, "  classifiedBasis: class\n", "")
                == "x.yaml:3:3: race.classifiedBasis: found no such key, expected overall or class; "
                + "add the key classifiedBasis")
        #expect(
            try fault(Sample.circuit, "name: Sepang", "name:")
                == "x.yaml:1:6: name: found nothing, expected the circuit's name; write the value "
                + "after the colon"
        )
    }

    @Test("a value of another type is told what it should be")
    func wrongType() throws {
        #expect(
            try fault(Sample.series, "75", "three quarters")
                == "x.yaml:4:22: race.classifiedPercent: found \"three quarters\", expected a whole "
                + "number from 0 to "
                + "100; write decimal digits only")
        #expect(
            try fault(Sample.series, "classifiedBasis: class", "classifiedBasis: [class]")
                == "x.yaml:5:20: race.classifiedBasis: found a list, expected one of overall, class; "
                + "write one of these")
        #expect(
            try fault(Sample.circuit, "name: Sepang", "name: {de: Sepang}")
                == "x.yaml:1:7: name: found a mapping, expected the circuit's name; write it as text")
        #expect(
            try fault(Sample.event, "transponders: [4711]", "transponders: 4711")
                == "x.yaml:16:19: entries[1].transponders: found \"4711\", expected a list of transponders; "
                + "write one item a line, each after \"- \"")
        #expect(
            try fault(Sample.event, "- {id: race1, name: Race 1, kind: race}", "- race1")
                == "x.yaml:10:5: sessions[1]: found \"race1\", expected the keys id, series, name, kind, duration, "
                + "classifiedPercent, classifiedBasis, mustTakeFlag, finishWithin, laps, start, earlyFlag, "
                + "countBackLaps, intermediates, serveWithin, driveThroughTime, driveThroughOver, stopAndGoOver, "
                + "fcyCountdown, pitLapsCount, redFlag, flagByHand, withoutTransit, overdueRacing, overdueNeutralised, "
                + "overdueLeast, firstCrossing, stops, stopTimes, "
                + "technicalStop, stint, continuous, driving, penalties, pitSpeed, reports, driver, additions, "
                + "starters, startersFrom, grid, startingOrder, planned, of, parts; write it as \"key: value\" lines"
        )
        #expect(
            try fault(Sample.series, "classifiedBasis: class", "classifiedBasis: class\n  mustTakeFlag: yes")
                == "x.yaml:6:17: race.mustTakeFlag: found \"yes\", expected true or false; write "
                + "true or false, unquoted"
        )
    }

    @Test("a transponder may say by how much it is read after the first, to the millisecond, up to ten seconds")
    func transponderOffset() throws {
        let far = "expected a duration from -10 s to 10 s"
        let wrong: [(item: String, told: String)] = [
            ("{id: 2, offset: 12}", "36: entries[1].transponders[1].offset: found \"12\", \(far); write it like"),
            ("{id: 2, offset: 10.001 s}", "36: entries[1].transponders[1].offset: found \"10.001 s\", \(far); choose"),
            (
                "{id: 2, offset: -10001 ms}",
                "36: entries[1].transponders[1].offset: found \"-10001 ms\", \(far); choose"
            ),
            ("{id: 2, offset: --1 s}", "36: entries[1].transponders[1].offset: found \"--1 s\", \(far); write it like"),
            ("{id: 2, offset: -0.5 ms}", "36: entries[1].transponders[1].offset: found \"-0.5 ms\", expected whole"),
            (
                "{offset: 12 ms}",
                "20: entries[1].transponders[1].id: found no such key, expected the transponder's number"
            ),
            ("{id: x}", "25: entries[1].transponders[1].id: found \"x\", expected a whole number from 1 to 4294967295"),
            (
                "{id: 2, ofset: 12 ms}",
                "28: entries[1].transponders[1].ofset: found an unknown key, expected one of id, offset"
            ),
            ("4711, {id: 4711}", "31: entries[1].transponders[2].id: found \"4711\", which line 16 has already"),
        ]
        for (item, told) in wrong {
            let found = try fault(Sample.event, "[4711]", "[\(item)]")
            #expect(found.hasPrefix("x.yaml:16:\(told)"), "\(found)")
        }
    }

    @Test("a number out of range is told the range")
    func outOfRange() throws {
        #expect(
            try fault(Sample.series, "75", "101")
                == "x.yaml:4:22: race.classifiedPercent: found 101, expected a whole number from 0 to 100; "
                + "choose a number in this range")
        #expect(
            try fault(Sample.circuit, "id: 2", "id: 65536")
                == "x.yaml:5:10: loops[2].id: found 65536, expected a whole number from 0 to 65535; "
                + "choose a number in this range")
        #expect(
            try fault(Sample.event, "[4711]", "[0]")
                == "x.yaml:16:20: entries[1].transponders[1]: found 0, expected a whole number from "
                + "1 to 4294967295; "
                + "choose a number in this range")
        #expect(
            try fault(Sample.event, "{id: 1, name: A. Driver", "{id: 256, name: A. Driver")
                == "x.yaml:18:14: entries[1].drivers[1].id: found 256, expected a whole number from "
                + "1 to 255; "
                + "choose a number in this range")
        #expect(
            try fault(Sample.circuit, "kind: sector", "kind: sector, minimum: 61 min")
                == "x.yaml:5:52: loops[2].minimum: found \"61 min\", expected a duration from 0 s to 60 min; "
                + "choose a duration in this range")
    }

    @Test(
        "a number is written in decimal digits",
        arguments: [
            "0x1267", "04711", "4_711", "4711.0", "1e3", "99999999999999999999", "--1",
        ])
    func notDecimal(_ written: String) throws {
        let found = try fault(Sample.event, "[4711]", "[\(written)]")
        #expect(
            found.hasPrefix(
                "x.yaml:16:20: entries[1].transponders[1]: found \"\(written)\", expected a whole number"))
    }

    @Test(
        "a duration is never guessed",
        arguments: [
            "60", "60 minutes", "1:5.000", "1:60", "1:60:00", "1:00:60", "one hour", "-1 s", "1. s", ".5 s",
            "1..5 s",
            "::", "1:2:3:4", "12345678901 s", "٦٠ min",
        ])
    func notADuration(_ written: String) throws {
        let found = try fault(Sample.series, "60 min", "\"\(written)\"")
        #expect(
            found
                == "x.yaml:3:13: race.duration: found \"\(written)\", expected a duration from 1 ms "
                + "to 60000 min; "
                + "write it like 60 min, 1 h, 85.000 s, 500 ms, 1:25.000 or 6:00:00")
    }

    @Test(
        "more decimals than the timekeeping resolution are a fault, not rounded",
        arguments: [
            "85.0001 s", "1:25.0000", "0.5 ms", "1.0005 min",
        ])
    func tooFine(_ written: String) throws {
        #expect(
            try fault(Sample.series, "60 min", written)
                == "x.yaml:3:13: race.duration: found \"\(written)\", expected whole milliseconds; cut it to "
                + "milliseconds: at most 3 decimals of a second, none of a millisecond")
    }

    @Test("a circuit has exactly one Line")
    func oneLine() throws {
        #expect(
            try fault(Sample.circuit, "kind: sector", "kind: line")
                == "x.yaml:5:35: loops[2].kind: found a second Line, expected exactly one loop of kind line; "
                + "write linePit for the Line in the pit lane, sector for another loop on the track")
        #expect(
            try fault(Sample.circuit, "kind: line", "kind: sector")
                == "x.yaml:4:5: loops[1]: found no loop of kind line, expected exactly one loop of "
                + "kind line; "
                + "give the start/finish loop on the track the kind line")
    }

    @Test("a length is in whole metres", arguments: ["5543", "5.543 km", "5543.0 m", "m", "x m"])
    func length(_ written: String) throws {
        #expect(
            try fault(Sample.circuit, "5543 m", written)
                == "x.yaml:2:9: length: found \"\(written)\", expected a length from 1 m to 100000 m; "
                + "write whole metres, like 5543 m")
    }

    @Test("two loops, sessions, cars, transponders or drivers of a crew never share a number")
    func duplicates() throws {
        let same = "expected a loop id that no other has; correct one of the two"
        #expect(
            try fault(Sample.circuit, "id: 3", "id: 1")
                == "x.yaml:6:10: loops[3].id: found \"1\", which line 4 has already, \(same)")
        #expect(
            try fault(Sample.event, "id: race2", "id: race1")
                == "x.yaml:11:10: sessions[2].id: found \"race1\", which line 10 has already, "
                + "expected a session id that no other has; correct one of the two")
        let twin = """
              - number: "007"
                class: GT4
                team: Other
                transponders: [4712, 4711, 4712]
                drivers:
                  - {id: 1, name: C}
                  - {id: 1, name: D}

            """
        #expect(
            try faults(Sample.event + twin) == [
                "x.yaml:19:13: entries[2].number: found \"007\", which line 13 has already, "
                    + "expected a number that no "
                    + "other has; correct one of the two",
                "x.yaml:22:26: entries[2].transponders[2]: found \"4711\", which line 16 has "
                    + "already, expected a "
                    + "transponder that no other has; correct one of the two",
                "x.yaml:22:32: entries[2].transponders[3]: found \"4712\", which line 22 has "
                    + "already, expected a "
                    + "transponder that no other has; correct one of the two",
                "x.yaml:25:14: entries[2].drivers[2].id: found \"1\", which line 24 has already, "
                    + "expected a driver id "
                    + "in this crew that no other has; correct one of the two",
            ])
    }

    @Test(
        "a session is named in a way that a topic and a file can carry",
        arguments: [
            "Race1", "race 1", "race_1", "\"\"", "rénnen", "r123456789012345678901234567890123",
        ])
    func sessionID(_ written: String) throws {
        let found = try fault(Sample.event, "id: race1", "id: \(written)")
        #expect(found.hasPrefix("x.yaml:10:10: sessions[1].id: found \""), "\(found)")
        #expect(
            found.hasSuffix("expected 1 to 32 of a-z, 0-9 and -; write a short name like race1"), "\(found)")
    }

    @Test("a driver's grade is one of four")
    func grade() throws {
        #expect(
            try fault(Sample.event, "grade: Bronze", "grade: bronze")
                == "x.yaml:18:41: entries[1].drivers[1].grade: found \"bronze\", expected one of "
                + "Bronze, Silver, Gold, "
                + "Platinum; write Bronze")
    }

    @Test("a session is practice, qualifying or a race")
    func sessionKind() throws {
        #expect(
            try fault(Sample.event, "Race 2, kind: race", "Race 2, kind: practise")
                == "x.yaml:11:37: sessions[2].kind: found \"practise\", expected one of practice, qualifying, race; "
                + "write practice")
    }

    @Test("a car has a number and a class, and an event at least one session and one entry")
    func notEmpty() throws {
        #expect(
            try fault(Sample.event, "number: 007", "number: ''")
                == "x.yaml:13:13: entries[1].number: found an empty text, expected the number on "
                + "the car's door; "
                + "fill it in")
        #expect(
            try fault(Sample.event, "number: 007", "number: 12345678901234567")
                == "x.yaml:13:13: entries[1].number: found a text of 17 characters, expected the "
                + "number on the car's "
                + "door of at most 16; shorten it")
        #expect(
            try faults("event: E\ncircuit: x.yaml\nseries: x.yaml\nsessions: []\nentries: []\n").filter {
                $0.contains("at least one")
            } == [
                "x.yaml:4:11: sessions: found an empty list, expected at least one of sessions; add one",
                "x.yaml:5:10: entries: found an empty list, expected at least one of entries; add one",
            ])
    }

    @Test("only keys of the series can be marked as assumed, each once")
    func assumed() throws {
        let text = Sample.series + "assumed: [race.mustTakeFlag, race.duraton, race.mustTakeFlag]\n"
        let known = "a key of a series' file, like race.duration"
        #expect(
            try faults(text) == [
                "x.yaml:6:30: assumed[2]: found \"race.duraton\", expected \(known); write "
                    + "race.duration",
                "x.yaml:6:44: assumed[3]: found \"race.mustTakeFlag\", which line 6 has already, "
                    + "expected a key that "
                    + "no other has; correct one of the two",
            ])
    }

    @Test("every fault of a file is told at once, in order of lines")
    func allAtOnce() throws {
        let text = """
            event: ''
            circuit: {name: C, loops: [{id: 1, name: L, kind: lne}]}
            series: {name: S, race: {clasifiedPercent: 75, classifiedBasis: both}}
            sessions:
              - {id: R, name: Race 1, kind: race, duration: soon}
            entries:
              - {number: 1, class: GT3, team: T, transponders: [x, 5], drivers: [{id: 0}]}
              - {number: 1, class: GT3, transponders: [5], drivers: []}
            extra: 1
            """
        #expect(
            try faults(text).map { $0.split(separator: ": found").first.map(String.init) } == [
                "x.yaml:1:8: event",
                "x.yaml:2:51: circuit.loops[1].kind",
                "x.yaml:3:25: series.race.classifiedPercent",
                "x.yaml:3:26: series.race.clasifiedPercent",
                "x.yaml:3:65: series.race.classifiedBasis",
                "x.yaml:5:10: sessions[1].id",
                "x.yaml:5:49: sessions[1].duration",
                "x.yaml:7:53: entries[1].transponders[1]",
                "x.yaml:7:70: entries[1].drivers[1].name",
                "x.yaml:7:75: entries[1].drivers[1].id",
                "x.yaml:8:5: entries[2].team",
                "x.yaml:8:14: entries[2].number",
                "x.yaml:8:44: entries[2].transponders[1]",
                "x.yaml:9:1: extra",
            ])
    }

    @Test("a fault in a file that another refers to names that file, and load throws what check tells")
    func otherFile() throws {
        let folder = try Folder()
        try folder.write("c.yaml", Sample.with(Sample.circuit, "kind: sector", "kind: sectr"))
        let inline = "circuit:\n  name: Sepang\n  loops:\n    - {id: 1, name: Line, kind: line}\n"
        let path = try folder.write("e.yaml", Sample.with(Sample.event, inline, "circuit: c.yaml\n"))
        let told = check(path: path).map { RulebookTests.told($0, folder) }
        #expect(
            told == [
                "c.yaml:5:35: loops[2].kind: found \"sectr\", expected one of line, linePit, "
                    + "sector, pitEntry, pitExit, "
                    + "speedTrap; write sector"
            ])
        let thrown = #expect(throws: Faults.self) { try Event.load(path: path) }
        #expect(thrown?.faults == check(path: path))
        #expect(thrown?.description.hasSuffix(told[0]) == true)
    }
}
