import Recording
import Rulebook
import Testing
import Timing

@Suite("Files that cannot be imported, and files that look odd but can")
struct ImportFaultTests {
    private let lap = "7,1,1,1:40.000,,40.000,30.000,30.000,1:40.000,14:01:40.000,A. One,,GT3,,Team,Make,GF,"

    private func fault(_ text: String) throws -> ImportFault {
        try #require(throws: ImportFault.self) { _ = try SmallFiles.readAlKamel(text) }
    }

    @Test("a byte order mark, CR LF, semicolons and quotes change nothing")
    func dress() throws {
        let plain = try SmallFiles.readAlKamel(
            SmallFiles.alKamel([lap, lap.replacing("7,1,1", with: "8,1,1")]))
        let text = SmallFiles.alKamel([
            lap.replacing("A. One", with: "\"A. One\""), "", lap.replacing("7,1,1", with: "\"8\" ,1,1"),
        ])
        let dressed = "\u{FEFF}" + text.replacing(",", with: ";").replacing("\n", with: "\r\n")
        let imported = try SmallFiles.readAlKamel(dressed)
        #expect(imported.recording.event == plain.recording.event)
        #expect(imported.recording.crossings == plain.recording.crossings)
        #expect(imported.recording.acts == plain.recording.acts)
    }

    @Test("quoted fields hold separators, quotes and line ends")
    func quotes() throws {
        let text = SmallFiles.alKamel([lap.replacing("Team", with: "\"Team, \"\"One\"\"\nand Two\"")])
        let imported = try SmallFiles.readAlKamel(text)
        #expect(imported.recording.event.entries[0].team == "Team, \"One\"\nand Two")
        let fault = try fault(text + lap.replacing("7,1,1", with: "7,1,x"))
        #expect(fault.line == 4, "lines are counted as an editor shows them")
    }

    @Test("columns come in any order, more or fewer at the end of a row")
    func columns() throws {
        let imported = try SmallFiles.readAlKamel(
            "HOUR,ELAPSED,LAP_NUMBER,NUMBER,TEAM\n14:01:40,1:40.0,1,07,Team,more\n14:03:20.0,3:20,2,07\n"
        )
        #expect(imported.told == ["1@100000/0", "1@200000/0"])
        #expect(imported.recording.event.entries[0].number == CarNumber("07"))
        #expect(imported.recording.event.entries[0].team == "Team")
    }

    @Test("an empty file is said to be empty", arguments: ["", "\u{FEFF}", "\r\n\r\n"])
    func empty(_ text: String) throws {
        let fault = try fault(text)
        #expect(fault.description.hasPrefix("laps.csv:1: found an empty file; expected a header"))
    }

    @Test("a header alone is no race")
    func headerAlone() throws {
        #expect(try fault(SmallFiles.alKamelHeader + "\n").description.hasPrefix("laps.csv:2: found no lap"))
    }

    @Test("a missing column is named with its file and line")
    func missingColumn() throws {
        let text = SmallFiles.alKamel(
            [lap], header: SmallFiles.alKamelHeader.replacing(" ELAPSED", with: "E"))
        let fault = try fault(text)
        #expect(fault.file == "laps.csv" && fault.line == 1)
        #expect(fault.found == "no column \"ELAPSED\"")
        let near = try self.fault(
            SmallFiles.alKamel([lap], header: SmallFiles.alKamelHeader.replacing(" ELAPSED", with: "ELAPSD")))
        #expect(near.remedy.contains("the column \"ELAPSD\" may be meant"))
        let tsl = try #require(throws: ImportFault.self) {
            _ = try SmallFiles.readTSL("\nlapnumber,nr,session_time\n1,7,1:00\n")
        }
        #expect(tsl.description.hasPrefix("sectors.csv:2: found no column \"time_of_day\""))
    }

    @Test(
        "a malformed time is told with its line, and the lap time or the time of day takes its place",
        arguments: [
            "1:4x.000", "1:60.000", "1:61:00.000", "-1:40.000", "1:40.0000", "1:40.", "1:2:3:4", ":40",
            "1 40",
            "1:40.0.0", "123456:00",
        ])
    func malformedTime(_ time: String) throws {
        let second = lap.replacing("7,1,1", with: "7,1,2").replacing(
            "30.000,1:40.000,14:01:40", with: "30.000,\(time),14:03:20")
        let imported = try SmallFiles.readAlKamel(SmallFiles.alKamel([lap, "", second]))
        #expect(imported.told.last == "1@200000/1")
        #expect(imported.says("laps.csv:4: ELAPSED \"\(time)\" is no time such as 1:02:03.004"))
        let untimed = try SmallFiles.readAlKamel(
            SmallFiles.alKamel([lap, second.replacing("7,1,2,1:40.000", with: "7,1,2,")]))
        #expect(untimed.told.last == "1@200000/1", "by the time of day")
    }

    @Test("a row without any time is left out, and its lap is one of those that are missing")
    func untimedRow() throws {
        let imported = try SmallFiles.readAlKamel(
            SmallFiles.alKamel([
                lap, "7,1,2,,,,,,,,A. One,,GT3,,Team,Make,GF,",
                lap.replacing("7,1,1", with: "7,1,3").replacing("30.000,1:40.000,14:01", with: "30.000,5:00.000,14:05"),
            ]))
        #expect(imported.told.contains("~1@200000/1") && imported.told.last == "1@300000/1")
        #expect(
            imported.says(
                "1 row(s) have no time from which the end of the lap follows and are left out. See laps.csv:3."))
    }

    @Test("times with one to three decimals, or none, are exact")
    func decimals() throws {
        for (text, expected) in [
            ("100.5", 100_500), ("1:40.05", 100_050), ("1:40", 100_000), ("0:01:40,007", 100_007),
        ] {
            let row = "7;1;1;;;;;;\(text);14:01:40.000;;;GT3;;Team;Make;GF;"
            let imported = try SmallFiles.readAlKamel(
                SmallFiles.alKamel([row], header: SmallFiles.alKamelHeader.replacing(",", with: ";")))
            #expect(imported.told == ["1@\(expected)/1"])
        }
    }

    @Test("a lap that is there twice names both lines; the same row twice is taken once")
    func twice() throws {
        let fault = try fault(SmallFiles.alKamel([lap, lap.replacing("A. One", with: "B. Two")]))
        #expect(fault.line == 3)
        #expect(fault.found.contains("lap 1 of car 7 again, after line 2"))
        let imported = try SmallFiles.readAlKamel(SmallFiles.alKamel([lap, lap]))
        #expect(
            imported.told.count == 3 && imported.says("stand in the file twice") && imported.says("See laps.csv:3."))
    }

    @Test("of two elapsed times that do not go up, the one that does not fit its lap time is wrong")
    func backwards() throws {
        func row(_ number: Int, _ elapsed: String) -> String {
            "7,1,\(number),1:40.000,,,,,\(elapsed),,A. One,,GT3,,Team,Make,GF,"
        }
        let second = try SmallFiles.readAlKamel(
            SmallFiles.alKamel([row(1, "1:40.000"), row(2, "1:39.999"), row(3, "5:00.000")]))
        #expect(second.told == ["1@100000/1", "1@200000/1", "1@300000/1"])
        #expect(second.says("not after the lap before") && second.says("See laps.csv:3."))
        let first = try SmallFiles.readAlKamel(
            SmallFiles.alKamel([row(1, "1:40.000"), row(2, "33:20.000"), row(3, "5:00.000")]))
        #expect(first.told == second.told && first.says("See laps.csv:3."))
    }

    @Test("a missing number, a lap that is no number and an open quote are refused with their lines")
    func fields() throws {
        #expect(try fault(SmallFiles.alKamel([lap.replacing("7,1,1", with: ",1,1")])).found == "no NUMBER")
        let word = try fault(SmallFiles.alKamel([lap.replacing("7,1,1", with: "7,1,one")]))
        #expect(word.description.hasPrefix("laps.csv:2: found LAP_NUMBER \"one\""))
        let driver = try fault(SmallFiles.alKamel([lap.replacing("7,1,1", with: "7,256,1")]))
        #expect(driver.found == "DRIVER_NUMBER \"256\"")
        let quote = try fault(SmallFiles.alKamel([lap, lap.replacing("A. One", with: "\"A. One")]))
        #expect(quote.line == 3 && quote.found.contains("never closed"))
        let after = try fault(SmallFiles.alKamel([lap.replacing("A. One", with: "\"A.\" One")]))
        #expect(after.line == 2 && after.found.contains("after a closing quote"))
    }

    @Test("files of neither kind, two of a kind, and a result alone are refused")
    func kinds() throws {
        let laps = (name: "a.csv", text: SmallFiles.alKamel([lap]))
        func refused(_ files: [(name: String, text: String)]) throws -> ImportFault {
            try #require(throws: ImportFault.self) {
                _ = try AlKamelImport.read(files: files, options: ImportOptions())
            }
        }
        #expect(try refused([laps, ("b.csv", "x,y\n1,2\n")]).file == "b.csv")
        #expect(try refused([laps, ("b.csv", laps.text)]).found.contains("second file of laps after a.csv"))
        #expect(try refused([("b.csv", "POSITION,NUMBER\n1,7\n")]).found == "no file of laps")
        #expect(try refused([]).found == "no file of laps")
        #expect(try refused([laps, ("b.csv", "POSITION,NUMBER\n1,7\n2,7\n")]).line == 3)
    }

    @Test(
        "a day that the calendar does not have is refused",
        arguments: [
            "2023-02-29", "2024-13-01", "2024-00-10", "2024-04-31", "24-04-30", "2024-4-30", "today", "",
        ])
    func date(_ date: String) throws {
        let fault = try #require(throws: ImportFault.self) {
            _ = try SmallFiles.readAlKamel(SmallFiles.alKamel([lap]), options: ImportOptions(date: date))
        }
        #expect(fault.file == "date" && fault.expected.contains("YYYY-MM-DD"))
    }

    @Test(
        "days are counted from 1970 with the calendar's leap years",
        arguments: [
            ("1970-01-01", 0), ("1999-12-31", 10_956), ("2000-03-01", 11_017), ("2100-03-01", 47_541),
        ])
    func days(date: String, days: Int64) throws {
        let imported = try SmallFiles.readAlKamel(
            SmallFiles.alKamel([lap]), options: ImportOptions(date: date))
        #expect(imported.recording.acts[0].at.milliseconds == days * 86_400_000 + 14 * 3_600_000)
    }
}
