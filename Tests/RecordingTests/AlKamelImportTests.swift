import Recording
import Rulebook
import Testing
import Timing

@Suite("Al Kamel files")
struct AlKamelImportTests {
    private let firstLap =
        "7,1,1,1:40.000,,40.000,30.000,30.000,1:40.000,14:01:40.000,A. One,,GT3,,Team,Make,GF,"

    @Test("a lap gives the ends of its sectors and the Line, with the driver who drove it")
    func lap() throws {
        let imported = try SmallFiles.readAlKamel(SmallFiles.alKamel([firstLap]))
        #expect(imported.told == ["3@40000/1", "4@70000/1", "1@100000/1"])
        #expect(imported.recording.acts[0].at.milliseconds == 14 * 3_600_000)
        let entry = try #require(imported.recording.event.entries.first)
        #expect(entry.carClass == "GT3" && entry.cup == nil && entry.vehicle == "Make")
        #expect(entry.drivers == [Driver(id: 1, name: "A. One")])
        #expect(imported.recording.crossings.map(\.stamp).last == 50_500_000_000)
    }

    @Test("a stop gives an estimated pit entry and exit whose distance is the time in the pit lane")
    func estimatedStop() throws {
        let imported = try SmallFiles.readAlKamel(
            SmallFiles.alKamel([
                firstLap,
                "7,1,2,1:50.000,B,30.000,30.000,50.000,3:30.000,14:03:30.000,A. One,,GT3,,Team,Make,GF,",
                "7,2,3,2:20.000,,1:20.000,30.000,30.000,5:50.000,14:05:50,B. Two,1:00.000,GT3,,T,,GF,",
            ]))
        // Pit entry may lie 0 to 50 s before the Line: 25 s is taken.
        #expect(
            imported.told.dropFirst(3) == [
                "3@130000/1", "4@160000/1", "~10@185000/1", "2@210000/1", "~11@245000/2", "3@290000/2",
                "4@320000/2", "1@350000/2",
            ])
        #expect(imported.says("1 stop(s) have an estimated pit entry"))
        #expect(imported.recording.event.entries[0].drivers.map(\.name) == ["A. One", "B. Two"])
    }

    @Test("a long stop enters early enough to leave the pit lane before the first sector loop")
    func longStop() throws {
        let imported = try SmallFiles.readAlKamel(
            SmallFiles.alKamel([
                firstLap,
                "7,1,2,1:50.000,B,30.000,30.000,50.000,3:30.000,14:03:30.000,A. One,,GT3,,Team,Make,GF,",
                "7,1,3,2:20.000,,50.000,60.000,30.000,5:50.000,14:05:50.000,A. One,1:20.000,GT3,,T,,GF,",
            ]))
        // Entry lies 30 to 50 s before the Line, or exit would come after the end of the first sector.
        #expect(imported.told.filter { $0.hasPrefix("~") } == ["~10@170000/1", "~11@250000/1"])
    }

    @Test(
        "a stop that the sectors beside it cannot hold has neither pit entry nor exit",
        arguments: [
            ("50.000", "1:00.000", "1:50.000"), ("", "1:20.000", "1:00.000"), ("50.000", "", "1:00.000"),
        ])
    func stopWithoutRoom(lastSector: String, firstSector: String, stop: String) throws {
        let imported = try SmallFiles.readAlKamel(
            SmallFiles.alKamel([
                firstLap,
                "7,1,2,1:50.000,B,30.000,30.000,\(lastSector),3:30.000,14:03:30.000,A,,GT3,,Team,Make,GF,",
                "7,1,3,2:20.000,,\(firstSector),30.000,30.000,5:50.000,14:05:50,A,\(stop),GT3,,T,,GF,",
            ]))
        #expect(imported.recording.crossings.allSatisfy { !$0.isEstimated && $0.loop.value < 10 })
        #expect(imported.recording.event.circuit.loops.allSatisfy { $0.kind != .pitEntry })
        #expect(imported.says("1 stop(s) have neither"))
        #expect(imported.told.contains("2@210000/1"))
    }

    @Test("a car that ends in the pit lane has no pit entry, and the notes say so")
    func endsInPit() throws {
        let imported = try SmallFiles.readAlKamel(
            SmallFiles.alKamel([firstLap.replacing("1:40.000,,40", with: "1:40.000,B,40")]))
        #expect(imported.told.last == "2@100000/1")
        #expect(imported.says("1 car(s) ended in the pit lane"))
    }

    @Test("flags change where the first car shows another, and after the chequered flag only it counts")
    func flags() throws {
        func lap(_ car: String, _ number: Int, _ elapsed: String, _ flag: String) -> String {
            "\(car),1,\(number),,,,,,\(elapsed),14:0\(elapsed),,,GT3,,Team,Make,\(flag),"
        }
        let imported = try SmallFiles.readAlKamel(
            SmallFiles.alKamel([
                lap("7", 1, "1:00.000", "SF"), lap("7", 2, "2:00.000", "GF"), lap("7", 3, "3:00.000", "FCY"),
                lap("7", 4, "4:00.000", "FF"),
                lap("8", 1, "1:10.000", "SF"), lap("8", 2, "2:10.000", "GF"), lap("8", 3, "3:10.000", "XX"),
                lap("8", 4, "4:10.000", "GF"), lap("8", 5, "5:10.000", "FF"),
            ]))
        #expect(
            imported.acts == [
                "import-start@0", "import-flag-1@0", "import-flag-2@120000", "import-flag-3@180000",
                "import-chequered@240000", "import-end@310001",
            ])
        #expect(
            imported.recording.acts.map(\.kind) == [
                .start, .flag(.safetyCar, isEstimated: true), .flag(.green, isEstimated: true),
                .flag(.fullCourseYellow, isEstimated: true), .flag(.chequered, isEstimated: false), .end,
            ])
        #expect(imported.says("unknown flag \"XX\""))
        #expect(imported.recording.acts.allSatisfy { $0.by == "import" })
    }

    @Test("without a chequered flag the race ends where the car with the most laps finished first")
    func noChequeredFlag() throws {
        func lap(_ car: String, _ number: Int, _ elapsed: String) -> String {
            "\(car),1,\(number),,,,,,\(elapsed),14:0\(elapsed),,,GT3,,Team,Make,GF,"
        }
        let imported = try SmallFiles.readAlKamel(
            SmallFiles.alKamel([
                lap("7", 1, "1:00.000"), lap("7", 2, "2:05.000"), lap("8", 1, "1:01.000"),
                lap("8", 2, "2:04.000"), lap("9", 1, "2:02.000"),
            ]))
        #expect(imported.acts.contains("import-chequered@124000"))
        #expect(imported.recording.acts[2].kind == .flag(.chequered, isEstimated: true))
        #expect(imported.says("it is estimated at the last crossing"))
    }

    @Test("a race of 24 hours passes midnight and its elapsed time passes 24 h")
    func midnight() throws {
        let imported = try SmallFiles.readAlKamel(
            SmallFiles.alKamel([
                "7,1,1,9:00:00.0,,,,,9:00:00.0,1:00:00.0,,,LMP2,,Team,Make,GF,",
                "7,1,2,15:01:00.25,,,,,24:01:00.25,16:01:00.25,,,LMP2,,Team,Make,FF,",
            ]), options: ImportOptions(date: "2024-02-29"))
        #expect(imported.told == ["1@32400000/1", "1@86460250/1"])
        // 29 February 2024, 16:00.
        #expect(imported.recording.acts[0].at.milliseconds == 1_709_164_800_000 + 16 * 3_600_000)
        #expect(!imported.says("differ"))
    }

    @Test("entries are in the order in which they first crossed the Line, never in that of the result")
    func entryOrder() throws {
        func lap(_ car: String, _ elapsed: String) -> String {
            "\(car),1,1,,,,,,\(elapsed),14:01:00.000,,,GT3,,Team,Make,GF,"
        }
        let imported = try SmallFiles.readAlKamel(
            SmallFiles.alKamel([lap("7", "1:02.0"), lap("07", "1:01.0"), lap("007", "1:02.0")]),
            sheet: "POSITION,NUMBER\n1,12\n2,007\n3,7\n4,07\n5,3\n")
        #expect(imported.recording.event.entries.map(\.number.text) == ["07", "7", "007", "3", "12"])
        #expect(
            imported.recording.event.entries.flatMap(\.transponders).map(\.value) == [
                1001, 1002, 1003, 1004, 1005,
            ])
        #expect(imported.recording.crossings.map(\.transponder.value) == [1001, 1002, 1003])
        #expect(imported.says("2 car(s) of the result have no lap"))
    }

    @Test("a result sheet gives grades by name, whatever its numbers and capitals")
    func crews() throws {
        let sheet = """
            NUMBER,POSITION,TEAM,CLASS,VEHICLE,DRIVER1_FIRSTNAME,DRIVER1_SECONDNAME,DRIVER1_LICENSE,\
            DRIVER1_HOMETOWN,DRIVER1_COUNTRY,DRIVER2_FIRSTNAME,DRIVER2_SECONDNAME,DRIVER2_LICENSE
            7,1,"Racing, ""Red"" Team",GTD,Car GT3,B.,TWO,Gold,"Town, ST",USA,A.,One,Bronze
            """
        let imported = try SmallFiles.readAlKamel(
            SmallFiles.alKamel([
                firstLap, "7,2,2,1:40.0,,,,,3:20.000,14:03:20.000,B. Two,,GT3,,Team,Make,GF,",
            ]), sheet: sheet)
        let entry = imported.recording.event.entries[0]
        #expect(entry.team == "Racing, \"Red\" Team")
        #expect(entry.carClass == "GTD" && entry.vehicle == "Car GT3")
        #expect(
            entry.drivers == [
                Driver(id: 1, name: "A. One", grade: "Bronze"),
                Driver(id: 2, name: "B. Two", grade: "Gold", nation: "USA"),
            ])
    }

    @Test("rules come from the options, or from the format's habit with a note")
    func rules() throws {
        let text = SmallFiles.alKamel([firstLap])
        let habit = try SmallFiles.readAlKamel(text)
        #expect(habit.recording.event.sessions[0].rules.classifiedPercent == 0)
        #expect(habit.says("classified from 0 %"))
        let told = try SmallFiles.readAlKamel(
            text,
            options: ImportOptions(
                date: "2018-05-19", duration: .minutes(60), eventName: "Sepang",
                circuitName: "Sepang Circuit",
                sessionID: "race1", classifiedPercent: 75))
        let session = told.recording.event.sessions[0]
        var rules = RaceRules(duration: .minutes(60), classifiedPercent: 75)
        rules.pitLapsCount = false
        #expect(session.rules == rules)
        #expect(session.id == "race1" && session.circuit.name == "Sepang Circuit")
        #expect(told.recording.event.name == "Sepang")
        #expect(!told.says("classified from") && !told.says("1970-01-01"))
    }

    @Test(
        "the Line's minimum is 20 s, but at most half the fastest lap",
        arguments: [("30.000", 15_000), ("50.000", 20_000)])
    func lineMinimum(lap: String, minimum: Int64) throws {
        let imported = try SmallFiles.readAlKamel(
            SmallFiles.alKamel(["7,1,1,\(lap),,,,,\(lap),14:00:30.0,,,GT3,,Team,Make,GF,"]))
        let circuit = imported.recording.event.circuit
        #expect(circuit.loops.map(\.minimum.count) == [minimum, minimum])
        #expect(circuit.loops.map(\.kind) == [.line, .linePit])
        #expect(imported.says("no sectors"))
    }

    @Test("a lap without a row is estimated; the next lap's own time says where it ended")
    func missingLap() throws {
        let imported = try SmallFiles.readAlKamel(
            SmallFiles.alKamel([
                firstLap, "7,1,3,1:40.000,,40.000,30.000,30.000,5:00.000,14:05:00.000,,,GT3,,Team,Make,GF,",
            ]))
        #expect(imported.told.dropFirst(3) == ["~1@200000/1", "3@240000/1", "4@270000/1", "1@300000/1"])
        #expect(imported.says("1 lap(s) have no row in the file") && imported.says("See laps.csv:3."))
    }

    @Test("several laps without rows share the time that is left; a number that leaves no time for laps adds none")
    func missingLaps() throws {
        func row(_ number: Int, _ elapsed: String) -> String {
            "7,1,\(number),,,,,,\(elapsed),14:00:00.000,,,GT3,,Team,Make,GF,"
        }
        let imported = try SmallFiles.readAlKamel(
            SmallFiles.alKamel([row(1, "1:40.000"), row(2, "3:20.000"), row(5, "8:20.000"), row(95, "10:00.000")]))
        #expect(
            imported.told == [
                "1@100000/1", "1@200000/1", "~1@300000/1", "~1@400000/1", "1@500000/1", "1@600000/1",
            ])
        #expect(imported.says("more laps than there was time for") && imported.says("See laps.csv:5."))
    }

    @Test("a lap that came out of the pit lane shows that the missing one before it ended there")
    func missingInLap() throws {
        let imported = try SmallFiles.readAlKamel(
            SmallFiles.alKamel([
                firstLap, "7,1,3,2:40.000,,1:40.000,30.000,30.000,6:00.000,14:06:00.000,,1:00.000,GT3,,Team,Make,GF,",
            ]))
        #expect(imported.told.contains("~2@200000/1"))
    }

    @Test("a visit whose time stands beside the mark of its own lap lies whole before the Line of that lap")
    func wholeVisit() throws {
        let imported = try SmallFiles.readAlKamel(
            SmallFiles.alKamel([
                firstLap,
                "7,1,2,11:40.000,B,40.000,10:30.000,30.000,13:20.000,14:13:20.000,A. One,9:00.000,GT3,,Team,Make,FCY,",
                "7,1,3,1:40.000,,40.000,30.000,30.000,15:00.000,14:15:00.000,A. One,,GT3,,Team,Make,GF,",
            ]))
        // Sector 2 alone is long enough: it lasts from 140 s to 770 s.
        #expect(
            imported.told.dropFirst(3) == [
                "3@140000/1", "~10@185000/1", "~11@725000/1", "4@770000/1", "1@800000/1", "3@840000/1", "4@870000/1",
                "1@900000/1",
            ])
        #expect(imported.says("1 visit(s) lie whole before the Line") && imported.says("See laps.csv:3."))
    }

    @Test("a whole visit is followed by another on the next lap: both lie whole before their Lines")
    func twoWholeVisits() throws {
        let imported = try SmallFiles.readAlKamel(
            SmallFiles.alKamel([
                firstLap,
                "7,1,2,11:40.000,B,40.000,10:30.000,30.000,13:20.000,14:13:20.000,A. One,9:00.000,GT3,,Team,Make,FCY,",
                "7,1,3,11:40.000,B,40.000,10:30.000,30.000,25:00.000,14:25:00.000,A. One,9:00.000,GT3,,Team,Make,FCY,",
                "7,1,4,1:40.000,,40.000,30.000,30.000,26:40.000,14:26:40.000,A. One,,GT3,,Team,Make,GF,",
            ]))
        #expect(
            imported.told.filter { $0.hasPrefix("~1") } == [
                "~10@185000/1", "~11@725000/1", "~10@885000/1", "~11@1425000/1",
            ])
        #expect(imported.says("2 visit(s) lie whole before the Line") && imported.says("See laps.csv:3, 4."))
    }

    @Test("the older header and other separators, capitals and orders are the same columns")
    func olderHeader() throws {
        let rows = [
            "A. One;1:40.000;14:01:40.000;40.000;1;7;1:40.000;1;DPi", ";;;;;;;;",
            "A. One;3:20,5;14:03:20.500;;1;7;1:40.5;2;DPi",
        ]
        let imported = try SmallFiles.readAlKamel(
            SmallFiles.alKamel(
                rows, header: " driver_name ;Elapsed;HOUR;S1; DRIVER NUMBER;Number; LAPTIME; LAPNUMBER;CLASS"))
        #expect(imported.told == ["1@100000/1", "1@200500/1"])
        #expect(imported.recording.event.entries.map(\.carClass) == ["DPi"])
    }

    @Test("cars without a class have one of their own, and a header without the column is told")
    func noClass() throws {
        let imported = try SmallFiles.readAlKamel(
            "NUMBER,LAP_NUMBER,LAP_TIME,ELAPSED,HOUR\n7,1,1:40.000,1:40.000,14:01:40.000\n")
        #expect(imported.recording.event.entries.map(\.carClass) == ["unknown"])
        #expect(imported.says("1 car(s) have no class") && imported.says("See laps.csv:2."))
    }

    @Test(
        "a grade that is misspelt is read as what it is like, another is left out; both are told with their line",
        arguments: [
            ("Platinium", "Platinum", "results.csv:2"), ("GOLD", "Gold", "results.csv:2"), ("Amateur", nil, "left out"),
        ])
    func grades(written: String, grade: String?, told: String) throws {
        let imported = try SmallFiles.readAlKamel(
            SmallFiles.alKamel([firstLap]),
            sheet: "POSITION,NUMBER,DRIVER1_FIRSTNAME,DRIVER1_SECONDNAME,DRIVER1_LICENSE\n1,7,A.,One,\(written)\n")
        #expect(imported.recording.event.entries[0].drivers == [Driver(id: 1, name: "A. One", grade: grade)])
        #expect(imported.says("results.csv:2: the grade \"\(written)\" of A. One is unknown") && imported.says(told))
    }

    @Test("a race that ended under red has no chequered flag, and every lap counts")
    func endedRed() throws {
        func lap(_ car: String, _ number: Int, _ elapsed: String, _ flag: String) -> String {
            "\(car),1,\(number),,,,,,\(elapsed),14:0\(elapsed),,,GT3,,Team,Make,\(flag),"
        }
        let imported = try SmallFiles.readAlKamel(
            SmallFiles.alKamel([
                lap("7", 1, "1:00.000", "GF"), lap("7", 2, "2:00.000", "GF"), lap("8", 1, "1:01.000", "GF"),
                lap("8", 2, "3:01.000", "RF"), lap("9", 1, "2:30.000", "RF"), lap("9", 2, "3:30.000", "RF"),
            ]))
        #expect(imported.acts == ["import-start@0", "import-flag-1@0", "import-flag-2@150000", "import-end@210001"])
        #expect(imported.says("the race ended under it"))
    }

    @Test("a car that crosses the Line long after the flag still finishes in time")
    func lateFinish() throws {
        let imported = try SmallFiles.readAlKamel(
            SmallFiles.alKamel([
                "7,1,1,1:00.0,,,,,1:00.0,14:01:00.0,,,GT3,,Team,Make,FF,",
                "8,1,1,13:30.0,,,,,13:30.0,14:13:30.0,,,GT3,,Team,Make,FF,",
            ]))
        #expect(imported.recording.event.sessions[0].rules.finishWithin == .minutes(13))
        #expect(imported.says("13 min after the flag"))
    }
}
