import Recording
import Rulebook
import Testing
import Timing

@Suite("Plain RMonitor streams")
struct RMonitorPlainTests {
    typealias Streams = RMonitorStreams

    private func standing(_ car: String, _ laps: String, _ total: String) -> String {
        "$G,1,\"\(car)\",\(laps),\"\(total)\""
    }

    /// `$J` and the `$G` that follows it.
    private func pass(_ car: String, _ laps: String, _ lap: String, _ total: String) -> [String] {
        [Streams.passing(car, lap, total), standing(car, laps, total)]
    }

    private func head(_ run: String) -> [String] {
        [
            "##2025-04-26 13:58:48.222", "$B,5,\"\(run)\"", #"$C,1,"GT3""#, #"$A,"r7","7",1000007,"Ann","One","",1"#,
            #"$A,"r8","8",1000008,"Bob","Two","",1"#, #"$F,9999,"00:20:00","13:59:58","00:00:-2","      ""#,
            #"$G,1,"r7",,"00:59:59.999""#, Streams.beat("14:00:00", "00:00:00", "Green "),
        ]
    }

    private var laps: [String] {
        pass("r7", "", "00:00:00.000", "00:01:10.000") + pass("r8", "", "00:00:00.000", "00:01:30.500")
            + pass("r7", "1", "00:01:38.000", "00:02:48.000") + pass("r7", "2", "00:01:40.000", "00:04:28.000")
            + pass("r8", "1", "00:01:45.000", "00:03:15.500")
    }

    @Test("passages are crossings of the Line, and laps are counted from the second", arguments: Session.Kind.allCases)
    func laps(kind: Session.Kind) throws {
        let run = [.race: "Race 1", .qualifying: "Qualifying", .practice: "Free Practice"][kind] ?? ""
        let imported = try Streams.read(head(run) + laps)
        #expect(imported.told == ["1@70000/0", "1@90500/0", "1@168000/0", "1@195500/0", "1@268000/0"])
        #expect(try imported.classified() == ["7 2 98000 (1)", "8 1 105000 (1)"])
        let session = imported.recording.event.sessions[0]
        #expect(session.kind == kind && session.name == run && session.rules.firstCrossing == .start)
        // 26 April 2025, 14:00, from the line of the capture and the clock of $F.
        #expect(imported.recording.acts[0].at.milliseconds == 1_745_625_600_000 + 14 * 3_600_000)
        #expect(imported.says("stream.txt:8: the start is put at 14:00:00.000"))
    }

    @Test("a passage that $G does not count, as under red, is no lap")
    func underRed() throws {
        let imported = try Streams.read(
            head("Practice") + laps + [Streams.beat("14:05:00", "00:05:00", "Red   ")]
                + pass("r7", "2", "00:02:00.000", "00:04:28.000") + [Streams.beat("14:08:00", "00:08:00", "Green ")]
                + pass("r7", "3", "00:05:32.000", "00:10:00.000"))
        #expect(try imported.classified() == ["7 3 98000 (1)", "8 1 105000 (1)"])
        #expect(imported.says("1 passage(s) are not counted as a lap by $G") && imported.says("See stream.txt:20."))
        #expect(imported.flags == ["~green@0", "~red@300000", "~green@480000"])
    }

    @Test("a capture that begins later knows the laps before from $G, and lap 1 from $H")
    func laterCapture() throws {
        let imported = try Streams.read([
            standing("7", "3", "00:06:00.000"), standing("8", "1", "00:02:00.000"), #"$H,1,"8",1,"00:01:40.000""#,
            standing("9", "", "00:00:12.000"), Streams.passing("7", "00:01:30.000", "00:07:30.000"),
            standing("7", "4", "00:07:30.000"),
        ])
        #expect(try imported.classified() == ["7 4 90000 (4)", "8 1 100000 (1)", "9 0 -"])
        #expect(imported.says("3 crossing(s) are known from $G alone") && imported.says("See stream.txt:1, 2, 4."))
        #expect(imported.says("no $F with a flag"))
    }

    @Test("of several runs in a capture the one with the most passages is imported")
    func severalRuns() throws {
        let imported = try Streams.read(
            head("Warm-up") + pass("r7", "", "00:00:00.000", "00:00:30.000") + ["$B,6,\"Race 2\""]
                + [Streams.beat("15:00:00", "00:00:00", "Green ")] + laps)
        #expect(imported.recording.event.sessions.map(\.name) == ["Race 2"])
        #expect(imported.recording.crossings.count == 5 && imported.says("1 other run(s)"))
    }

    @Test("the chequered flag lets cars finish, and takes no lap away that the stream counts")
    func chequered() throws {
        let finish = [Streams.beat("14:03:30", "00:03:30", "Finish")]
        let imported = try Streams.read(
            head("Race 1") + laps.prefix(6) + laps.suffix(2) + finish + laps[6..<8])
        #expect(imported.acts.contains("import-chequered@210000"))
        #expect(try imported.classified() == ["7 2 98000 (1)", "8 1 105000 (1)"])
        let on = try Streams.read(
            head("Race 1") + laps + finish + pass("r8", "2", "00:01:50.000", "00:05:05.500")
                + pass("r8", "3", "00:01:50.000", "00:06:55.500"))
        #expect(try on.classified() == ["8 3 105000 (1)", "7 2 98000 (1)"])
        #expect(on.says("would take laps of the files away"))
    }

    @Test("a number of laps that no car can have is left out", arguments: ["9223372036854775807", "-3", "1e3"])
    func impossibleLaps(_ count: String) throws {
        let more = [standing("r7", count, "00:06:00.000"), "$H,1,\"r7\",\(count),\"00:01:01.000\""]
        #expect(try Streams.read(head("Race 1") + laps + more).classified() == ["7 2 98000 (1)", "8 1 105000 (1)"])
    }

    @Test("captures in any order give the same race, and an unknown flag is told")
    func anyOrder() throws {
        let first = (name: "a.txt", text: Streams.text(head("Race 1") + laps.prefix(6)))
        let second = (
            name: "b.txt",
            text: Streams.text(
                [
                    "$B,5,\"Race 1\"", Streams.beat("14:02:50", "00:02:50", "Lilac"),
                    Streams.beat("14:03:00", "00:03:00", "Red   "),
                ]
                    + laps.suffix(2) + [
                        Streams.beat("14:04:00", "00:04:00", "Green "), Streams.beat("14:04:20", "00:04:20", "Finish"),
                    ]
                    + laps[6..<8])
        )
        let forward = try RMonitorImport.read(files: [first, second], options: ImportOptions())
        let backward = try RMonitorImport.read(files: [second, first], options: ImportOptions())
        #expect(forward.flags == ["~green@0", "~red@180000", "~green@240000", "~chequered@260000"])
        #expect(backward.flags == forward.flags)
        #expect(try backward.classified() == forward.classified())
        for imported in [forward, backward] {
            #expect(imported.says("1 $F record(s) have the unknown flag \"LILAC\""))
        }
    }

    @Test("a capture through midnight is of the day on which it began")
    func midnight() throws {
        let late = ["##2025-04-26 23:58:00.000"] + head("Race 1").dropFirst() + ["##2025-04-27 00:01:00.000"] + laps
        let imported = try Streams.read(late)
        #expect(imported.recording.acts[0].at.milliseconds == 1_745_625_600_000 + 14 * 3_600_000)
    }

    @Test("a test session has the laps that its timing system counted, with its crossings and without them")
    func withoutCrossings() throws {
        let text = try RMonitorSebring.read().sebring.text
        let plain = text.split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("$L") }
        let imported = try RMonitorImport.read(
            files: [("stream.txt", plain.joined(separator: "\n"))], options: ImportOptions())
        #expect(imported.recording.event.sessions.map(\.kind) == [.practice])
        try expectSebring(imported)
        let enhanced = try RMonitorImport.read(files: [("stream.txt", text)], options: ImportOptions(kind: .practice))
        #expect(enhanced.says("4 crossing(s) of the Line have no total in $J or $G"))
        try expectSebring(enhanced)
    }

    /// As the last `$G` of every car has it.
    private func expectSebring(_ imported: Imported) throws {
        #expect(
            try Set(imported.classified().map { $0.split(separator: " ").prefix(2).joined(separator: " ") })
                == [
                    "21 52", "5 42", "45 48", "46 40", "44 44", "40 25", "92 45", "15 45", "9 41", "11 9", "28 25",
                    "66 41",
                    "87 34",
                ])
    }
}
