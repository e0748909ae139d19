import Timing
import Wire

/// Sessions made of bytes: every few bytes become one input. Values are drawn from the protocol's ranges, often their
/// limits.
extension Door {
    static func takeRace(_ bytes: UnsafeRawBufferPointer) throws(Broken) {
        var script = RaceScript(bytes)
        var race = WatchedRace(script.session())
        var count = 0
        while let input = script.next(), count < 128 {
            count += 1
            guard let input = admitted(input) else { continue }
            try race.take(input)
        }
        try race.lookAtAll()
    }

    private static func admitted(_ crossing: Crossing) -> Crossing? {
        var decoder = FeedDecoder()
        _ = try? decoder.decode(FeedEncoder.json(crossing))
        return decoder.crossings.first
    }

    /// Inputs reach the core only by the wire: those that it refuses are left out.
    private static func admitted(_ input: Input) -> Input? {
        switch input {
        case .time(let instant, _): return instant.milliseconds >= 0 ? input : nil
        case .lateTaken: return input
        case .crossing(let crossing): return admitted(crossing).map { .crossing($0) }
        case .late(let crossing): return admitted(crossing).map { .late($0) }
        case .act(let act):
            let command = try? Command(act).bytes.reading { bytes throws(Refusal) in try Command(bytes) }
            return command.map { .act($0.act(id: act.id, now: act.at)) }
        }
    }
}

/// Reads a race out of bytes, to their end.
struct RaceScript {
    private let bytes: UnsafeRawBufferPointer
    private var place = 0
    private var number: UInt64 = 0
    private var acts = 0
    /// Where the race is.
    private var now: Int64 = 1_526_715_136_227

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    private mutating func byte() -> Int {
        guard place < bytes.count else { return 0 }
        place += 1
        return Int(bytes[place - 1])
    }

    private mutating func element<Element>(of list: [Element]) -> Element { list[byte() % list.count] }

    /// A number of the range: an end of it, near one, or anywhere.
    private mutating func whole(_ range: ClosedRange<Int64>) -> Int64 {
        let kind = byte()
        let low = range.lowerBound
        let width = UInt64(bitPattern: range.upperBound &- low)
        var offset = UInt64(byte())
        switch kind % 8 {
        case 0: offset = 0
        case 1: offset = width
        case 2: break
        case 3: offset = width &- offset
        case 4: offset = offset * 1000
        case 5: offset = width / (offset + 1)
        default: for _ in 0..<7 { offset = offset << 8 | UInt64(byte()) }
        }
        return low &+ Int64(bitPattern: width == .max ? offset : offset % (width + 1))
    }

    mutating func session() -> Session {
        .small(
            element(of: [.race, .race, .qualifying, .practice]), start: element(of: RaceRules.Start.allCases),
            asksMuch: byte() % 4 > 0)
    }

    /// Usually a little later than before; sometimes earlier, sometimes at any time at all.
    private mutating func instant() -> Int64 {
        let step = byte()
        switch step {
        case 0...199: now += Int64(step) * 250
        case 200...229: return now - Int64(byte()) * 1000
        case 230...249: now += Int64(byte()) * 60_000
        default: return whole(0...Self.latest)
        }
        now = min(max(now, 0), Self.latest)
        return now
    }

    /// In milliseconds, the last that the protocol can tell.
    private static let latest: Int64 = (1 << 53) / 1000

    private mutating func car() -> CarNumber { CarNumber(element(of: ["7", "07", "88", "918", "981"])) }

    mutating func next() -> Input? {
        guard place < bytes.count else { return nil }
        switch byte() {
        case 0...143: return .crossing(crossing())
        case 144...155: return .late(crossing())
        case 156...159: return .lateTaken(count: byte() % 8, at: Instant(milliseconds: now))
        case 160...175: return .time(Instant(milliseconds: instant()), decoder: UInt32(byte() % 4))
        case let kind: return .act(act(kind))
        }
    }

    private mutating func crossing() -> Crossing {
        let which = byte()
        number += which < 240 ? 1 : 0
        let loop = element(of: [1, 2, 3, 1, 2, 3, 10, 4, 11, 5, 99] as [UInt16])
        let id = CrossingID(decoder: 101 + UInt32(which % 3), epoch: UInt64(which / 64 % 2), number: max(number, 1))
        return Crossing(
            id: id, stamp: instant() * 1000, transponder: Transponder(4711 + UInt32(which % 5)), loop: LoopID(loop),
            driver: UInt8(byte() % 4))
    }

    private mutating func act(_ kind: Int) -> Act {
        acts += 1
        let at = Instant(milliseconds: instant())
        let name = byte() < 250 ? "act-\(acts)" : "act-1"
        return Act(id: name, at: at, by: "chance", kind: self.kind(kind))
    }

    private mutating func kind(_ kind: Int) -> Act.Kind {
        switch kind % 18 {
        case 0, 1: .start
        case 2: element(of: [.end, .final, .formation])
        case 3: .duration(Milliseconds(whole(1...1 << 40)))
        case 4...6: .flag(element(of: Flag.allCases), isEstimated: byte() > 200, throughPitLane: byte() > 200)
        case 7: .driver(car(), driver: UInt8(byte()))
        case 8: .retired(car())
        case 9, 10: .penalty(car(), penalty(), reason: "chance")
        case 11: .served("act-\(byte() % 16)", byte() > 127)
        case 12: .withdraw("act-\(byte() % 32)")
        case 13: .void(CrossingID(decoder: 101 + UInt32(byte() % 3), epoch: UInt64(byte() % 2), number: UInt64(byte())))
        case 14: .insert(car(), LoopID(element(of: [1, 2, 3, 4, 10, 11])), driver: UInt8(byte() % 3))
        case 15: .assign(Transponder(4711 + UInt32(byte() % 6)), car(), .wholeSession)
        case 16: .clock(clock())
        default: further(byte())
        }
    }

    private mutating func further(_ kind: Int) -> Act.Kind {
        switch kind {
        case 0..<150: .bulletin(bulletin())
        case 150..<190: .entry(entry())
        case 190..<210:
            .report(car(), Report(kind: "trackLimits", lap: byte() % 2 == 0 ? nil : Int(whole(1...100_000))))
        case 210..<220:
            .conditions(Conditions(air: Int(whole(-600...700)), surface: element(of: Conditions.Surface.allCases)))
        case 220..<230: .message("chance", cars: byte() % 2 == 0 ? [] : [car()])
        default: ruling()
        }
    }

    private mutating func entry() -> EntryChange {
        var details = EntryDetails()
        if byte() % 2 == 0 { details.number = car() }
        if byte() % 2 == 0 { details.carClass = element(of: ["GT3", "Am", "GT4"]) }
        if byte() % 2 == 0 { details.transponders = [Transponder(4711 + UInt32(byte() % 6))] }
        let action = element(of: EntryChange.Action.allCases)
        if action == .add {
            details.carClass = details.carClass ?? "GT3"
            details.team = "chance"
            details.transponders = details.transponders ?? []
            details.drivers = []
        }
        let swapsWith = action == .change && byte() % 4 == 0 ? car() : nil
        return EntryChange(
            action, car(), action == .withdraw ? EntryDetails() : details, swapsWith: swapsWith,
            isFromStart: byte() % 2 == 0)
    }

    private mutating func penalty() -> PenaltyKind {
        switch byte() % 8 {
        case 0: .time(Milliseconds(whole(1...86_400_000)))
        case 1: .position(Int(whole(1...5)))
        case 2: .laps(Int(whole(1...1000)))
        case 3: .driveThrough
        case 4: .stopAndGo(Milliseconds(whole(0...3_600_000)))
        case 5: .grid(Int(whole(1...1000)))
        case 6: .lapTime(Int(whole(1...100_000)))
        default: .disqualified
        }
    }

    private mutating func clock() -> ClockCorrection {
        ClockCorrection(
            decoder: 101 + UInt32(byte() % 3), epoch: byte() > 127 ? UInt64(byte() % 2) : nil,
            from: byte() > 127 ? instant() * 1000 : nil,
            ahead: whole(-1_000_000_000_000_000...1_000_000_000_000_000))
    }

    private mutating func bulletin() -> Bulletin {
        let day: Int64 = 86_400_000
        switch byte() % 5 {
        case 0:
            let opens = whole(0...day - 1)
            return .window(
                .init(
                    opens: Milliseconds(opens), closes: Milliseconds(whole(opens + 1...day)),
                    by: element(of: MandatoryStops.Window.Reference.allCases)))
        case 1: return .minimum(of: element(of: [nil, "GT3", "Am"]), Milliseconds(whole(0...day)))
        case 2: return .addition(car(), Milliseconds(whole(0...day)))
        case 3:
            let from = whole(0...day - 1)
            return .prohibited(from: Milliseconds(from), to: Milliseconds(whole(from + 1...day)))
        default: return byte() > 200 ? .window(nil) : .pitSpeed(Int(whole(1...300)))
        }
    }

    private mutating func ruling() -> Act.Kind {
        let obligation = ObligationID(element(of: ObligationID.Kind.allCases), byte() % 4, driver: UInt8(byte() % 3))
        return .ruling(car(), obligation, element(of: Ruling.allCases), reason: "chance")
    }
}
