import Recording
import Rulebook
import Testing
import Timing

@Suite("Swiss Timing files")
struct SwissTimingImportTests {
    private static let head =
        "Bib;Class;Driver1;Driver2;Driver3;Driver4;Car;Lap;Time;Sector1Time;SpeedTrap1;Sector2Time;SpeedTrap2;"
        + "Sector3Time;SpeedTrap3;TopSpeed"

    private func lap(_ car: String, _ number: Int, _ time: String, _ sectors: String...) -> String {
        let parts = (sectors + ["", "", ""]).prefix(3).joined(separator: ";200;")
        return "\(car);;Ann ONE;Bob TWO;;;Make;\(number);\(time);\(parts);201;250"
    }

    private var sectors: [String] {
        [
            lap("4", 1, "1:50.000", "40.000", "40.000", "30.000"),
            lap("4", 2, "1:55.000", "35.000", "40.000", "40.000"),
            lap("4", 3, "3:00.000", "1:50.000", "40.000", "30.000"), Self.head,
            lap("4", 4, "1:45.000", "35.000", "40.000", "30.000"), lap("4", 5, "1:20.000", "35.000", "45.000"),
            lap("52", 1, "1:52.000", "42.000", "40.000", "30.000"),
            lap("52", 2, "1:56.000", "36.000", "40.000", "40.000"),
        ]
    }

    private let stops =
        """
        Nr;Driver in;Day time in;Time in;Driver out;Day time out;Time out;Nett Time;Reason;Lap In
        4;Ann ONE;16:03:40.000;3:40.000;Bob TWO;16:05:20.000;5:20.000;1:40.000;;2
        52; ;16:03:43.000;3:43.000; ;;;;Retired;2
        """

    private let result =
        """
        Rank;Bib;ClassName;Driver1;Driver2;Driver3;Driver4;CarName;TeamName;LicenceHolderName;TotalTime;LapCount;\
        GapTime;GapLap;BestLapAverageSpeed;BestLapTime;BestLapLapNumber;State
        1;4;Gold Cup;Ann ONE;Bob TWO;;;Make GT3;Team;Team;8:30.000;4;;0;195.20;1:45.000;4;
        ;52;Pro Cup;Cy THREE;;;;Make GT3;Other;Other;3:48.000;2;;2;185.60;1:52.000;1;NC
        ;99;Pro Cup;Dee FOUR;;;;Make GT3;Third;Third;;0;;;;;;DNS
        """

    private func read(
        _ sectors: [String], _ more: [(name: String, text: String)] = [], kind: Session.Kind? = nil
    ) throws -> Imported {
        let list = ([Self.head] + sectors).joined(separator: "\r\n")
        return try SwissTimingImport.read(
            files: more + [(name: "SectorList.csv", text: list)], options: ImportOptions(kind: kind))
    }

    private var all: [(name: String, text: String)] {
        [(name: "PitStops.csv", text: stops), (name: "ResultList.csv", text: result)]
    }

    @Test("laps end at the sum of the times, visits are measured, headers between are no rows")
    func laps() throws {
        let imported = try read(sectors, all)
        let four = imported.recording.event.entries.first { $0.number.text == "4" }
        let mine = try #require(four)
        let crossings = imported.recording.crossings.filter { $0.transponder == mine.transponders[0] }
        #expect(
            crossings.map { "\($0.loop.value)@\(($0.at - imported.recording.acts[0].at).count)/\($0.driver)" } == [
                "3@40000/1", "4@80000/1", "1@110000/1", "3@145000/1", "4@185000/1", "10@220000/1", "2@225000/1",
                "11@320000/2", "3@335000/2", "4@375000/2", "1@405000/2", "3@440000/2", "4@480000/2", "1@510000/2",
            ])
        #expect(imported.recording.crossings.allSatisfy { !$0.isEstimated })
        #expect(mine.carClass == "Gold Cup" && mine.team == "Team" && mine.vehicle == "Make GT3")
        #expect(mine.drivers.map(\.name) == ["Ann ONE", "Bob TWO"])
        #expect(imported.recording.acts[0].at.milliseconds == 16 * 3_600_000)
        #expect(try imported.classified() == ["4 4 105000 (4)", "52 2 -", "99 0 -"])
    }

    @Test(
        "an unfinished lap, a visit without exit or driver and what the result has otherwise are told with their lines")
    func odd() throws {
        let imported = try read(sectors, all)
        #expect(
            imported.says("1 lap(s) at the end of a car's list are unfinished")
                && imported.says("See SectorList.csv:7."))
        #expect(imported.says("1 visit(s) have no time of pit exit. See PitStops.csv:3."))
        #expect(imported.says("1 visit(s) do not name the driver") && !imported.says("ResultList.csv"))
        let other = try read(
            sectors, [(name: "ResultList.csv", text: result.replacing("8:30.000;4", with: "8:35.000;4"))])
        #expect(other.says("ResultList.csv:2: the total of car 4 in the result is 0:00:05.000 more"))
    }

    @Test("the list of sectors alone is enough")
    func alone() throws {
        let imported = try read(sectors)
        #expect(imported.says("Without the list of pit stops") && imported.says("the start is put at 00:00"))
        #expect(imported.recording.event.entries.map(\.carClass) == ["unknown", "unknown"])
        #expect(imported.recording.event.sessions.map(\.kind) == [.race])
    }

    @Test("a number that comes twice is one lap where the result counts one, and the next lap where it counts two")
    func repeatedNumbers() throws {
        let rows = [
            lap("4", 1, "1:50.000", "40.000", "40.000", "30.000"), lap("4", 2, "30.000", "10.000", "10.000", "10.000"),
            lap("4", 2, "1:30.000", "30.000", "30.000", "30.000"),
            lap("4", 3, "1:45.000", "35.000", "40.000", "30.000"),
        ]
        func text(_ laps: Int) -> String {
            "Rank;Bib;ClassName;LapCount;TotalTime\n1;4;Pro;\(laps);5:35.000\n"
        }
        let joined = try read(rows, [(name: "r.csv", text: text(3))])
        #expect(try joined.classified() == ["4 3 105000 (3)"] && joined.says("See SectorList.csv:4."))
        let next = try read(rows, [(name: "r.csv", text: text(4))])
        #expect(try next.classified() == ["4 4 30000 (2)"] && next.says("counted as the next one"))
    }

    @Test("a pit exit that is not after its entry is left out and told")
    func reversedVisit() throws {
        let lists = stops.replacing("16:05:20.000;5:20.000", with: "16:03:40.000;3:40.000")
        let imported = try read(sectors, [(name: "PitStops.csv", text: lists), all[1]])
        #expect(
            imported.says("1 visit(s) have a pit exit that is not after the pit entry")
                && imported.says("PitStops.csv:2."))
        #expect(try imported.classified().first == "4 4 105000 (4)")
    }

    @Test("a lap without a time makes no best lap of the one after it")
    func lapWithoutTime() throws {
        let times = ["1:50.000", "1:41.000", "", "1:42.000", "1:45.000"]
        let imported = try read(times.enumerated().map { lap("4", $0.offset + 1, $0.element) })
        #expect(try imported.classified() == ["4 5 101000 (2)"])
        #expect(imported.says("1 row(s) have no lap time and are left out"))
    }

    @Test("a result of best laps is one of qualifying or practice, and says which times are deleted")
    func qualifying() throws {
        let sheet =
            """
            Rank;Bib;ClassName;LapCount;TotalTime;BestLapTime;BestLapLapNumber
            1;4;Gold Cup;4;;1:50.000;9
            2;52;Pro Cup;2;;1:56.000;2
            """
        let imported = try read(
            Array(sectors[0..<5]) + sectors[6...], [(name: "GTWCEU_Q_ResultListCSV qualifying.csv", text: sheet)])
        #expect(imported.recording.event.sessions.map(\.kind) == [.qualifying])
        #expect(imported.says("taken as qualifying"))
        #expect(try imported.classified().last == "52 2 116000 (2)")
    }

    @Test("another file is refused with what was expected, and near names are offered")
    func refused() throws {
        let fault = try #require(throws: ImportFault.self) {
            _ = try read([], [(name: "a.csv", text: "Bibb;Lap;Tim;Sector1Time\n1;1;1:00.0;20.0\n")])
        }
        #expect(fault.file == "a.csv" && fault.line == 1 && fault.remedy.contains("\"Bibb\" for Bib"))
        let none = try #require(throws: ImportFault.self) {
            _ = try SwissTimingImport.read(files: [(name: "r.csv", text: result)], options: ImportOptions())
        }
        #expect(none.found == "no list of sectors")
    }
}
