import Recording
import Rulebook
import Testing
import Timing

@Suite("Al Kamel files of practice and qualifying")
struct BestLapSheetTests {
    /// A row of car, lap number, lap time, elapsed time in seconds, mark, flag and time in the pit lane.
    private func row(
        _ car: String, _ number: Int, _ time: Int, at elapsed: Int, pit: Bool = false, flag: String = "GF",
        stop: Int? = nil, carClass: String = "GT3"
    ) -> String {
        "\(car),1,\(number),\(clock(time)),\(pit ? "B" : ""),,,,\(clock(elapsed)),,D. \(car),\(stop.map(clock) ?? ""),"
            + "\(carClass),,Team,Make,\(flag),"
    }

    private func clock(_ seconds: Int) -> String {
        let rest = seconds % 60
        return "\(seconds / 60):\(rest < 10 ? "0" : "")\(rest).000"
    }

    private func sheet(_ rows: String...) -> String {
        "\u{FEFF}POS,NUMBER,LAP,TIME,GAP_FIRST,GAP_PREVIOUS,KPH, LAPS,TEAM,CLASS\n" + rows.joined(separator: "\n")
            + "\n"
    }

    private func read(
        _ rows: [String], _ sheet: String?, name: String = "results.csv", kind: Session.Kind? = nil
    ) throws -> Imported {
        var files = [(name: "laps.csv", text: SmallFiles.alKamel(rows))]
        if let sheet { files.append((name: name, text: sheet)) }
        return try AlKamelImport.read(files: files, options: ImportOptions(kind: kind))
    }

    /// Two cars for a quarter of an hour; 7 is quicker on a lap that begins in the pit lane.
    private var session: [String] {
        [
            row("7", 1, 400, at: 400, stop: 300), row("7", 2, 100, at: 500), row("7", 3, 98, at: 598, pit: true),
            row("7", 4, 97, at: 695, stop: 40), row("7", 5, 99, at: 794),
            row("8", 1, 420, at: 420, stop: 320), row("8", 2, 101, at: 521), row("8", 3, 98, at: 619, flag: "FF"),
        ]
    }

    private var official: String { sheet("1,8,3,1:38.000,-,-,1,3,Team,GT3", "2,7,5,1:39.000,-,-,1,5,Team,GT3") }

    @Test("order, best laps and laps come out as the sheet has them")
    func asOnTheSheet() throws {
        let imported = try read(session, official)
        #expect(try imported.classified() == ["8 3 98000 (3)", "7 5 99000 (5)"])
        let session = try #require(imported.recording.event.sessions.first)
        #expect(session.kind == .qualifying && session.id == "qualifying" && session.name == "Qualifying")
        #expect(
            imported.says("results.csv:1: the sheet is one of best laps") && imported.says("by how long the cars ran"))
    }

    @Test(
        "the name of a file says what a session is, else how long the cars ran; --kind overrides both",
        arguments: [
            ("03_Results_Practice 2.CSV", nil, Session.Kind.practice), ("quali.csv", nil, .qualifying),
            ("warm-up.csv", nil, .practice), ("quali.csv", Session.Kind.practice, .practice),
            ("x.csv", Session.Kind.race, .race),
        ] as [(String, Session.Kind?, Session.Kind)])
    func kinds(name: String, told: Session.Kind?, kind: Session.Kind) throws {
        let imported = try read(session, official, name: name, kind: told)
        #expect(imported.recording.event.sessions.map(\.kind) == [kind])
        #expect(imported.recording.event.sessions.map(\.id) == [kind.rawValue])
    }

    @Test("cars that ran for longer than qualifying lasts were in practice")
    func practice() throws {
        let imported = try read(session + [row("7", 6, 1500, at: 2294)], nil)
        #expect(imported.recording.event.sessions.map(\.kind) == [.race])
        let long = try read(
            session + [row("7", 6, 1500, at: 2294)],
            sheet("1,8,3,1:38.000,-,-,1,3,Team,GT3", "2,7,5,1:39.000,-,-,1,6,Team,GT3"))
        #expect(long.recording.event.sessions.map(\.kind) == [.practice])
        #expect(try long.classified() == ["8 3 98000 (3)", "7 6 99000 (5)"])
    }

    @Test("a sheet with the columns of a race is one of best laps where it is in their order; totals are a race's")
    func otherSheets() throws {
        func sheet(_ rows: String...) -> String {
            "POSITION;NUMBER;STATUS;LAPS;TOTAL_TIME;FL_LAPNUM;FL_TIME\n" + rows.joined(separator: "\n") + "\n"
        }
        let rows = session + [row("9", 1, 430, at: 430), row("9", 2, 120, at: 550)]
        let best = try read(rows, sheet("1;8;;3;;3;1:38.000", "2;7;;5;;5;1:39.000", "3;9;;2;;2;2:00.000"))
        #expect(best.recording.event.sessions.map(\.kind) == [.qualifying])
        #expect(try best.classified() == ["8 3 98000 (3)", "7 5 99000 (5)", "9 2 120000 (2)"])
        let race = try read(rows, sheet("1;7;;5;;5;1:37.000", "2;8;;3;;3;1:38.000", "3;9;;2;;2;2:00.000"))
        #expect(race.recording.event.sessions.map(\.kind) == [.race])
        let totals = try read(
            session, "POS,NUMBER,LAPS,TIME\n1,7,5,13:14.000\n2,8,3,10:19.000\nFastest lap: 7\n")
        #expect(totals.recording.event.sessions.map(\.kind) == [.race])
    }

    @Test("without a sheet --kind alone makes a session no race; a file name is only told of")
    func kindAlone() throws {
        let imported = try read(session, nil, kind: .practice)
        #expect(try imported.classified() == ["8 3 98000 (3)", "7 5 99000 (5)"])
        let named = try AlKamelImport.read(
            files: [("qualifying-laps.csv", SmallFiles.alKamel(session))], options: ImportOptions())
        #expect(named.recording.event.sessions.map(\.kind) == [.race])
        #expect(named.says("--kind qualifying reads it as that"))
    }

    @Test("a time that the sheet does not count is deleted, and told with its line")
    func deleted() throws {
        let imported = try read(
            session, sheet("1,7,5,1:39.000,-,-,1,5,Team,GT3", "2,8,2,1:41.000,-,-,1,3,Team,GT3"))
        #expect(try imported.classified() == ["7 5 99000 (5)", "8 3 101000 (2)"])
        #expect(imported.acts.last == "import-deleted-8-3@794001")
        #expect(imported.says("results.csv:3: the sheet does not count the time of lap(s) 3 of car 8"))
    }

    @Test("of equal times the one that the sheet names is the best")
    func equalTimes() throws {
        let rows = [
            row("7", 1, 100, at: 100), row("7", 2, 90, at: 190), row("7", 3, 95, at: 285), row("7", 4, 90, at: 375),
        ]
        #expect(
            try read(rows, sheet("1,7,2,1:30.000,-,-,1,4,Team,GT3")).classified() == ["7 4 90000 (2)"])
        #expect(
            try read(rows, sheet("1,7,4,1:30.000,-,-,1,4,Team,GT3")).classified() == ["7 4 90000 (4)"])
    }

    @Test("cars without a time stand behind, in the order of the sheet; all their times are deleted")
    func withoutTime() throws {
        let rows =
            session + [
                row("1", 1, 300, at: 300), row("1", 2, 90, at: 390), row("2", 1, 310, at: 310),
                row("2", 2, 91, at: 401),
            ]
        let imported = try read(
            rows,
            sheet(
                "1,8,3,1:38.000,-,-,1,3,Team,GT3", "2,7,5,1:39.000,-,-,1,5,Team,GT3", "3,2,0,,,,,2,Team,GT3",
                "4,1,0,,,,,2,Team,GT3", "5,3,0,,,,,0,Team,GT3"))
        #expect(
            try imported.classified() == ["8 3 98000 (3)", "7 5 99000 (5)", "2 2 -", "1 2 -", "3 0 -"])
    }

    @Test("a sheet of another session deletes nothing")
    func foreignSheet() throws {
        let imported = try read(
            session, sheet("1,8,3,2:38.000,-,-,1,9,Team,GT3", "2,7,5,2:39.000,-,-,1,5,Team,GT3"))
        #expect(try imported.classified() == ["8 3 98000 (3)", "7 5 99000 (5)"])
        #expect(imported.says("results.csv:2: car 8's best lap of 0:02:38.000 is not in the file of laps"))
        #expect(imported.says("results.csv:2: car 8 has 9 lap(s) on the sheet and 3 in the file"))
    }

    @Test("a session that ended under red takes no lap away, though no row shows the chequered flag")
    func endedRed() throws {
        let rows = [
            row("7", 1, 400, at: 400), row("7", 2, 100, at: 500), row("7", 3, 99, at: 599, flag: "RF"),
            row("8", 1, 700, at: 700, flag: "RF"), row("8", 2, 110, at: 810, flag: "RF"),
        ]
        let imported = try read(
            rows, sheet("1,7,3,1:39.000,-,-,1,3,Team,GT3", "2,8,2,1:50.000,-,-,1,2,Team,GT3"))
        #expect(try imported.classified() == ["7 3 99000 (3)", "8 2 110000 (2)"])
        let acts = imported.acts.filter { !$0.hasPrefix("import-counts") }
        #expect(acts == ["import-start@0", "import-flag-1@0", "import-flag-2@599000", "import-end@810001"])
        #expect(imported.says("count by command: without sectors they could be other than laps. See laps.csv:3"))
    }

    @Test("run in turns, each class has its flag; the last one ends the session")
    func inTurns() throws {
        let rows = [
            row("7", 1, 300, at: 300), row("7", 2, 100, at: 400), row("7", 3, 101, at: 501, flag: "FF"),
            row("7", 4, 140, at: 641, pit: true, flag: "RF"),
            row("8", 1, 1000, at: 1000, carClass: "GT4"), row("8", 2, 120, at: 1120, carClass: "GT4"),
            row("8", 3, 119, at: 1239, flag: "FF", carClass: "GT4"),
        ]
        let imported = try read(
            rows, sheet("1,7,2,1:40.000,-,-,1,4,Team,GT3", "2,8,3,1:59.000,-,-,1,3,Team,GT4"))
        #expect(try imported.classified() == ["7 4 100000 (2)", "8 3 119000 (3)"])
        #expect(imported.acts.contains("import-chequered@1239000"))
        #expect(imported.says("laps.csv:4: class GT3 saw the chequered flag 0:08:21.000 after the start"))
    }

    @Test("a car that drives on after the flag keeps its laps: the flag is put where none is lost")
    func afterTheFlag() throws {
        let rows = [
            row("7", 1, 300, at: 300), row("7", 2, 100, at: 400, flag: "FF"), row("7", 3, 130, at: 530, flag: "FF"),
            row("8", 1, 310, at: 310), row("8", 2, 105, at: 415, flag: "FF"),
        ]
        let imported = try read(
            rows, sheet("1,7,2,1:40.000,-,-,1,3,Team,GT3", "2,8,2,1:45.000,-,-,1,2,Team,GT3"))
        #expect(try imported.classified() == ["7 3 100000 (2)", "8 2 105000 (2)"])
        #expect(imported.acts.contains("import-chequered@400001"))
        #expect(imported.says("so that every lap of the file counts"))
    }

    @Test("a first lap that ends in the pit lane is a lap, though nothing has seen the car before")
    func firstLapInPit() throws {
        let rows = [
            row("7", 1, 300, at: 300, pit: true), row("7", 2, 200, at: 500, stop: 90),
            row("7", 3, 100, at: 600, pit: true),
            row("7", 4, 200, at: 800, stop: 90), row("8", 1, 310, at: 310), row("8", 2, 105, at: 415),
        ]
        let imported = try read(
            rows, sheet("1,8,2,1:45.000,-,-,1,2,Team,GT3", "2,7,0,,,,,4,Team,GT3"))
        #expect(try imported.classified() == ["8 2 105000 (2)", "7 4 -"])
    }
}
