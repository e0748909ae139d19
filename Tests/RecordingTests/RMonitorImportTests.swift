import Foundation
import Recording
import Rulebook
import Testing
import Timing

@Suite("RMonitor streams: time, flags and lines")
struct RMonitorImportTests {
    typealias Streams = RMonitorStreams

    @Test("a small session comes with its crossings, measured to the millisecond, in order of time")
    func small() throws {
        let imported = try Streams.read(Streams.race)
        #expect(imported.told == ["1@10000/0", "1@110000/0", "10@115000/0", "2@120000/0", "11@150000/0", "1@210000/0"])
        #expect(imported.recording.crossings.allSatisfy { !$0.isEstimated })
        #expect(imported.recording.crossings.map(\.id.number) == [1, 2, 3, 4, 5, 6])
        #expect(imported.loops == ["1 line", "2 linePit", "11 pitExit", "10 pitEntry"])
        #expect(imported.acts == ["import-start@0", "import-flag-1@0", "import-chequered@179750", "import-end@239750"])
        #expect(imported.recording.acts[0].at.milliseconds == 1_526_738_400_250)
        let session = imported.recording.event.sessions[0]
        #expect(session.name == "Race 1" && session.rules.duration == nil && session.rules.classifiedPercent == 0)
        #expect(imported.says("as a race ended only by the chequered flag"))
    }

    @Test("what is written can be read back, and the core runs it")
    func file() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "rmonitor-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let imported = try Streams.read(Streams.race)
        try imported.recording.write(directory: folder, notes: imported.notes)
        let recording = try Recording.read(directory: folder)
        #expect(recording.event == imported.recording.event)
        #expect(recording.crossings == imported.recording.crossings)
        var core = Timekeeper(recording.event.sessions[0])
        for input in recording.inputs { _ = try core.apply(input) }
        let known = core.car(CarNumber("7"))
        let seven = try #require(known)
        #expect(core.lapping(of: seven).laps == 2, "the Line 10 s after the start signal is the start")
        #expect(core.lapping(of: seven).bestLap == .seconds(100))
        #expect(core.phase == .ended)
    }

    // MARK: Start

    @Test("crossings and totals give the start to the millisecond, whichever of the two records comes first")
    func startOfTotals() throws {
        var records = Streams.race
        for place in records.indices.dropLast()
        where records[place].hasPrefix("$L") && records[place + 1].hasPrefix("$J") {
            records.swapAt(place, place + 1)
        }
        #expect(records != Streams.race)
        #expect(try Streams.read(records).sameInputs(as: try Streams.read(Streams.race)))
    }

    @Test("a total that was held back, as under red, does not move the start")
    func startDespiteRed() throws {
        var records = Streams.race
        let last = try #require(records.lastIndex { $0.hasPrefix("$J") })
        records[last] = Streams.passing("7", "00:01:40.000", "00:01:50.000")
        let imported = try Streams.read(records)
        #expect(imported.recording.acts[0].at.milliseconds == 1_526_738_400_250)
        #expect(imported.says("agree on 3 time(s): 14:00:00.250"))
    }

    @Test("one crossing and one total are enough, the race clock telling which of two starts is meant")
    func startOfOnePair() throws {
        let imported = try Streams.read([
            Streams.beat("14:00:30", "00:00:29", "Green "), #"$A,"7","7",7,"","","",1"#,
            Streams.crossing("7", "T1", "SFT", "14:01:40.500"), Streams.passing("7", "00:00:00.000", "00:01:40.000"),
            Streams.crossing("7", "T1", "SFT", "14:03:20.500"),
        ])
        #expect(imported.told == ["1@100000/0", "1@200000/0"])
    }

    @Test("without totals the start is the race clock's, to the second; without both it is the first crossing")
    func startEstimated() throws {
        let untold = Streams.race.filter { !$0.hasPrefix("$J") }
        let clock = try Streams.read(untold)
        #expect(clock.recording.acts[0].at.milliseconds == 1_526_738_400_000)
        #expect(clock.says("The start is estimated to the second"))
        let bare = try Streams.read(untold.filter { !$0.hasPrefix("$F") })
        #expect(bare.told.first == "1@0/0")
        #expect(bare.acts == ["import-start@0", "import-end@200001"])
        #expect(bare.says("the start is put at the first crossing") && bare.says("no chequered flag"))
    }

    @Test("a race clock that disagrees with the totals is said aloud")
    func startsDiffer() throws {
        let beat = Streams.beat("14:00:00", "00:00:00", "Green ")
        let late = Streams.beat("14:00:00", "00:00:07", "Green ")
        let imported = try Streams.read(Streams.race.map { $0 == beat ? late : $0 })
        #expect(imported.recording.acts[0].at.milliseconds == 1_526_738_400_250)
        #expect(imported.says("says another start: 13:59:53.000"))
        #expect(!(try Streams.read(Streams.race)).says("another start"))
    }

    @Test("a session passes midnight, in its crossings and in its race clock")
    func midnight() throws {
        let imported = try Streams.read([
            Streams.beat("23:59:50", "00:00:00", "Green "), #"$A,"7","7",7,"","","",1"#,
            Streams.crossing("7", "T1", "SFT", "23:59:55.500"),
            Streams.beat("00:00:10", "00:00:20", "Red   "),
            Streams.crossing("7", "T1", "SFT", "00:01:00.500", date: "05/20/2018"),
            Streams.beat("00:01:10", "00:01:20", "Finish"),
        ])
        #expect(imported.told == ["1@5500/0", "1@70500/0"])
        #expect(imported.flags == ["~green@0", "~red@20000", "~chequered@80000"])
    }

    // MARK: Flags and end

    @Test("flags are in capitals, padded or unknown; each change counts once")
    func flags() throws {
        let course = [
            ("14:00:00", "00:00:00", "GREEN"), ("14:00:20", "00:00:20", "Yellow"), ("14:00:21", "00:00:21", "Yellow"),
            ("14:00:25", "00:00:25", "      "), ("14:00:30", "00:00:30", "Purple"), ("14:00:31", "00:00:31", "Yellow"),
            ("14:00:40", "00:00:40", "Red   "), ("14:00:50", "00:00:50", "Green "), ("14:01:00", "00:01:00", "Finish"),
        ]
        let imported = try Streams.read(
            course.map { Streams.beat($0.0, $0.1, $0.2) } + [Streams.crossing("7", "T1", "SFT", "14:00:45.000")])
        #expect(
            imported.flags == ["~green@0", "~yellow@20000", "~red@40000", "~green@50000", "~chequered@60000"])
        #expect(imported.says("1 $F record(s) have the unknown flag \"Purple\""))
        #expect(imported.says("Yellow may have been"))
    }

    @Test("what the clock shows before the start is no race time: 00:59:59 does not end the session")
    func stopgap() throws {
        let waiting = [Streams.beat("13:59:59", "00:59:59", "      "), Streams.beat("14:00:00", "00:59:59", "      ")]
        #expect(try Streams.read(waiting + Streams.race).sameInputs(as: try Streams.read(Streams.race)))
    }

    @Test("a chequered flag that was shown by mistake and taken back does not end the race")
    func takenBack() throws {
        let mistake = [Streams.beat("14:01:00", "00:00:59", "Finish"), Streams.beat("14:01:05", "00:01:04", "Green ")]
        let imported = try Streams.read(Streams.race + mistake)
        #expect(imported.flags == ["~green@0", "~green@64750", "~chequered@179750"])
        #expect(imported.says("1 chequered flag(s) were taken back"))
    }

    @Test("the session ends where no flag follows the chequered one, or where the race clock goes back")
    func end() throws {
        let next = Streams.race.dropLast() + [Streams.beat("14:05:00", "00:00:00", "Green ")]
        let imported = try Streams.read(next + [Streams.crossing("8", "P3", "PIP", "14:06:00.250")])
        #expect(imported.acts.last == "import-end@299750")
        #expect(imported.flags.last == "~chequered@179750", "the flags of the next session are not this one's")
        #expect(imported.says("1 crossing(s) lie after the end of the session"))
        #expect(imported.recording.crossings.count == 7)
    }

    @Test("without an end in the file the session ends after the last crossing, and cars have time until then")
    func lateCrossing() throws {
        let imported = try Streams.read(
            Streams.race.dropLast() + [Streams.crossing("8", "T1", "SFT", "14:20:00.250")])
        #expect(imported.acts.last == "import-end@1200001")
        #expect(imported.recording.event.sessions[0].rules.finishWithin == .minutes(18))
        #expect(try Streams.read(Streams.race).recording.event.sessions[0].rules.finishWithin == .minutes(10))
    }

    // MARK: Lines

    @Test("PIT and POT are the track side of the lines at pit entry and exit: passing them is no stop")
    func trackSide() throws {
        let imported = try Streams.read([
            Streams.crossing("7", "T1", "SFT", "14:00:00.000"), Streams.crossing("7", "T2", "POT", "14:00:05.000"),
            Streams.crossing("7", "TA", "I3", "14:00:50.000"), Streams.crossing("7", "TB", "PIT", "14:01:30.000"),
            Streams.crossing("7", "PB", "PIP", "14:03:00.000"), Streams.crossing("7", "P5", "MID", "14:03:20.000"),
        ])
        #expect(
            imported.loops == ["1 line", "102 sector", "110 sector", "111 sector", "205 speedTrap", "10 pitEntry"])
        #expect(imported.says("T2 POT, TA I3, TB PIT end a sector: the file has no $T"))
        #expect(imported.says("P5 MID in the pit lane"))
    }

    @Test("$T says which lines end a sector, the others are speed traps; it gives the length of the lap")
    func trackDescription() throws {
        let sections =
            #"$T,"Ring, The","RNG","3.40",5,"S01","T1","T2",3375,"S02","T2","T1",214004,"LAP","T1","P1",217379,"#
            + #""PIT","PB","P2",19688,"SP4","T5","T6",1181"#
        let imported = try Streams.read([
            sections, #"$E,"TRACKNAME","Elsewhere""#, #"$E,"TRACKLENGTH","3.400""#,
            Streams.crossing("7", "T2", "I1", "14:00:30.000"), Streams.crossing("7", "T5", "SPA", "14:00:40.000"),
            Streams.crossing("7", "T6", "SPB", "14:00:41.000"),
        ])
        #expect(imported.loops == ["1 line", "102 sector", "105 speedTrap", "106 speedTrap"])
        #expect(imported.recording.event.circuit.name == "Ring, The")
        #expect(imported.recording.event.circuit.lengthMetres == 5521)
        #expect(imported.says("T2 I1 end a sector: $T says so") && imported.says("T5 SPA, T6 SPB end no section"))
    }

    @Test("sectors are in lap order from the start/finish of the session, which need not be T1")
    func otherStart() throws {
        let lines = [("T1", "OLD"), ("T2", "I1"), ("T4", "SFT"), ("T5", "I2")]
        let imported = try Streams.read(
            lines.enumerated().map { Streams.crossing("7", $1.0, $1.1, "14:00:3\($0).000") }
                + [#"$E,"TRACKNAME","Ring""#, #"$E,"TRACKLENGTH","3.700""#])
        #expect(imported.loops == ["1 line", "105 sector", "101 sector", "102 sector"])
        #expect(imported.recording.event.circuit.name == "Ring")
        #expect(imported.recording.event.circuit.lengthMetres == 5955)
    }
}
