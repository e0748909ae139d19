import Bridges
import Testing
import Timing

@Suite("Records of RMonitor")
struct RMonitorRecordTests {
    private func read(_ line: String) throws(RMonitorFault) -> RMonitorRecord {
        try RMonitorReader.record(Array(line.utf8)[...])
    }

    private func written(_ record: RMonitorRecord, avoidsCommas: Bool = false) -> [UInt8] {
        RMonitorWriter.lines([record], avoidsCommas: avoidsCommas)
    }

    @Test("each record of the session at Sebring is read, and is the same when it is written again")
    func sebring() throws {
        let lines = try #require(RepositoryFile.sebring)
        #expect(lines.count == 27_855)
        for line in lines {
            let record = try RMonitorReader.record(line)
            let again = written(record)
            if again != line + [0x0D, 0x0A] { Issue.record("\(String(decoding: line, as: UTF8.self))") }
        }
    }

    @Test(
        "the examples of the specification and of IMSA's are read, and are the same when they are written again",
        arguments: [
            #"$F,14,"00:12:45","13:34:23","00:09:47","Green ""#, #"$F,9999,"00:00:00","13:34:23","26:09:47","      ""#,
            #"$A,"1234BE","12X",52474,"John","Johnson","USA",5"#,
            #"$COMP,"1234BE","12X",5,"John","Johnson","USA","CAMEL""#, #"$B,5,"Friday free practice""#,
            #"$C,5,"Formula 3000""#, #"$E,"TRACKNAME","Indianapolis Motor Speedway""#,
            #"$E,"TRACKLENGTH","2.500""#, #"$G,3,"1234BE",14,"01:12:47.872""#, #"$G,3,"1234BE",,"00:59:59.999""#,
            #"$G,1,"7",700,"24:00:41.310""#, #"$H,2,"1234BE",3,"00:02:17.872""#, #"$I,"16:36:08.000","12 jan 01""#,
            #"$J,"1234BE","00:02:03.826","01:42:17.672""#,
            #"$COR,"123BE","658",2,"00:00:35.272","+00:00:00.012""#,
            #"$COR,"123BE","658",2,"00:00:35.272","-00:00:05.000""#,
            #"$L,"13","P2","POP","01/27/2009","10:10:19.589""#,
            #"$L,"13","T1","SFT","01/27/2015","10:10:19.589",2,"GTD""#,
            #"$T,"Sebring","SEB","3.700",2,"S1","T1","TA",100,"LAP","T1","T1",234432"#,
            #"$SP,2,"7",12,"00:01:45.100","""#, #"$SR,2,"7",12,"00:01:45.100","x""#,
        ])
    func examples(line: String) throws {
        #expect(String(decoding: written(try read(line)), as: UTF8.self) == line + "\r\n")
    }

    @Test("each example of the document is read, and is the same when it is written again")
    func documented() throws {
        let document = try #require(RepositoryFile.bytes("/../docs/bridges.md"))
        let parts = document.split(separator: UInt8(ascii: "`")).filter { part in
            part.first == UInt8(ascii: "$") && part.contains(UInt8(ascii: ","))
        }
        for part in parts { #expect(written(try RMonitorReader.record(part)) == part + [0x0D, 0x0A]) }
        let commands = Set(parts.map { String(decoding: $0.prefix { $0 != UInt8(ascii: ",") }, as: UTF8.self) })
        #expect(commands == ["$I", "$B", "$E", "$C", "$A", "$COMP", "$F", "$G", "$H", "$J", "$COR", "$L"])
    }

    @Test(
        "a line that is no record is refused with the place, with what was found and with what was expected",
        arguments: [
            ("F,1", "", 0, "no $ in front"), (#"$ZZZ,5,"Friday""#, "$ZZZ", 0, "an unknown command"),
            (#"$G,1,"7""#, "$G", 3, "the end of the line"),
            (#"$G,1,7,3,"00:00:01.000""#, "$G", 2, #""7" without quotes"#),
            (#"$G,"1","7",3,"00:00:01.000""#, "$G", 1, #""1" in quotes"#),
            (#"$G,01,"7",3,"00:00:01.000""#, "$G", 1, "01"), (#"$G,1000,"7",3,"00:00:01.000""#, "$G", 1, "1000"),
            (#"$G,1,"7",3,"00:61:01.000""#, "$G", 4, #""00:61:01.000""#),
            (#"$G,1,"7",3,"00:00:01""#, "$G", 4, #""00:00:01""#),
            (#"$G,1,"7",3,"00:00:01.000",9"#, "$G", 5, #""9""#), (#"$H,1,"7",,"00:00:01.000""#, "$H", 3, "nothing"),
            (#"$B,0,"x""#, "$B", 1, "0"), (#"$B,1,"x"#, "$B", 2, "a quote without its end"),
            (#"$B,1,"x"y"#, "$B", 2, "more behind the text's end"),
            (#"$F,1,"00:00:00","00:00:00","00:00:00","White ""#, "$F", 5, #""White ""#),
            (#"$COR,"7","7",2,"00:00:35.272","00:00:00.012""#, "$COR", 5, #""00:00:00.012""#),
            ("$B,1,\"a\u{1}b\"", "$B", 2, "a byte that is no character"),
        ])
    func refused(line: String, command: String, field: Int, found: String) {
        let fault = #expect(throws: RMonitorFault.self) { try read(line) }
        let said = fault.map { "\($0)" } ?? ""
        #expect(fault?.command == command && fault?.field == field && fault?.found == found, "\(said)")
        #expect(fault?.expected.isEmpty == false)
    }

    @Test("a line longer than 4,096 bytes is refused before it is looked at")
    func tooLong() {
        let fault = #expect(throws: RMonitorFault.self) { try read("$B,1,\"" + String(repeating: "x", count: 4096)) }
        #expect(fault?.expected == "at most 4096")
    }

    @Test("names are written in code page 1252, without accents where it has none, and read again")
    func characters() throws {
        let name = "Müller-Ørsted “Žižka” Škoda € Çelik"
        let line = written(.setting(.init(name: "TRACKNAME", value: name))).dropLast(2)
        guard case .setting(let read) = try RMonitorReader.record(line) else { throw RMonitorTrouble.other }
        #expect(read.value == name)
        #expect(line.contains(0xFC) && line.contains(0x80) && line.contains(0x8A))
        let far = written(.setting(.init(name: "TRACKNAME", value: "Łukasz Ďurček İğne 山本\u{7}\u{85}")))
        #expect(String(decoding: far, as: UTF8.self) == "$E,\"TRACKNAME\",\"Lukasz Durcek Igne ??  \"\r\n")
    }

    @Test("for clients that read UTF-8 names are written in ASCII: each letter without its accent")
    func plain() {
        let name = "Müller-Ørsted “Žižka” Škoda Çelik Łukasz Æneas Großmann Þór Ĳ 山本 ½\u{7}"
        let line = RMonitorWriter.lines([.setting(.init(name: "TRACKNAME", value: name))], isPlain: true)
        #expect(
            String(decoding: line, as: UTF8.self)
                == "$E,\"TRACKNAME\",\"Muller-Orsted 'Zizka' Skoda Celik Lukasz AEneas Grossmann Thor I ?? ? \"\r\n")
        let all = (UInt32(0)...0x2122).compactMap(Unicode.Scalar.init)
        #expect(all.allSatisfy { PlainCharacters.bytes(of: $0).allSatisfy { 0x20...0x7E ~= $0 } })
        let ascii = all.filter { 0x20...0x7E ~= $0.value }
        #expect(ascii.count == 95 && ascii.allSatisfy { PlainCharacters.bytes(of: $0) == [UInt8($0.value)] })
    }

    @Test(
        "a comma stays within its text, or becomes a semicolon where clients cut at it; a quote becomes an apostrophe")
    func quotes() throws {
        let record = RMonitorRecord.carClass(.init(id: 3, text: #"Am, "Silver""#))
        #expect(String(decoding: written(record), as: UTF8.self) == "$C,3,\"Am, 'Silver'\"\r\n")
        #expect(try RMonitorReader.record(written(record).dropLast(2)) == .carClass(.init(id: 3, text: "Am, 'Silver'")))
        #expect(String(decoding: written(record, avoidsCommas: true), as: UTF8.self) == "$C,3,\"Am; 'Silver'\"\r\n")
    }

    @Test("the date of a reset is that of the circuit's clock, also across midnight and on a leap day")
    func dates() {
        let clock = CircuitClock(Instant(milliseconds: 1_526_715_228_512), ahead: .minutes(480))
        #expect(clock.date == "19 may 18" && clock.timeOfDay == Milliseconds(56_028_512))
        #expect(clock.americanDate == "05/19/2018")
        let leap = CircuitClock(Instant(milliseconds: 1_709_247_599_999), ahead: .minutes(30))
        #expect(leap.date == "29 feb 24" && leap.timeOfDay == Milliseconds(84_599_999))
        #expect(CircuitClock(Instant(milliseconds: -1), ahead: .zero).date == "31 dec 69")
    }
}

enum RMonitorTrouble: Error { case other }
