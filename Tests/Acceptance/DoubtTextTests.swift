import Foundation
import Testing

/// What the command line makes of answers that were written by hand.
@Suite("Doubts and amendments in words")
struct DoubtTextTests {
    private static func doubt(_ kind: String, _ loop: String, count: Int = 1, _ detail: String = "null") -> String {
        #"{"kind":"\#(kind)","car":"2","loop":1,"name":"\#(loop)","count":\#(count),"firstMs":1100000,"#
            + #""lastMs":1214000,"crossing":{"decoder":101,"epoch":1,"number":7},"detail":\#(detail)}"#
    }

    /// One doubt of each kind, and its line.
    private static let doubts: [(doubt: String, line: String)] = [
        (doubt("lineAgain", "Line"), "car 2: read again at Line, no lap (control count 101 1 7 makes it one)"),
        (
            doubt("lineAgain", "Line", count: 3),
            "car 2: read again at Line 3 times, no lap (control count 101 1 7 makes the last one)"
        ),
        (
            doubt("lateStart", "Line"),
            "car 2: first read at Line, late: its start, no lap (control count 101 1 7 makes it lap 1)"
        ),
        (
            doubt("firstLap", "Line"),
            "car 2: first read at Line, counted as the end of lap 1 (if it was a straggler: control void 101 1 7 "
                + "makes its next crossing the end of lap 1)"
        ),
        (
            doubt("pitLoopOnTrack", "Pit exit"),
            "Pit exit read car 2 on the track, no visit (control count 101 1 7 if it is right)"
        ),
        (
            doubt("trackLoopInPit", "Sector 1", count: 5),
            "Sector 1 read cars, the last car 2, in the pit lane 5 times, no passage (control count 101 1 7 if the "
                + "last is right)"
        ),
        (
            doubt("measuredBesideInserted", "Line"),
            "car 2: measured at Line beside the crossing entered by hand, the measured one counts "
                + "(control void 101 1 7 if the hand is right)"
        ),
        (
            doubt("driverContradicted", "Line", count: 2, #""B. Driver""#),
            "car 2: B. Driver by the car at Line 2 times, A. Driver by the timekeeper "
                + "(control driver 2 with the driver's id if the car is right)"
        ),
        (
            doubt("transponderOffset", "Line", count: 14, "12"),
            "car 2: two transponders read 0.012 apart at Line 14 times (in the entry list, for the one of crossing "
                + "101 1 7: {id: …, offset: 12 ms})"
        ),
    ]

    private static let race =
        #""race":{"name":"Race","circuit":"Ring","kind":"race","phase":"running","flag":"red","result":null,"#
        + #""startMs":1000000,"clockStartMs":1000000,"clockStoppedMs":10000,"clockRuns":false,"chequeredMs":null,"#
        + #""endMs":null,"durationMs":3600000,"raceLaps":null,"fcyCountdownMs":null,"bestLap":null,"#
        + #""classBestLaps":[]},"flags":[\#(flag("red", 1_050_000, "1060000")),"#
        + #"\#(flag("green", 1_060_000, "1300000")),\#(flag("red", 1_300_000, "null"))]"#

    private static func flag(_ flag: String, _ from: Int, _ to: String) -> String {
        #"{"flag":"\#(flag)","fromMs":\#(from),"toMs":\#(to),"laps":0,"estimated":false,"throughPitLane":false}"#
    }

    /// A car that has done nothing yet.
    private static let row =
        #"{"number":"2","class":"GT3","cup":null,"team":"T","vehicle":null,"drivers":[],"position":1,"classPosition":1,"#
        + #""gapMs":0,"gapLaps":0,"intervalMs":0,"intervalLaps":0,"classGapMs":0,"classGapLaps":0,"classIntervalMs":0,"#
        + #""classIntervalLaps":0,"status":"onTrack","totalMs":null,"penaltyMs":0,"penaltyLaps":0,"laps":0,"#
        + #""lastLapMs":null,"bestLapMs":null,"bestLap":null,"sectorsMs":[],"bestSectorsMs":[],"lastLoop":null,"#
        + #""lastMs":null,"driver":"A. Driver","estimated":[],"stops":[],"stintFromMs":null,"#
        + #""driverFromMs":null}"#

    /// What else stands in a snapshot and in results.
    private static let others =
        #""penalties":[],"loops":[],"clocks":[],"verdicts":[],"infringements":[],"net":[]"#

    private static var lists: String { #""doubts":[\#(doubts.map(\.doubt).joined(separator: ","))]"# }

    /// A daemon that has one answer to everything.
    private func answering(
        _ answer: String, in folder: Folder, _ body: (String) async throws -> Void
    ) async throws {
        let ports = try Ports(1)
        let address = try #require(ports.addresses.first)
        let file = try folder.write(answer, to: "answer.json")
        let daemon = try Child(Project.python, [Project.client("answering.py"), address, file], in: folder)
        defer { daemon.kill() }
        try await body(address)
        withExtendedLifetime(ports) {}
    }

    @Test("results list the doubts at the end, each with the race clock, the place and the command to type")
    func results() async throws {
        let folder = try Folder()
        let answer =
            #"{"v":1,"type":"results","session":"race","epoch":1,"seq":1,"nowMs":1400000,\#(Self.race),\#(Self.lists),"#
            + #"\#(Self.others),"classification":[\#(Self.row)]}"#
        try await answering(answer, in: folder) { address in
            let lines = try await lapwing("results", "--query", address, in: folder).well().lines
            let title = try #require(lines.firstIndex(of: "in doubt"))
            // 214 s after the start, of which the clock stood 10 s.
            #expect(Array(lines[(title + 1)...]) == Self.doubts.map { "0:03:24  \($0.line)" })
        }
    }

    @Test("the board shows the doubts that were there, and a clock that stands while the red flag stops it")
    func watch() async throws {
        let folder = try Folder()
        let answer =
            #"{"v":1,"type":"snapshot","session":"race","epoch":1,"seq":1,"nowMs":1400000,\#(Self.race),\#(Self.lists),"#
            + #"\#(Self.others),"unknown":[],"firstSeq":1,"previousEpoch":null,"#
            + #""entries":[{"number":"2","class":"GT3","cup":null,"team":"T","vehicle":null,"drivers":[]}],"#
            + #""rows":[\#(Self.row)]}"#
        try await answering(answer, in: folder) { address in
            let publication = try #require(try Ports(1).addresses.first)
            let lines = try await lapwing(
                "watch", "--once", "--width", "200", "--query", address, "--publication", publication, in: folder
            ).well().lines
            #expect(lines[0].hasPrefix("Race · Ring · 0:04:50 STOPPED · to go 0:55:10 · RED"), "\(lines[0])")
            // The last is the newest, and six are shown.
            let newest = Self.doubts.suffix(6).reversed().map { "0:03:24  \($0.line)" }
            #expect(Array(lines.suffix(6)) == newest)
        }
    }

    @Test("an assignment says from when, how much and whose")
    func assignment() async throws {
        let folder = try Folder()
        let answer =
            #"{"v":1,"type":"ack","id":"swap-1","session":"race","seq":9,"atMs":1000000,"repeated":false,"#
            + #""understood":"transponder 4713 is car 88's, for the whole session","#
            + #""follows":["2 places changed: 3 1 → 2; 88 2 → 1"],"changed":["3","88"],"#
            + #""moved":[{"from":"3","to":"88","crossings":14,"laps":3},"#
            + #"{"from":null,"to":"88","crossings":1,"laps":0}],"journalled":true}"#
        try await answering(answer, in: folder) { address in
            let whole = try await lapwing("control", "assign", "--control", address, "4713", "88", in: folder).well()
            #expect(
                whole.lines == [
                    "swap-1: done, session race", "  transponder 4713 is car 88's, for the whole session",
                    "  → 2 places changed: 3 1 → 2; 88 2 → 1", "  changed: 3, 88",
                    "from the start: 14 crossings, 3 laps go from car 3 to car 88",
                    "from the start: 1 crossing, 0 laps go from nobody to car 88",
                ])
            let from = try await lapwing(
                "control", "assign", "--control", address, "4713", "88", "--at-us", "1526717000000000", "--until-us",
                "1526718000250000", in: folder
            ).well()
            #expect(
                from.lines[4] == "from 2018-05-19T08:03:20.000Z until 2018-05-19T08:20:00.250Z: 14 crossings, 3 laps "
                    + "go from car 3 to car 88")
        }
    }
}
