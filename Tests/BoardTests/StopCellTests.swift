import Board
import Client
import Testing
import Timing
import Wire

@Suite("What the cell STOP reads")
struct StopCellTests {
    /// A verdict as the publication tells it.
    private static func verdict(_ state: String, _ more: String = "") -> String { verdict("stop1", state, more) }

    private static func verdict(_ id: String, _ state: String, _ more: String) -> String {
        """
        {"car":"7","id":"\(id)","state":"\(state)","byMs":null,"opensMs":1500000,"closesMs":2100000,"requiredMs":85000,\
        "exitFromMs":null,"visit":null,"driver":null,"joker":false,"interrupted":false,"curtailed":false}
        """.replacing(more.split(separator: ":").first.map { "\($0):null" } ?? "-", with: more)
    }

    private static func verdict(_ state: String, marked mark: String) -> String {
        verdict(state).replacing(#""curtailed":false"#, with: #""curtailed":false,"# + mark)
    }

    private func cell(
        _ verdicts: [String], infringements: [String] = [], now: Int64 = 1_600_000, isOpenToAll: Bool = true
    ) throws -> JSON? {
        let text = """
            {"v":1,"type":"results","classification":[],"verdicts":[\(verdicts.joined(separator: ","))],\
            "infringements":[\(infringements.joined(separator: ","))]}
            """
        let told = try PublishedResults(file: JSON(Array(text.utf8)))
        return StopCell(
            told.findings.verdicts, told.findings.infringements, now: Milliseconds(now), isOpenToAll: isOpenToAll
        ).json
    }

    private func state(_ verdicts: String..., infringements: [String] = [], now: Int64 = 1_600_000) throws -> String? {
        try cell(verdicts, infringements: infringements, now: now)?.elements?.first?.text
    }

    private func infringement(_ state: String, id: String = "stop1") -> String {
        #"{"car":"7","id":"\#(id)","kind":"shortStop","byMs":316,"visit":1,"proposed":null,"state":"\#(state)","act":null}"#
    }

    @Test("a stop that is ahead counts down to its window, then to its end, with the laps that are left")
    func ahead() throws {
        let ahead = try #require(try cell([Self.verdict("notOpen")]))
        #expect(String(decoding: ahead.bytes, as: UTF8.self) == #"["notOpen",1500000,null,85000,null,null]"#)
        let open = try #require(try cell([Self.verdict("open", marked: #""passesLeft":2"#)]))
        #expect(String(decoding: open.bytes, as: UTF8.self) == #"["open",2100000,null,85000,null,2]"#)
        #expect(try state(Self.verdict("lastChance")) == "lastChance")
    }

    @Test("in the pit lane it holds until the car may leave")
    func inPit() throws {
        let verdict = Self.verdict("inPit", #""exitFromMs":1600000"#)
        #expect(try state(verdict, now: 1_599_999) == "hold")
        #expect(try state(verdict, now: 1_600_000) == "mayGo")
        #expect(try cell([verdict], now: 1_599_999)?.elements?[1].integer == 1_600_000)
        // Nothing is required: it may go at once.
        #expect(try state(Self.verdict("inPit"), now: 0) == "mayGo")
    }

    @Test("a fault stands until it is decided on", arguments: ["short", "early", "late", "missed", "over"])
    func faults(fault: String) throws {
        let verdict = Self.verdict(fault, #""byMs":316"#)
        #expect(try state(verdict) == fault)
        #expect(try cell([verdict])?.elements?[2].integer == 316)
        #expect(try state(verdict, infringements: [infringement("reported")]) == fault)
        #expect(try state(verdict, infringements: [infringement("penalised")]) == "penalised")
        #expect(try state(verdict, infringements: [infringement("automatic")]) == "penalised")
        #expect(try state(verdict, infringements: [infringement("closed")]) == "closed")
        // Where verdicts are not shown it is told once it is decided.
        #expect(try cell([verdict], infringements: [infringement("reported")], isOpenToAll: false) == nil)
        let decided = try cell([verdict], infringements: [infringement("penalised")], isOpenToAll: false)
        #expect(decided?.elements?.first?.text == "penalised")
    }

    @Test("a stop served with another driver not proved asks for the driver")
    func driver() throws {
        let served = Self.verdict("served", #""byMs":2310"#)
        #expect(try state(served) == "served")
        #expect(try state(served, Self.verdict("driverChange1", "unproved", "")) == "driverChange")
        #expect(try state(Self.verdict("unproved"), Self.verdict("driverChange1", "unproved", "")) == "unproved")
        // That the change is still ahead says the stop itself.
        #expect(try state(served, Self.verdict("driverChange1", "open", "")) == "served")
        #expect(try state(Self.verdict("notApplicable")) == "notOwed")
        #expect(try state(Self.verdict("notApplicable", marked: #""ruling":"excused""#)) == "excused")
        #expect(try state(Self.verdict("stint1", "over", "")) == nil)
        #expect(try cell([]) == nil)
    }

    @Test("of several verdicts the worst stands: fault, last lap, hold, not proved, due, served")
    func worst() throws {
        let order = ["short", "lastChance", "inPit", "unproved", "open", "notOpen", "served", "notApplicable"]
        let names = ["inPit": "mayGo", "notApplicable": "notOwed"]
        for (place, one) in order.enumerated() {
            for other in order[place...] {
                for pair in [(one, other), (other, one)] {
                    let told = try cell([Self.verdict("stop1", pair.0, ""), Self.verdict("stop2", pair.1, "")])
                    #expect(told?.elements?.first?.text == names[one] ?? one, "\(pair)")
                }
            }
        }
        let second = try cell([Self.verdict("stop1", "served", ""), Self.verdict("stop2", "open", "")])
        #expect(second?.elements?[4].text == "2/2")
    }
}
