import Recording
import Rulebook
import Testing
import Timing

@Suite("TSL files")
struct TSLImportTests {
    private let laps = [
        "1,7,Team,,,,,10:01:40.000,1,1:40.000,,30.000,30.000,GT3,1:40.000,A. One",
        "1,7,Team,,,TRUE,10:03:10.000,10:03:20.000,2,1:40.000,40.000,30.000,,GT3,3:20.000,A. One",
        "1,7,Team,TRUE,10:04:40.000,,,10:06:20.000,3,3:00.000,,30.000,30.000,GT3,6:20.000,B. Two",
    ]

    @Test("pit entry and exit are as measured; sectors count from whichever end of the lap is known")
    func stop() throws {
        let imported = try SmallFiles.readTSL(SmallFiles.tsl(laps))
        #expect(
            imported.told == [
                "3@40000/1", "4@70000/1", "1@100000/1",
                "3@140000/1", "4@170000/1", "10@190000/1", "2@200000/1",
                "11@280000/2", "3@320000/2", "4@350000/2", "1@380000/2",
            ])
        #expect(imported.recording.event.entries[0].drivers.map(\.name) == ["A. One", "B. Two"])
        #expect(imported.recording.crossings.allSatisfy { !$0.isEstimated })
        #expect(
            imported.recording.event.circuit.loops.map(\.kind) == [
                .line, .linePit, .sector, .sector, .pitEntry, .pitExit,
            ])
    }

    @Test("with a duration the core finds the flag, without one it is estimated at the winner's finish")
    func chequered() throws {
        let estimated = try SmallFiles.readTSL(SmallFiles.tsl(laps))
        #expect(estimated.acts == ["import-start@0", "import-chequered@380000", "import-end@380001"])
        #expect(estimated.recording.event.sessions[0].rules.duration == nil)
        #expect(estimated.recording.event.sessions[0].rules.classifiedPercent == 70)
        let timed = try SmallFiles.readTSL(
            SmallFiles.tsl(laps), options: ImportOptions(duration: .minutes(6)))
        #expect(timed.acts == ["import-start@0", "import-end@380001"])
        #expect(timed.recording.event.sessions[0].rules.duration == .minutes(6))
    }

    @Test("a race passes midnight on the Line and in the pit lane")
    func midnight() throws {
        let imported = try SmallFiles.readTSL(
            SmallFiles.tsl([
                "1,7,Team,,,TRUE,23:59:50.000,00:00:10.000,1,1:00:10.000,,,,GT3,1:00:10.000,A",
                "1,7,Team,TRUE,0:00:55.000,,,0:02:00.000,2,1:50.000,,,,GT3,1:02:00.000,A",
                "1,7,Team,,,,,23:30:00.000,3,23:28:00.000,,,,GT3,24:30:00.000,A",
            ]))
        #expect(
            imported.told == ["10@3590000/1", "2@3610000/1", "11@3655000/1", "1@3720000/1", "1@88200000/1"])
        #expect(imported.recording.acts[0].at.milliseconds == 23 * 3_600_000)
    }

    @Test("the time of day decides, not the sum of lap times, and differences are counted")
    func timeOfDayDecides() throws {
        let imported = try SmallFiles.readTSL(
            SmallFiles.tsl([
                "1,7,Team,,,,,10:01:40.001,1,1:40.000,,30.000,30.000,GT3,1:40.001,A",
                "1,7,Team,,,,,10:03:20.000,2,1:40.000,40.000,30.000,30.000,GT3,3:20.000,A",
                "1,7,Team,,,,,10:05:00.000,3,1:40.000,40.000,30.000,30.000,GT3,5:00.002,A",
            ]))
        #expect(
            imported.told == [
                "3@40001/1", "4@70001/1", "1@100001/1", "3@140001/1", "4@170001/1", "1@200000/1",
                "3@240000/1", "4@270000/1", "1@300000/1",
            ])
        #expect(imported.says("2 lap time(s) differ"))
        #expect(imported.says("2 sector boundaries have another instant"))
        #expect(imported.says("1 row(s) have a session time that differs"))
    }

    @Test("a sector boundary that would lie after pit entry is left out")
    func misplacedSector() throws {
        let imported = try SmallFiles.readTSL(
            SmallFiles.tsl([
                laps[0],
                "1,7,Team,,,TRUE,10:03:10.000,10:03:20.000,2,1:40.000,40.000,55.000,,GT3,3:20.000,A. One",
            ]))
        #expect(imported.told.dropFirst(3) == ["3@140000/1", "10@190000/1", "2@200000/1"])
        #expect(imported.says("1 sector boundaries would fall outside"))
    }

    @Test("pit entry in the same millisecond as the Line is still pit entry")
    func entryOnLine() throws {
        let imported = try SmallFiles.readTSL(
            SmallFiles.tsl(["1,7,Team,,,TRUE,10:01:40.000,10:01:40.000,1,1:40.000,,,,GT3,1:40.000,A"]))
        #expect(imported.told == ["10@100000/1", "2@100000/1"])
    }

    @Test("a pit exit before the start signal is not a pit exit of the race")
    func exitToGrid() throws {
        let imported = try SmallFiles.readTSL(
            SmallFiles.tsl(["1,7,Team,TRUE,9:40:00.000,,,10:01:40.000,1,1:40.000,,,,GT3,1:40.000,A"]))
        #expect(imported.told == ["1@100000/1"])
        #expect(imported.says("1 time(s) of pit entry or pit exit lie outside"))
    }

    @Test("a classification adds the car that never completed a lap, and nothing else")
    func classification() throws {
        let imported = try TSLImport.read(
            files: [
                (
                    "result.csv",
                    "Pos,No.,Name,Class,Total Time,Laps\n1,9,Standing,GT4,,0\n2,7,Other,GT4,1:00.0,9\n"
                ),
                ("sectors.csv", SmallFiles.tsl(laps)),
            ], options: ImportOptions())
        #expect(imported.recording.event.entries.map(\.number.text) == ["7", "9"])
        #expect(imported.recording.event.entries.map(\.team) == ["Team", "Standing"])
        #expect(imported.recording.event.entries.map(\.carClass) == ["GT3", "GT4"])
        #expect(imported.recording.event.name == "sectors")
    }
}
