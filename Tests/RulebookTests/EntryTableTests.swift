import Foundation
import Rulebook
import Testing
import Timing

@Suite("Entry lists as tables")
struct EntryTableTests {
    private static let head = "number,class,cup,team,vehicle,transponders,driver1,grade1,nation1,born1,driver2,grade2"

    /// The event of the sample with its entries in a table.
    private func event(_ table: String) throws -> Event {
        let folder = try Folder()
        try folder.write("entries.csv", table)
        return try Event.load(path: folder.write("e.yaml", Self.event))
    }

    private static let event =
        "event: E\ncircuit: {name: C, loops: [{id: 1, name: Line, kind: line}]}\n"
        + "series: {name: S, race: {classifiedPercent: 75, classifiedBasis: class}}\n"
        + "sessions: [{id: r, name: R, kind: race}]\nentries: entries.csv\n"

    /// What is wrong with a table by itself.
    private func told(_ table: String) throws -> [String] {
        let folder = try Folder()
        return check(path: try folder.write("x.csv", table)).map { RulebookTests.told($0, folder) }
    }

    @Test("a table is read as the same list in YAML is")
    func same() throws {
        let table = """
            \(Self.head)
            007,GT3,Pro/Am,Straits Racing,Mercedes-AMG GT3,4701 4711,A. Driver,Bronze,MAS,1968,B. Driver,Platinum
            88,GT4,,"Harbour City, ""Autosport\""",,4705,,,,,,
            7,GT3,,,,,"Two
            lines",,,,,

            """
        let entries = try event(table).entries
        #expect(
            entries == [
                Entry(
                    number: CarNumber("007"), carClass: "GT3", cup: "Pro/Am", team: "Straits Racing",
                    vehicle: "Mercedes-AMG GT3", transponders: [Transponder(4701), Transponder(4711)],
                    drivers: [
                        Driver(id: 1, name: "A. Driver", grade: "Bronze", nation: "MAS", born: 1968),
                        Driver(id: 2, name: "B. Driver", grade: "Platinum"),
                    ]),
                Entry(
                    number: CarNumber("88"), carClass: "GT4", team: "Harbour City, \"Autosport\"",
                    transponders: [Transponder(4705)], drivers: []),
                Entry(
                    number: CarNumber("7"), carClass: "GT3", team: "", transponders: [],
                    drivers: [Driver(id: 1, name: "Two\nlines")]),
            ])
    }

    @Test("semicolons, a byte order mark, line ends of Windows, empty lines and a missing last line end are all taken")
    func spreadsheets() throws {
        let table = "\u{FEFF}team;number;class;transponders;driver2\r\nT;null;GT3;1;\"B; C\"\r\n\r\n~;2;true;2;"
        let entries = try event(table).entries
        #expect(entries.map(\.number.text) == ["null", "2"])
        #expect(entries.map(\.team) == ["T", "~"] && entries.map(\.carClass) == ["GT3", "true"])
        #expect(entries.map(\.drivers) == [[Driver(id: 2, name: "B; C")], []])
        #expect(try told(table) == [])
    }

    @Test(
        "a fault has its line, and the name of its column",
        arguments: [
            (
                "7,GT3,,T,,x,,,,,,",
                "2:11: transponders[1]: found \"x\", expected a whole number from 1 to 4294967295; write decimal digits only"
            ),
            (
                "7,GT3,,T,,1,A,bronze,,,,",
                "2:15: grade1: found \"bronze\", expected one of Bronze, Silver, Gold, Platinum; write Bronze"
            ),
            (
                "7,GT3,,T,,1,A,,,68,,",
                "2:17: born1: found 68, expected a whole number from 1900 to 2100; choose a number in this range"
            ),
            (",GT3,,T,,1,,,,,,", "2:1: number: found nothing, expected the number on the car's door; fill in the cell"),
            ("7,,,T,,1,,,,,,", "2:3: class: found nothing, expected the entry's class; fill in the cell"),
            ("7,GT3,,T,,1,,,,,,Gold", "2:17: driver2: found nothing, expected the driver's name; fill in the cell"),
            (
                "7,GT3,,T,,1 1,,,,,,",
                "2:11: transponders[2]: found \"1\", which line 2 has already, expected a transponder that no other has; "
                    + "correct one of the two"
            ),
            (
                "7,GT3,,T,,1,A",
                "2:13: driver1: found 7 cells, expected 12, as many as there are columns; "
                    + "check the separators, and put a cell that holds one in quotes"
            ),
            (
                "7,GT3,,T,,1,A,,,,,,,",
                "2:19: grade2: found 14 cells, expected 12, as many as there are columns; "
                    + "check the separators, and put a cell that holds one in quotes"
            ),
            (
                "7,GT3,,\"T,,1",
                "2:8: csv: found a quote that is not closed, expected a quote at the end of the cell; "
                    + "close it; write a quote in a cell twice"
            ),
            (
                "7,GT3,,\"T\"x,,1",
                "2:11: csv: found text after a closing quote, expected a separator or the end of the line; "
                    + "put the whole cell in quotes, and write a quote in it twice"
            ),
            (
                "7,GT3,,T\"x\",,1",
                "2:9: csv: found a quote within a cell that does not begin with one, expected a quoted cell; "
                    + "put the whole cell in quotes, and write a quote in it twice"
            ),
        ])
    func wrong(_ row: String, _ expected: String) throws {
        let found = try told("\(Self.head)\n\(row)\n")
        #expect(found == ["x.csv:" + expected])
    }

    @Test("the columns are known, each once, and those that every entry has are there")
    func columns() throws {
        let columns =
            "number, class, cup, team, vehicle, transponders, or driver1, grade1, nation1, born1 and so on to 16"
        #expect(
            try told("number,clas,team,team,transponders\n7,GT3,T,T,1\n") == [
                "x.csv:1:1: file: found no column class, expected one: every entry has it; add it",
                "x.csv:1:8: column: found \"clas\", expected \(columns); write class",
                "x.csv:1:18: column: found \"team\", which line 1 has already, expected a column that no other has; "
                    + "correct one of the two",
            ])
        #expect(
            try told("") == [
                "x.csv:1:1: file: found an empty file, expected an entry list; fill it, or name another file"
            ])
        #expect(
            try told("\(Self.head)\n") == ["x.csv:1:1: file: found no entry, expected a line for each entry; add one"])
    }

    @Test("all faults of a table are told at once, and with those of the event that refers to it")
    func several() throws {
        let folder = try Folder()
        try folder.write("entries.csv", "\(Self.head)\n7,GT3,,T,,1,A,Gld,,,,\n7,GT3,,T,,1,,,,,,\n")
        let path = try folder.write("e.yaml", Self.event.replacing("kind: race", with: "kind: rce"))
        #expect(
            check(path: path).map { RulebookTests.told($0, folder).split(separator: ": found").first.map(String.init) }
                == [
                    "e.yaml:4:35: sessions[1].kind", "entries.csv:2:15: grade1", "entries.csv:3:1: number",
                    "entries.csv:3:11: transponders[1]",
                ])
        #expect(try told("number,class,team,transponders\n7,GT3,\u{7}T,1\n").count == 1)
        #expect(check(path: "\(folder.path)/none.csv").first?.found.contains("which cannot be read") == true)
    }

    @Test("crews of a table are checked against the cups of the series")
    func crews() throws {
        let folder = try Folder()
        try folder.write(
            "entries.csv", "\(Self.head)\n7,GT4,Am/Am,T,,1,A,Bronze,,,B,Silver\n8,GT4,Am/Am,T,,2,A,Bronze,,,B,\n")
        let text = Self.event.replacing(
            #/series: .*/#, with: "series: \(ConfigTests.config)/series/blancpain-gt-series-asia-2018.yaml")
        #expect(
            check(path: try folder.write("e.yaml", text)).map { RulebookTests.told($0, folder) } == [
                "entries.csv:2:18: driver1: found Bronze + Silver, expected a crew of GT4 Am/Am: 2 drivers, 2 Bronze; "
                    + "correct the crew",
                "entries.csv:3:29: driver2: found a driver of GT4 Am/Am without a grade, expected a grade: the cup asks "
                    + "for it; add the grade",
            ])
    }

    @Test(
        "whatever stands in its cells, a table is read or refused, and never half read",
        arguments: 0..<40 as Range<UInt64>)
    func noise(_ seed: UInt64) throws {
        var random = Seeded(state: seed &* 0x9E37_79B9_7F4A_7C15 &+ 7)
        let alphabet = Array("7,;\"\n\r aé\u{0}")
        let noise = String((0..<200).map { _ in alphabet.randomElement(using: &random) ?? "," })
        let found = try told("\(Self.head)\n\(noise)\n")
        #expect(found.allSatisfy { $0.hasPrefix("x.csv:") })
        // The same texts, quoted as they should be, are what is read.
        let names = (0..<5).map { _ in random.name() }
        let rows = names.enumerated().map { index, name in
            "\(index),GT3,,\"\(name.replacing("\"", with: "\"\""))\",,\(index + 1),,,,,,"
        }
        #expect(try event(([Self.head] + rows).joined(separator: "\r\n")).entries.map(\.team) == names)
    }
}
