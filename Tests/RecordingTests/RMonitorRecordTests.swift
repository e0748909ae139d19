import Recording
import Rulebook
import Testing
import Timing

@Suite("RMonitor streams: records, cars and faults")
struct RMonitorRecordTests {
    typealias Streams = RMonitorStreams

    // MARK: Records

    @Test("refreshes, results, stopgap times, $I and unknown records change nothing")
    func noise() throws {
        let plain = try Streams.read(Streams.race)
        let refresh =
            [
                #"$I,"00:00:00","0/0/0000""#, #"$I,"14:00:00.000","19 may 18""#,
            ] + Streams.race.prefix(5) + [
                #"$H,1,"7",0,"00:59:59.999""#, #"$G,1,"7",,"00:59:59.999""#, #"$G,2,"8",0,"00:00:00.000""#,
                #"$COR,"7","7",2,"00:03:30.000","+00:00:00.012""#, #"$SP,1,"7",2,"00:01:40.000",0"#, "$U,T1",
            ]
        var records: [String] = []
        for record in Streams.race { records += refresh + [record] }
        let imported = try Streams.read(records + refresh)
        #expect(imported.sameInputs(as: plain))
        let times = Streams.race.count + 1
        #expect(imported.says("\(times * 2) record(s) $I are ignored: they clear a screen"))
        #expect(imported.says("\(times) record(s) $SP are ignored: unknown"))
        #expect(imported.says("\(times) record(s) $U are ignored: which line is start/finish"))
    }

    @Test("what describes the cars may come before or after their crossings")
    func order() throws {
        let plain = try Streams.read(Streams.race)
        let described = ["$B", "$C", "$A"]
        let (front, rest) = (
            Streams.race.filter { described.contains(String($0.prefix(2))) },
            Streams.race.filter { !described.contains(String($0.prefix(2))) }
        )
        #expect(try Streams.read(rest + front).sameInputs(as: plain))
        #expect(try Streams.read(rest + front.reversed()).sameInputs(as: plain))
    }

    @Test("captures that overlap, in any order, are one stream", arguments: [[0, 1], [1, 0]])
    func captures(_ order: [Int]) throws {
        let parts = [
            (name: "a.txt", text: Streams.text(Array(Streams.race[..<12]))),
            (name: "b.txt", text: Streams.text(Array(Streams.race[3..<5] + Streams.race[8...]))),
        ]
        let imported = try RMonitorImport.read(files: order.map { parts[$0] }, options: ImportOptions())
        #expect(imported.sameInputs(as: try Streams.read(Streams.race)))
        #expect(imported.says("3 $L record(s) stand in the files more than once"))
    }

    @Test("two crossings at the same instant keep the order of the stream; later ones may come first")
    func lateRecords() throws {
        let records = [
            Streams.crossing("9", "P2", "POP", "14:00:30.000"), Streams.crossing("8", "T1", "SFT", "14:00:20.000"),
            Streams.crossing("7", "T1", "SFT", "14:00:20.000"),
        ]
        let imported = try Streams.read([Streams.beat("14:00:00", "00:00:00", "Green ")] + records)
        let owners = imported.recording.event.entries.reduce(into: [:]) { $0[$1.transponders[0]] = $1.number.text }
        #expect(imported.recording.crossings.map { owners[$0.transponder] } == ["8", "7", "9"])
        #expect(imported.told == ["1@20000/0", "1@20000/0", "11@30000/0"])
    }

    @Test("commas stand inside quotes, text is Latin-1, lines end with LF and a byte order mark leads")
    func dress() throws {
        // As `TextFile` reads bytes that are not UTF-8: 0x85 is a line end to Unicode, not to RMonitor.
        let name = "M\u{FC}ller, Jr.\u{85}"
        let records = [
            "$A,\"7\",\"7\",7,\"\(name)\",\"\",\"Alfa, Romeo\",1", #"$C,1,"GT3, Pro""#,
            "$COMP,\"7\",\"7\",1,\"\(name)\",\"\",\"Alfa, Romeo\",\"Team, \"\"One\"\"\"",
            Streams.crossing("7", "T1", "SFT", "14:00:20.000"),
        ]
        let text = "\u{FEFF}" + records.joined(separator: "\n")
        let entry = try #require(
            try RMonitorImport.read(files: [("x", text)], options: ImportOptions()).recording.event.entries.first)
        #expect(entry.carClass == "GT3, Pro" && entry.vehicle == "Alfa, Romeo" && entry.team == "Team, \"One\"")
        #expect(entry.drivers.map(\.name) == [name])
    }

    @Test("a broken record is left out and counted, and an open quote does not swallow the next")
    func broken() throws {
        let broken = [
            #"$A,"9","9",100"#, #"$B,5,"Race"#, #"$F,9999,"00:00:00","25:00:00","00:00:00","Green ""#,
            #"$C,"one","GT3""#, #"$J,"7","00:01:40.000","soon""#, #"$COMP,"9"#, #"$A,"","",9,"","","",1"#,
        ]
        let imported = try Streams.read(["hello", ""] + broken + Streams.race)
        #expect(imported.sameInputs(as: try Streams.read(Streams.race)))
        #expect(imported.says("\(broken.count) record(s) cannot be read and are left out, the first at stream.txt:"))
        #expect(imported.says("1 line(s) are no records."))
    }

    // MARK: Cars

    @Test("cars are entered in the order of their first Line, with class, vehicle and transponder")
    func entries() throws {
        let imported = try Streams.read(
            [#"$A,"100","100",100,"","","",2"#, #"$A,"6","6",6,"","","",3"#] + Streams.race)
        #expect(imported.entered == ["7 GT3", "8 GT4", "6 class 3", "100 GT4"])
        let seven = imported.recording.event.entries[0]
        #expect(seven.vehicle == "Make A" && seven.transponders == [Transponder(1_000_007)])
        #expect(seven.drivers == [Driver(id: 1, name: "Ann One")])
        #expect(imported.says("1 car(s) have a class without a name: 6."))
    }

    @Test("a crew in two fields is cut at each slash; who is named later is left out, aloud")
    func crew() throws {
        let imported = try Streams.read([
            #"$A,"21","21",21,"Farn /","James","",1"#, #"$A,"28","28",28,"A / B /","C. D/E","",1"#,
            #"$A,"21","21",21,"","Ian James","",1"#, #"$A,"30","30",30," / ","","",1"#,
            Streams.crossing("21", "T1", "SFT", "14:00:20.000"),
        ])
        let crews = imported.recording.event.entries.map { $0.drivers.map(\.name) }
        #expect(crews == [["Farn", "James"], ["A", "B", "C. D", "E"], []])
        #expect(
            imported.says("1 car(s) are named with other drivers later") && imported.says("later, which is left out"))
    }

    @Test("driver ids are kept, zero is nobody; ids beyond the crew become drivers without a name")
    func drivers() throws {
        let imported = try Streams.read([
            #"$A,"7","7",7,"A /","B","",1"#, Streams.crossing("7", "T1", "SFT", "14:00:20.000", more: ",2,\"GT3\""),
            Streams.crossing("7", "T1", "SFT", "14:02:20.000", more: ",\"4\",\"GT3\",\"extra\",5"),
            Streams.crossing("7", "T1", "SFT", "14:04:20.000", more: ",0,\"GT3\""),
            Streams.crossing("8", "T1", "SFT", "14:04:21.000", more: ",,\"GT4\""),
        ])
        #expect(imported.recording.crossings.map(\.driver) == [2, 4, 0, 0])
        let crew = imported.recording.event.entries[0].drivers
        #expect(crew.map(\.id) == [1, 2, 4] && crew.map(\.name) == ["A", "B", "Driver 4"])
        #expect(imported.entered == ["7 GT3", "8 GT4"], "the class beside a crossing serves where $C is missing")
        #expect(imported.says("1 car(s) send driver ids, which are taken as places in the crew: 7."))
        #expect(imported.says("1 car(s) have a crossing but no $A or $COMP: 8."))
    }

    @Test("an unmapped transponder is unassigned, unless it is a car's own")
    func unmapped() throws {
        let imported = try Streams.read(
            Streams.race + [
                Streams.crossing("Tx1176302", "P1", "SFP", "14:02:10.250"),
                Streams.crossing("Tx1000008", "T1", "SFT", "14:03:40.250"),
            ])
        #expect(imported.entered == ["7 GT3", "8 GT4"])
        let crossings = imported.recording.crossings
        #expect(crossings.count == 8)
        #expect(crossings.first { $0.transponder == Transponder(1_176_302) }?.loop == LoopID(2))
        var core = Timekeeper(imported.recording.event.sessions[0])
        for input in imported.recording.inputs { _ = try core.apply(input) }
        #expect(core.lapping(of: CarIndex(1)).laps == 2, "car 8 crossed the Line once by number, once by transponder")
        #expect(core.unknown.held.map(\.transponder) == [Transponder(1_176_302)])
        #expect(imported.says("1 crossing(s) name a transponder in place of the car"))
        #expect(imported.says("1 crossing(s) have a transponder that is not assigned to a car"))
    }

    @Test("made-up transponders are nobody else's, neither a car's nor an unmapped one")
    func madeUp() throws {
        let imported = try Streams.read([
            #"$A,"7","7",1001,"","","",1"#, #"$A,"8","8",0,"","","",1"#, #"$COMP,"9","9",1,"","","","""#,
            #"$A,"10","10",1001,"","","",1"#, Streams.crossing("Tx1002", "T1", "SFT", "14:00:20.000"),
        ])
        #expect(
            imported.recording.event.entries.map { $0.transponders.map(\.value) } == [[1001], [1003], [1004], [1005]])
        #expect(
            imported.says(
                "3 car(s) have no transponder of their own in the file and are given a made-up one: 8, 9, 10."))
    }

    @Test("a car that is renumbered or gets another transponder in the session stays one car")
    func renumbered() throws {
        let imported = try Streams.read([
            #"$A,"12BE","12X",500,"A","B","",1"#, Streams.crossing("12X", "T1", "SFT", "14:00:20.000"),
            Streams.crossing("12", "T1", "SFT", "14:02:20.000"), #"$A,"12BE","12",501,"A","B","",2"#,
            Streams.crossing("12", "T1", "SFT", "14:04:20.000"),
            Streams.passing("12BE", "00:02:00.000", "00:04:20.000"),
            Streams.crossing("Tx501", "T1", "SFT", "14:06:20.000"),
        ])
        #expect(imported.entered == ["12 class 2"])
        #expect(imported.recording.event.entries[0].transponders == [Transponder(500), Transponder(501)])
        #expect(imported.recording.crossings.map(\.transponder.value) == [500, 500, 500, 501])
        #expect(imported.told.map { String($0.prefix(8)) } == ["1@20000/", "1@140000", "1@260000", "1@380000"])
        #expect(imported.says("1 competitor(s) have the number of another"))
        #expect(imported.says("1 car(s) had more than one transponder"))
    }

    @Test("a car that retired or was excluded is named in the notes, and that word is not its vehicle")
    func status() throws {
        let imported = try Streams.read(
            Streams.race + [#"$COMP,"8","8",2,"Bob","Two","Excluded","""#, #"$COMP,"9","9",2,"","","Retired","""#])
        #expect(imported.says("Car 8 was declared Excluded") && imported.says("Car 9 was declared Retired"))
        #expect(imported.recording.event.entries.map(\.vehicle) == ["Make A", "Make B", nil])
    }

    // MARK: Faults

    @Test(
        "a malformed crossing is shown with its file and line",
        arguments: [
            (#"$L,"7""#, "time line \"\""), (#"$L"#, "car number \"\""),
            (Streams.crossing("", "T1", "SFT", "14:00:20.000"), "car number \"\""),
            (Streams.crossing("7", "S1", "SFT", "14:00:20.000"), "time line \"S1\""),
            (Streams.crossing("7", "T0", "SFT", "14:00:20.000"), "time line \"T0\""),
            (Streams.crossing("7", "T12", "SFT", "14:00:20.000"), "time line \"T12\""),
            (Streams.crossing("7", "T1", "SFT", "14:00:20.00"), "time \"14:00:20.00\""),
            (Streams.crossing("7", "T1", "SFT", "14:00:60.000"), "time \"14:00:60.000\""),
            (Streams.crossing("7", "T1", "SFT", "24:00:00.000"), "time \"24:00:00.000\""),
            (Streams.crossing("7", "T1", "SFT", "14:00:20.000", date: "19/05/2018"), "date \"19/05/2018\""),
            (Streams.crossing("7", "T1", "SFT", "14:00:20.000", date: "02/29/2018"), "date \"02/29/2018\""),
            (Streams.crossing("7", "T1", "SFT", "14:00:20.000", date: ""), "date \"\""),
            (Streams.crossing("7", "T1", "SFT", "14:00:20.000", more: ",x"), "driver id \"x\""),
            (Streams.crossing("7", "T1", "SFT", "14:00:20.000", more: ",256"), "driver id \"256\""),
            (#"$L,"7","T1","SFT","05/19/2018","14:00:2"#, "a quote that is never closed"),
        ])
    func malformed(record: String, found: String) throws {
        let fault = try Streams.fault(Streams.race.prefix(6) + [record] + Streams.race.suffix(4))
        #expect(fault.file == "stream.txt" && fault.line == 7)
        #expect(fault.found == found)
        #expect(!fault.expected.isEmpty && !fault.remedy.isEmpty)
    }

    @Test("a stream without crossings, without cars or without anything is refused")
    func nothing() throws {
        let plain = try Streams.fault(Streams.race.filter { !$0.hasPrefix("$L") && !$0.hasPrefix("$J") })
        #expect(plain.found == "no $L, $J or $G record" && plain.file == "stream.txt")
        let nobody = try Streams.fault([Streams.crossing("Tx5", "T1", "SFT", "14:00:20.000")])
        #expect(nobody.found == "no car")
        let none = try #require(throws: ImportFault.self) {
            _ = try RMonitorImport.read(files: [], options: ImportOptions())
        }
        #expect(none.found == "no $L, $J or $G record" && none.file == "import")
    }

    @Test("options name what the file cannot, and may not contradict the day that it states")
    func options() throws {
        let options = ImportOptions(
            date: "2018-05-19", duration: .minutes(3), eventName: "Event", circuitName: "Circuit", sessionID: "race1",
            classifiedPercent: 75)
        let event = try Streams.read(Streams.race, options: options).recording.event
        #expect(event.name == "Event" && event.circuit.name == "Circuit" && event.sessions[0].id == "race1")
        #expect(event.sessions[0].rules.duration == .minutes(3) && event.sessions[0].rules.classifiedPercent == 75)
        let other = try Streams.fault(Streams.race, options: ImportOptions(date: "2018-05-20"))
        #expect(other.file == "date" && other.found == "\"2018-05-20\"")
        #expect(try Streams.fault(Streams.race, options: ImportOptions(date: "soon")).file == "date")
    }
}
