import Simulation
import Testing
import Timing
import Wire

@Suite("Commands")
struct CommandTests {
    /// One of each kind, and each kind at the ends of its values.
    static let kinds: [Act.Kind] =
        [
            .formation, .start, .end, .final, .duration(Milliseconds(1)), .duration(Milliseconds(1 << 40)),
            .flag(.safetyCar, isEstimated: false, throughPitLane: true),
            .flag(.safetyCar, isEstimated: true, throughPitLane: true), .retired(CarNumber("07")),
            .served("decision-14", true), .served(String(repeating: "x", count: 64), false),
            .clock(ClockCorrection(decoder: 1, ahead: -1_000_000_000_000_000)),
            .clock(ClockCorrection(decoder: .max, epoch: 1 << 53, from: 1 << 53, ahead: 1_000_000_000_000_000)),
            .clock(ClockCorrection(decoder: 103, epoch: 0, from: 0, ahead: 0)),
        ]
        + bulletins.map { .bulletin($0) } + entries.map { .entry($0) }
        + Ruling.allCases.map { .ruling(CarNumber("18"), ObligationID(.driverChange, 1), $0, reason: "seen") }
        + [
            .ruling(
                CarNumber("07"), ObligationID(.technicalStop), .excused, reason: String(repeating: "x", count: 256)),
            .ruling(CarNumber("7"), ObligationID(.driving, 2, driver: 3, block: 1), .noAction, reason: "é"),
        ]
        + [
            .message("Track limits at turn 5: last warning \u{1F3C1} é", cars: []),
            .message(String(repeating: "x", count: 512), cars: [CarNumber("7"), CarNumber("07")]),
            .report(CarNumber("7"), Report(kind: "trackLimits")),
            .report(CarNumber("7"), Report(kind: "trackLimits", place: .turn(99), lap: 100_000)),
            .report(CarNumber("007"), Report(kind: "unsafeRelease", place: .named("pit exit"), lap: 1)),
            .conditions(Conditions(air: -600)), .conditions(Conditions(surface: .damp)),
            .conditions(Conditions(air: 700, track: 1000, surface: .wet, humidity: 100, wind: 400)),
        ]
        + [
            .laps(1), .laps(1000), .driveThrough, .stopAndGo(.zero), .stopAndGo(Milliseconds(3_600_000)), .grid(1),
            .grid(1000), .lapTime(1), .lapTime(100_000), .disqualified,
        ].map { .penalty(CarNumber("88"), $0, reason: "decision") }
        + Flag.allCases.flatMap { [.flag($0, isEstimated: false), .flag($0, isEstimated: true)] }
        + [
            .driver(CarNumber("007"), driver: 0), .driver(CarNumber("7"), driver: 255),
            .penalty(CarNumber("1"), .time(Milliseconds(1)), reason: "a"),
            .penalty(CarNumber("1"), .time(Milliseconds(86_400_000)), reason: String(repeating: "\"", count: 256)),
            .penalty(CarNumber("0123456789abcdef"), .position(1), reason: "pit exit under red"),
            .penalty(CarNumber("1"), .position(10_000), reason: "é"), .withdraw("rc-1"),
            .void(CrossingID(decoder: 101, epoch: 1, number: 2)),
            .void(CrossingID(decoder: .max, epoch: 1 << 53, number: 1 << 53)),
            .void(CrossingID(decoder: 0, epoch: 0, number: 0)),
            .count(CrossingID(decoder: 101, epoch: 1, number: 7)),
            .count(CrossingID(decoder: .max, epoch: 1 << 53, number: 1 << 53)),
            .insert(CarNumber("7"), LoopID(0), driver: 0), .insert(CarNumber("7"), LoopID(.max), driver: 255),
            .assign(Transponder(1), CarNumber("7"), .wholeSession),
            .assign(Transponder(.max), CarNumber("7"), .wholeSession),
            .assign(Transponder(1), CarNumber("7"), WearingTime(until: Instant(milliseconds: 1_526_718_000_000))),
        ]

    static let entries: [EntryChange] = {
        var number = EntryDetails()
        number.number = CarNumber("8")
        var rest = EntryDetails()
        rest.carClass = "GT4"
        rest.cup = .some(nil)
        rest.team = ""
        rest.vehicle = .some("Coupé")
        rest.transponders = []
        rest.drivers = []
        let late = Entry(
            number: CarNumber("0123456789abcdef"), carClass: "GT3", cup: "Pro/Am", team: "Late",
            transponders: [Transponder(1), Transponder(.max)],
            transponderOffsets: [Transponder(.max): Milliseconds(-12)],
            drivers: [
                Driver(id: 255, name: "Ann Bell", grade: "Bronze", nation: "GBR", born: 1990), Driver(id: 1, name: "C"),
            ])
        return [
            EntryChange(adding: late, isFromStart: true), EntryChange(adding: late, isFromStart: false),
            EntryChange(.change, CarNumber("7"), number, isFromStart: true),
            EntryChange(.change, CarNumber("7"), number, swapsWith: CarNumber("8"), isFromStart: false),
            EntryChange(.change, CarNumber("0123456789abcdef+"), rest, isFromStart: false),
            EntryChange(.withdraw, CarNumber("7"), isFromStart: true),
            EntryChange(.withdraw, CarNumber("7"), isFromStart: false),
        ]
    }()

    static let bulletins: [Bulletin] =
        [
            .window(nil), .minimum(of: nil, .zero), .minimum(of: "GT3 Am", Milliseconds(86_400_000)),
            .addition(CarNumber("88"), .zero), .addition(CarNumber("007"), Milliseconds(86_400_000)),
            .prohibited(from: .zero, to: Milliseconds(1)), .prohibited(from: .seconds(40), to: .seconds(88)),
            .pitSpeed(1), .pitSpeed(300), .driving(rule: 1, least: .zero, most: nil),
            .driving(rule: 1000, least: nil, most: .minutes(60_000)),
            .driving(rule: 2, least: .minutes(60), most: .minutes(120)),
            .window(MandatoryStops.Window(opens: .zero, closes: Milliseconds(1))),
            .startList(StartList(of: [.init("q", epoch: 7, sequence: 12)], grid: [CarNumber("7"), CarNumber("007")])),
            .startList(
                StartList(
                    of: [.init("q", epoch: 7, sequence: 12), .init("race1", epoch: 7, sequence: 9)],
                    additions: [.init(CarNumber("7"), .seconds(15))], starters: [.init(CarNumber("8"), driver: 2)])),
            .startList(StartList(of: [.init("q", epoch: 0, sequence: 0)], additions: [])),
        ]
        + [MandatoryStops.Window.Reference.entry, .exit, .both].map {
            .window(MandatoryStops.Window(opens: .minutes(25), closes: .minutes(35), by: $0))
        }

    @Test(
        "a penalty says what it is for",
        arguments: [
            ObligationID(.stop, 1), ObligationID(.starter), ObligationID(.driving, 1, driver: 255),
            ObligationID(.driving, 10, block: 2),
        ])
    func concerning(obligation: ObligationID) throws {
        let penalty = Act.Kind.penalty(CarNumber("27"), .stopAndGo(.seconds(1)), reason: "stop 0.006 s too short")
        let act = Act(
            id: "d-15", at: Instant(milliseconds: 77), by: "stewards", kind: penalty, concerning: obligation)
        let command = try Command(JSON(Command(act).bytes))
        #expect(command.concerning == obligation)
        #expect(command.act(id: "other", now: Instant(milliseconds: 99)) == act)
    }

    @Test("every kind reads back as it was written", arguments: kinds)
    func roundTrip(kind: Act.Kind) throws {
        let full = Command(
            id: "rc-\"1\"", by: "Rennleitung \u{1F3C1}\n", session: "race2",
            at: Instant(milliseconds: 1_526_715_136_227), kind: kind)
        #expect(try Command(JSON(full.bytes)) == full)
        #expect(try full.bytes.withUnsafeBytes { try Command($0) } == full)
        let edge = Command(id: nil, by: "x", session: nil, at: Instant(milliseconds: 0), kind: kind)
        #expect(try Command(JSON(edge.bytes)) == edge)
        guard case .insert = kind else {
            let bare = Command(id: nil, by: "x", session: nil, at: nil, kind: kind)
            #expect(try Command(JSON(bare.bytes)) == bare)
            return
        }
    }

    @Test("an act makes the command that makes the act", arguments: kinds)
    func act(kind: Act.Kind) throws {
        let act = Act(id: "a-1", at: Instant(milliseconds: 77), by: "timekeeper", kind: kind)
        let command = try Command(JSON(Command(act).bytes))
        #expect(command.act(id: "other", now: Instant(milliseconds: 99)) == act)
    }

    @Test("what the sender leaves out the daemon gives: name and instant")
    func given() throws {
        let command = try Command(JSON(message("{\"kind\":\"session\",\"action\":\"start\"}")))
        let act = command.act(id: "lapwing-1", now: Instant(milliseconds: 99))
        #expect(act == Act(id: "lapwing-1", at: Instant(milliseconds: 99), by: "x", kind: .start))
    }

    @Test("a transponder is a car's from the command's instant on, or in the whole session where it states none")
    func wearing() throws {
        func time(_ body: String, and more: String...) throws -> WearingTime? {
            let whole = #"{"kind":"amendment","action":"assign","transponder":4713,"car":"88"\#(body)}"#
            let json = more.isEmpty ? message(whole) : message(whole, and: more[0])
            guard case .assign(Transponder(4713), CarNumber("88"), let time) = try Command(JSON(json)).kind else {
                return nil
            }
            return time
        }
        let (from, until) = (Instant(milliseconds: 2), Instant(milliseconds: 3))
        #expect(try time("") == .wholeSession)
        #expect(try time("", and: "\"atUs\":2999") == WearingTime(from: from))
        #expect(try time(#","wholeSession":false"#, and: "\"atUs\":2000") == WearingTime(from: from))
        #expect(try time(#","wholeSession":true"#, and: "\"atUs\":2000") == .wholeSession)
        #expect(try time(#","untilUs":3999"#) == WearingTime(until: until))
        #expect(try time(#","untilUs":3999"#, and: "\"atUs\":2000") == WearingTime(from: from, until: until))
        // Before the act's own instant, which says nothing where the whole session is meant.
        #expect(try time(#","wholeSession":true,"untilUs":1000"#, and: "\"atUs\":2000")?.until?.milliseconds == 1)
    }

    @Test("an assignment from an instant on reads back as it was written, with its end and without")
    func wearingRoundTrip() throws {
        let at = Instant(milliseconds: 1_526_717_000_000)
        for until in [nil, Instant(milliseconds: 1_526_717_000_001)] {
            let kind = Act.Kind.assign(Transponder(4713), CarNumber("88"), WearingTime(from: at, until: until))
            let act = Act(id: "swap-1", at: at, by: "timekeeper", kind: kind)
            let command = try Command(JSON(Command(act).bytes))
            #expect(command.act(id: "other", now: Instant(milliseconds: 99)) == act)
        }
    }

    @Test("an assignment that ends before it begins is refused")
    func wearingEnds() {
        let body = #"{"kind":"amendment","action":"assign","transponder":1,"car":"7","untilUs":2999}"#
        let refusal = #expect(throws: Refusal.self) { try Command(JSON(message(body, and: "\"atUs\":2000"))) }
        #expect(refusal?.reason == .wrongValue && refusal?.field == "command.untilUs")
    }

    @Test("an instant in microseconds is cut to the millisecond")
    func cut() throws {
        let command = try Command(JSON(message("{\"kind\":\"session\",\"action\":\"end\"}", and: "\"atUs\":1999")))
        #expect(command.at == Instant(milliseconds: 1))
    }

    @Test("members may come in any order and unknown ones are ignored")
    func order() throws {
        let text =
            "{\"command\":{\"driver\":2,\"x\":[{}],\"car\":\"7\",\"kind\":\"driver\"},\"y\":null,\"by\":\"x\","
            + "\"type\":\"command\",\"v\":1}"
        #expect(try Command(JSON(Array(text.utf8))).kind == .driver(CarNumber("7"), driver: 2))
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let text: String
        let reason: Refusal.Reason
        let field: String
        var testDescription: String { text }

        init(_ text: String, _ reason: Refusal.Reason, _ field: String) {
            self.text = text
            self.reason = reason
            self.field = field
        }
    }

    static let envelopes = [
        Case("", .notJSON, ""), Case("[]", .notJSON, ""), Case("1", .notJSON, ""), Case("null", .notJSON, ""),
        Case("{}", .wrongVersion, "v"), Case("{\"v\":2,\"type\":\"command\"}", .wrongVersion, "v"),
        Case("{\"v\":\"1\",\"type\":\"command\"}", .wrongVersion, "v"), Case("{\"v\":1}", .missingField, "type"),
        Case("{\"v\":1,\"type\":\"request\"}", .wrongType, "type"),
        Case("{\"v\":1,\"type\":\"command\"}", .missingField, "by"),
        Case("{\"v\":1,\"type\":\"command\",\"by\":\"\"}", .wrongValue, "by"),
        Case("{\"v\":1,\"type\":\"command\",\"by\":\"\(long)\"}", .wrongValue, "by"),
        Case("{\"v\":1,\"type\":\"command\",\"by\":1}", .wrongValue, "by"),
        Case("{\"v\":1,\"type\":\"command\",\"by\":\"x\",\"id\":\"\"}", .wrongValue, "id"),
        Case("{\"v\":1,\"type\":\"command\",\"by\":\"x\",\"id\":\"\(long)\"}", .wrongValue, "id"),
        Case("{\"v\":1,\"type\":\"command\",\"by\":\"x\",\"id\":7}", .wrongValue, "id"),
        Case("{\"v\":1,\"type\":\"command\",\"by\":\"x\",\"session\":1}", .wrongValue, "session"),
        Case("{\"v\":1,\"type\":\"command\",\"by\":\"x\",\"atUs\":-1}", .wrongValue, "atUs"),
        Case("{\"v\":1,\"type\":\"command\",\"by\":\"x\",\"atUs\":9007199254740993}", .wrongValue, "atUs"),
        Case("{\"v\":1,\"type\":\"command\",\"by\":\"x\",\"atUs\":1.5}", .wrongValue, "atUs"),
        Case("{\"v\":1,\"type\":\"command\",\"by\":\"x\"}", .missingField, "command"),
        Case("{\"v\":1,\"type\":\"command\",\"by\":\"x\",\"command\":\"start\"}", .wrongValue, "command"),
    ]

    static let bodies = [
        Case("{}", .missingField, "command.kind"), Case("{\"kind\":\"pit\"}", .wrongValue, "command.kind"),
        Case("{\"kind\":1}", .wrongValue, "command.kind"),
        Case("{\"kind\":\"session\"}", .missingField, "command.action"),
        Case("{\"kind\":\"session\",\"action\":\"stop\"}", .wrongValue, "command.action"),
        Case("{\"kind\":\"flag\"}", .missingField, "command.flag"),
        Case("{\"kind\":\"flag\",\"flag\":\"blue\"}", .wrongValue, "command.flag"),
        Case("{\"kind\":\"flag\",\"flag\":\"red\",\"estimated\":1}", .wrongValue, "command.estimated"),
        Case(#"{"kind":"flag","flag":"red","throughPitLane":"yes"}"#, .wrongValue, "command.throughPitLane"),
        Case(#"{"kind":"session","action":"duration"}"#, .missingField, "command.durationMs"),
        Case(#"{"kind":"session","action":"duration","durationMs":0}"#, .wrongValue, "command.durationMs"),
        Case(
            #"{"kind":"session","action":"duration","durationMs":1099511627777}"#, .wrongValue, "command.durationMs"),
        Case(#"{"kind":"car","action":"retired"}"#, .missingField, "command.car"),
        Case(#"{"kind":"car","car":"7"}"#, .missingField, "command.action"),
        Case(#"{"kind":"car","car":"7","action":"back"}"#, .wrongValue, "command.action"),
        Case(#"{"kind":"served","served":true}"#, .missingField, "command.act"),
        Case(#"{"kind":"served","act":"","served":true}"#, .wrongValue, "command.act"),
        Case(#"{"kind":"served","act":"d-1"}"#, .missingField, "command.served"),
        Case(#"{"kind":"served","act":"d-1","served":"yes"}"#, .wrongValue, "command.served"),
        Case(#"{"kind":"clock","aheadUs":1}"#, .missingField, "command.decoder"),
        Case(#"{"kind":"clock","decoder":0,"aheadUs":1}"#, .wrongValue, "command.decoder"),
        Case(#"{"kind":"clock","decoder":1}"#, .missingField, "command.aheadUs"),
        Case(#"{"kind":"clock","decoder":1,"aheadUs":9007199254740993}"#, .wrongValue, "command.aheadUs"),
        Case(#"{"kind":"clock","decoder":1,"aheadUs":-9007199254740993}"#, .wrongValue, "command.aheadUs"),
        Case(#"{"kind":"clock","decoder":1,"aheadUs":1,"epoch":-1}"#, .wrongValue, "command.epoch"),
        Case(#"{"kind":"clock","decoder":1,"aheadUs":1,"fromUs":1.5}"#, .wrongValue, "command.fromUs"),
        Case("{\"kind\":\"driver\",\"driver\":1}", .missingField, "command.car"),
        Case("{\"kind\":\"driver\",\"car\":7,\"driver\":1}", .wrongValue, "command.car"),
        Case("{\"kind\":\"driver\",\"car\":\"\",\"driver\":1}", .wrongValue, "command.car"),
        Case("{\"kind\":\"driver\",\"car\":\"7\"}", .missingField, "command.driver"),
        Case("{\"kind\":\"driver\",\"car\":\"7\",\"driver\":256}", .wrongValue, "command.driver"),
        Case("{\"kind\":\"penalty\",\"reason\":\"x\",\"timeMs\":1}", .missingField, "command.car"),
        Case("{\"kind\":\"penalty\",\"car\":\"7\",\"timeMs\":1}", .missingField, "command.reason"),
        Case("{\"kind\":\"penalty\",\"car\":\"7\",\"reason\":\"x\"}", .wrongValue, "command"),
        Case(
            "{\"kind\":\"penalty\",\"car\":\"7\",\"reason\":\"x\",\"timeMs\":1,\"position\":1}", .wrongValue, "command"),
        Case("{\"kind\":\"penalty\",\"car\":\"7\",\"reason\":\"x\",\"timeMs\":0}", .wrongValue, "command.timeMs"),
        Case(
            "{\"kind\":\"penalty\",\"car\":\"7\",\"reason\":\"x\",\"timeMs\":86400001}", .wrongValue, "command.timeMs"),
        Case("{\"kind\":\"penalty\",\"car\":\"7\",\"reason\":\"x\",\"position\":0}", .wrongValue, "command.position"),
        Case(#"{"kind":"penalty","car":"7","reason":"x","laps":1,"for":"stop0"}"#, .wrongValue, "command.for"),
        Case(#"{"kind":"penalty","car":"7","reason":"x","laps":1,"for":1}"#, .wrongValue, "command.for"),
        Case(#"{"kind":"ruling","obligation":"stop1","ruling":"excused","reason":"x"}"#, .missingField, "command.car"),
        Case(
            #"{"kind":"ruling","car":"7","ruling":"excused","reason":"x"}"#, .missingField, "command.obligation"),
        Case(
            #"{"kind":"ruling","car":"7","obligation":"stop 1","ruling":"excused","reason":"x"}"#, .wrongValue,
            "command.obligation"),
        Case(#"{"kind":"ruling","car":"7","obligation":"stop1","reason":"x"}"#, .missingField, "command.ruling"),
        Case(
            #"{"kind":"ruling","car":"7","obligation":"stop1","ruling":"guilty","reason":"x"}"#, .wrongValue,
            "command.ruling"),
        Case(
            #"{"kind":"ruling","car":"7","obligation":"stop1","ruling":"excused"}"#, .missingField, "command.reason"),
        Case("{\"kind\":\"amendment\"}", .missingField, "command.action"),
        Case(#"{"kind":"message"}"#, .missingField, "command.text"),
        Case(#"{"kind":"message","text":""}"#, .wrongValue, "command.text"),
        Case(#"{"kind":"message","text":"   "}"#, .wrongValue, "command.text"),
        Case(#"{"kind":"message","text":"two\nlines"}"#, .wrongValue, "command.text"),
        Case(#"{"kind":"message","text":"a\u202eb"}"#, .wrongValue, "command.text"),
        Case(#"{"kind":"message","text":"a\u2028b"}"#, .wrongValue, "command.text"),
        Case(#"{"kind":"message","text":"a\u001b[2Jb"}"#, .wrongValue, "command.text"),
        Case(#"{"kind":"message","text":"a\u200bb"}"#, .wrongValue, "command.text"),
        Case(#"{"kind":"message","text":"a","cars":"7"}"#, .wrongValue, "command.cars"),
        Case(#"{"kind":"message","text":"a","cars":[]}"#, .wrongValue, "command.cars"),
        Case(#"{"kind":"message","text":"a","cars":[7]}"#, .wrongValue, "command.cars"),
        Case(#"{"kind":"message","text":"a","cars":["7","7"]}"#, .wrongValue, "command.cars"),
        Case(#"{"kind":"report","report":"trackLimits"}"#, .missingField, "command.car"),
        Case(#"{"kind":"report","car":"7"}"#, .missingField, "command.report"),
        Case(#"{"kind":"report","car":"7","report":"trackLimits","turn":0}"#, .wrongValue, "command.turn"),
        Case(#"{"kind":"report","car":"7","report":"trackLimits","lap":0}"#, .wrongValue, "command.lap"),
        Case(#"{"kind":"report","car":"7","report":"x","turn":1,"place":"y"}"#, .wrongValue, "command"),
        Case(#"{"kind":"report","car":"7","report":"x","place":"\u2066y"}"#, .wrongValue, "command.place"),
        Case(#"{"kind":"conditions"}"#, .wrongValue, "command"),
        Case(#"{"kind":"conditions","surface":"snow"}"#, .wrongValue, "command.surface"),
        Case(#"{"kind":"conditions","airTenths":701}"#, .wrongValue, "command.airTenths"),
        Case(#"{"kind":"conditions","humidityPercent":101}"#, .wrongValue, "command.humidityPercent"),
        Case("{\"kind\":\"amendment\",\"action\":\"delete\"}", .wrongValue, "command.action"),
        Case("{\"kind\":\"amendment\",\"action\":\"void\"}", .missingField, "command.crossing"),
        Case("{\"kind\":\"amendment\",\"action\":\"void\",\"crossing\":{}}", .missingField, "command.crossing.decoder"),
        Case(
            "{\"kind\":\"amendment\",\"action\":\"void\",\"crossing\":{\"decoder\":1,\"epoch\":1,\"number\":-1}}",
            .wrongValue, "command.crossing.number"),
        Case("{\"kind\":\"amendment\",\"action\":\"void\",\"crossing\":5}", .wrongValue, "command.crossing"),
        Case("{\"kind\":\"amendment\",\"action\":\"insert\",\"car\":\"7\",\"loop\":1}", .missingField, "atUs"),
        Case("{\"kind\":\"amendment\",\"action\":\"assign\",\"car\":\"7\"}", .missingField, "command.transponder"),
        Case(
            "{\"kind\":\"amendment\",\"action\":\"assign\",\"car\":\"7\",\"transponder\":0}", .wrongValue,
            "command.transponder"),
        Case("{\"kind\":\"amendment\",\"action\":\"withdraw\"}", .missingField, "command.act"),
        Case(#"{"kind":"amendment","action":"count"}"#, .missingField, "command.crossing"),
        Case(#"{"kind":"amendment","action":"count","crossing":"101/1/7"}"#, .wrongValue, "command.crossing"),
        Case(
            #"{"kind":"amendment","action":"count","crossing":{"decoder":1,"epoch":1}}"#, .missingField,
            "command.crossing.number"),
        Case(
            #"{"kind":"amendment","action":"assign","transponder":1,"car":"7","wholeSession":1}"#, .wrongValue,
            "command.wholeSession"),
        Case(
            #"{"kind":"amendment","action":"assign","transponder":1,"car":"7","untilUs":-1}"#, .wrongValue,
            "command.untilUs"),
        Case(
            #"{"kind":"amendment","action":"assign","transponder":1,"car":"7","untilUs":null}"#, .wrongValue,
            "command.untilUs"),
    ]

    @Test("an envelope with one thing wrong is refused, by name", arguments: envelopes)
    func envelope(_ sample: Case) { check(sample, Array(sample.text.utf8)) }

    @Test("a command with one thing wrong is refused, by name", arguments: bodies)
    func body(_ sample: Case) { check(sample, message(sample.text)) }

    /// A penalty of one member, and the same with a value that it cannot have.
    static let penalties: [(member: String, right: [String], wrong: [String])] = [
        ("timeMs", ["1", "86400000"], ["0", "86400001", "true", "null"]), ("position", ["1"], ["0", "-1", "null"]),
        ("laps", ["1", "1000"], ["0", "1001", "true"]), ("driveThrough", ["true"], ["false", "1", "null"]),
        ("stopAndGoMs", ["0", "3600000"], ["-1", "3600001", "true"]), ("gridPlaces", ["1", "1000"], ["0", "1001"]),
        ("lapTime", ["1", "100000"], ["0", "100001", "\"12\""]), ("disqualified", ["true"], ["false", "\"true\""]),
    ]

    @Test("a penalty is exactly one of what it can be, of a size that it can have")
    func onePenalty() throws {
        func body(_ members: String...) -> String {
            #"{"kind":"penalty","car":"7","reason":"x",\#(members.joined(separator: ","))}"#
        }
        for (place, penalty) in Self.penalties.enumerated() {
            for value in penalty.right { _ = try Command(JSON(message(body("\"\(penalty.member)\":\(value)")))) }
            for value in penalty.wrong {
                let text = body("\"\(penalty.member)\":\(value)")
                check(Case(text, .wrongValue, "command.\(penalty.member)"), message(text))
            }
            for other in Self.penalties[..<place] {
                let text = body("\"\(penalty.member)\":\(penalty.right[0])", "\"\(other.member)\":\(other.right[0])")
                check(Case(text, .wrongValue, "command"), message(text))
            }
        }
    }

    @Test(
        "a bulletin changes exactly one thing, by a value that it can have",
        arguments: [
            (#""x":1"#, "command"), (#""pitSpeed":50,"minimumMs":1"#, "command"),
            (#""pitSpeed":0"#, "command.pitSpeed"),
            (#""pitSpeed":301"#, "command.pitSpeed"), (#""minimumMs":-1"#, "command.minimumMs"),
            (#""minimumMs":86400001"#, "command.minimumMs"), (#""minimumMs":1,"class":"""#, "command.class"),
            (#""minimumMs":1,"car":"7""#, "command.car"), (#""window":"none","class":"GT3""#, "command.class"),
            (#""additionMs":86400001,"car":"7""#, "command.additionMs"),
            (#""additionMs":1,"car":7"#, "command.car"), (#""window":"always""#, "command.window"),
            (#""window":null"#, "command.window"), (#""window":{"opensMs":-1,"closesMs":5}"#, "command.window.opensMs"),
            (#""window":{"opensMs":5,"closesMs":5}"#, "command.window.closesMs"),
            (#""window":{"opensMs":1,"closesMs":5,"by":"car"}"#, "command.window.by"),
            (#""prohibited":[]"#, "command.prohibited"),
            (#""prohibited":{"fromMs":9,"toMs":9}"#, "command.prohibited.toMs"),
            (#""startList":[]"#, "command.startList"),
            (#""startList":{"of":[{"session":"q","epoch":1,"seq":-1}],"grid":["7"]}"#, "command.startList.of.seq"),
            (#""startList":{"of":[],"grid":["7"]}"#, "command.startList.of"),
            (
                #""startList":{"of":[{"session":"q","epoch":1,"seq":1}],"grid":["7","7"]}"#,
                "command.startList.grid"
            ),
            (
                #""startList":{"of":[{"session":"q","epoch":1,"seq":1}],"additions":[{"car":"7","timeMs":0}]}"#,
                "command.startList.additions.timeMs"
            ),
            (
                #""startList":{"of":[{"session":"q","epoch":1,"seq":1}],"starters":[{"car":"7","driver":256}]}"#,
                "command.startList.starters.driver"
            ),
            (#""driving":2"#, "command.driving"), (#""driving":{"rule":0,"mostMs":1}"#, "command.driving.rule"),
            (#""driving":{"rule":1001,"mostMs":1}"#, "command.driving.rule"),
            (#""driving":{"rule":1,"leastMs":-1}"#, "command.driving.leastMs"),
            (#""driving":{"rule":1,"mostMs":3600000001}"#, "command.driving.mostMs"),
            (#""driving":{"rule":1,"leastMs":5,"mostMs":5}"#, "command.driving.mostMs"),
            (#""driving":{"rule":1,"mostMs":5},"car":"7""#, "command.car"),
        ])
    func bulletin(_ members: String, _ field: String) {
        let text = #"{"kind":"bulletin",\#(members)}"#
        check(Case(text, .wrongValue, field), message(text))
    }

    @Test("a bulletin that lacks a member is refused, by name")
    func incompleteBulletin() {
        for (members, field) in [
            (#""additionMs":1"#, "command.car"), (#""window":{"closesMs":5}"#, "command.window.opensMs"),
            (#""window":{"opensMs":5}"#, "command.window.closesMs"),
            (#""prohibited":{"toMs":5}"#, "command.prohibited.fromMs"),
            (#""prohibited":{"fromMs":5}"#, "command.prohibited.toMs"),
            (#""driving":{"mostMs":5}"#, "command.driving.rule"),
            (#""driving":{"rule":1}"#, "command.driving.leastMs or command.driving.mostMs"),
        ] {
            let text = #"{"kind":"bulletin",\#(members)}"#
            check(Case(text, .missingField, field), message(text))
        }
    }

    @Test("an insertion with a wrong loop or driver is refused, by name")
    func insertion() {
        let head = "{\"kind\":\"amendment\",\"action\":\"insert\",\"car\":\"7\""
        for (rest, field) in [
            (",\"loop\":65536}", "command.loop"), (",\"loop\":1,\"driver\":256}", "command.driver"),
        ] {
            check(Case(head + rest, .wrongValue, field), message(head + rest, and: "\"atUs\":1"))
        }
        check(Case(head + "}", .missingField, "command.loop"), message(head + "}", and: "\"atUs\":1"))
    }

    private static let long = String(repeating: "x", count: 65)

    private func message(_ command: String, and more: String = "\"x\":0") -> [UInt8] {
        Array("{\"v\":1,\"type\":\"command\",\"by\":\"x\",\(more),\"command\":\(command)}".utf8)
    }

    private func check(_ sample: Case, _ bytes: [UInt8]) {
        let refusal = #expect(throws: Refusal.self, "\(sample.text)") { try Command(JSON(bytes)) }
        #expect(refusal?.reason == sample.reason, "\(sample.text)")
        #expect(refusal?.field == sample.field, "\(sample.text)")
        guard let refusal else { return }
        #expect(![refusal.message, refusal.expected, refusal.remedy].contains(""))
    }
}
