import Recording
import Rulebook
import Testing
import Timing

/// Race 2 of GT World Challenge Asia, whose field aimed at stops of 100 s between minutes 25 and 35.
@Suite(.enabled(if: RealRaces.arePresent, RealRaces.absence))
struct AsiaComplianceTests {
    let race: StoppingRace

    init() throws {
        race = try StoppingRace()
    }

    @Test("all 21 first long stops lie in the window, #10 is 0.991 s short and #27 0.006 s, all others have served")
    func everyStop() throws {
        let keeper = try race.run()
        let stamps = race.stamps
        #expect(stamps.longStops.count == 21)
        for (number, stop) in stamps.longStops {
            let known = race.verdict(.stop, of: number, in: keeper)
            let verdict = try #require(known)
            #expect((1_500_000..<2_100_000).contains(stop.entered), "car \(number)")
            let margin = stop.left - stop.entered - 100_000
            #expect(verdict.state == (margin < 0 ? .short : .served), "car \(number)")
            #expect(verdict.by == Milliseconds(abs(margin)), "car \(number)")
            #expect(verdict.visit == stop.visit, "car \(number)")
        }
        let short = keeper.infringements.filter { $0.kind == .shortStop }
        #expect(short.map { race.number($0.car) } == ["10", "27"])
        #expect(short.map(\.verdict.by) == [Milliseconds(991), Milliseconds(6)])
        #expect(short.map(\.proposed) == [.stopAndGo(.seconds(1)), .stopAndGo(.seconds(1))])
    }

    @Test("#27's visit at 5.854 min does not count, #18 and #29 have not proved their driver change, #50 owes nothing")
    func oddities() throws {
        let keeper = try race.run()
        let early = try #require(race.stamps.visits["27"]?.first)
        #expect(early.entered == 351_221)
        #expect(race.verdict(.stop, of: "27", in: keeper)?.visit == 2)
        #expect(race.verdict(.stop, of: "50", in: keeper)?.state == .notApplicable)
        let unproved = race.session.entries.map(\.number.text)
            .filter { race.verdict(.driverChange, of: $0, in: keeper)?.state == .unproved }
        #expect(Set(unproved) == ["18", "29"])
        #expect(keeper.infringements.count == 4)
    }

    @Test("at minute 30 and at 34:30 the cars pending, in the pit lane and served are those of the file's stamps")
    func lists() throws {
        for minute in [Milliseconds.minutes(30), Milliseconds(2_070_000)] {
            let keeper = try race.run(until: minute)
            for entry in race.session.entries {
                let stop = race.stamps.longStops[entry.number.text]
                let at = minute.count
                let expected: Set<Verdict.State>
                switch stop {
                case let stop? where stop.left <= at: expected = [.served, .short]
                case let stop? where stop.entered <= at: expected = [.inPit]
                default: expected = [.open, .lastChance]
                }
                let known = race.verdict(.stop, of: entry.number.text, in: keeper)?.state
                let state = try #require(known)
                #expect(expected.contains(state), "car \(entry.number) at \(at): \(state)")
            }
        }
    }

    @Test("the exit of #27 put six milliseconds later is a stop served with nothing to spare, and said as a correction")
    func correctedExit() throws {
        var keeper = try race.run()
        let stop = try #require(race.stamps.longStops["27"])
        let exit = try #require(race.exit(of: "27", at: stop.left))
        let now = keeper.now
        let void = try keeper.apply(Act(id: "v", at: now, by: "timekeeper", kind: .void(exit.id)))
        #expect(void.isCorrection)
        #expect(void.verdicts.map(\.obligation.description).contains("stop1"))
        #expect(race.verdict(.stop, of: "27", in: keeper)?.state != .served)
        let insert = try keeper.apply(
            Act(
                id: "i", at: race.start + Milliseconds(stop.left + 6), by: "timekeeper",
                kind: .insert(CarNumber("27"), exit.loop, driver: exit.driver)))
        #expect(insert.isCorrection)
        #expect(insert.verdicts.contains { $0.obligation == ObligationID(.stop, 1) && $0.verdict?.state == .served })
        #expect(race.verdict(.stop, of: "27", in: keeper)?.by == .zero)
        #expect(keeper.infringements.map { race.number($0.car) } == ["10", "18", "29"])
    }

    @Test("while some have stopped and some have not, the net classification is nearer to the order after all stops")
    func netClassification() throws {
        let after = try race.order(at: .minutes(38)).plain
        var gains: [Double] = []
        for minute in [27, 28, 30, 32, 33, 34, 35, 36] {
            let (plain, net) = try race.order(at: .minutes(Int64(minute)))
            let (bare, taken) = (rankCorrelation(plain, after), rankCorrelation(net, after))
            let shown = [bare, taken].map { "\(($0 * 1000).rounded() / 1000)" }
            print("minute \(minute), correlation with the order after all stops: plain \(shown[0]), net \(shown[1])")
            if minute >= 32 { gains.append(taken - bare) }
        }
        // Before minute 30 two cars have come in, both from the end of the field: there is nothing to put right.
        #expect(gains.allSatisfy { $0 > 0.01 })
        #expect(gains.reduce(0, +) / Double(gains.count) > 0.03)
    }
}

/// Spearman's, of two orders of the same cars.
private func rankCorrelation(_ order: [String], _ truth: [String]) -> Double {
    let places = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0) })
    let count = Double(truth.count)
    let squares = truth.enumerated().map { place, car in
        let apart = Double((places[car] ?? 0) - place)
        return apart * apart
    }
    return 1 - 6 * squares.reduce(0, +) / (count * (count * count - 1))
}

/// The race with a minimum of 100 s, and what its file says of the pit lane by plain arithmetic.
struct StoppingRace {
    struct Stop {
        /// From 1.
        let visit: Int
        /// Milliseconds since the start.
        let entered: Int64
        let left: Int64
    }

    struct Stamps {
        var visits: [String: [Stop]] = [:]

        /// The first stop of at least a minute of each car.
        var longStops: [String: Stop] {
            visits.compactMapValues { $0.first { $0.left - $0.entered >= 60_000 } }
        }
    }

    let session: Session
    let start: Instant
    let inputs: [Input]
    let stamps: Stamps

    init() throws {
        let files = try [RealRaces.file(RealRaces.classification), RealRaces.file(RealRaces.sectorAnalysis)]
        let recording = try TSLImport.read(files: files, options: ImportOptions(date: "2024-06-16")).recording
        let imported = try #require(recording.event.sessions.first)
        var stops = MandatoryStops(window: .init(opens: .minutes(25), closes: .minutes(35)), driverChange: true)
        stops.minimum = TimeByClass(.seconds(100))
        var rules = imported.rules
        rules.obligations.stops = stops
        rules.obligations.penalties = [.shortStop: [PenaltyBand(.stopAndGo(.zero, shortfall: true))]]
        session = Session(
            id: imported.id, name: imported.name, circuit: imported.circuit, rules: rules, entries: imported.entries)
        inputs = (recording.crossings.map(Input.crossing) + recording.acts.map(Input.act))
            .sorted { $0.instant < $1.instant }
        start = try #require(recording.acts.first { $0.kind == .start }).at
        stamps = try Self.stamps(PlainRows(files[1].text).rows)
    }

    private static func stamps(_ rows: [[String: String]]) throws -> Stamps {
        var stamps = Stamps()
        var open: [String: Int64] = [:]
        var start: Int64?
        for row in rows {
            let line = try #require(PlainRows.milliseconds(row["time_of_day"] ?? ""))
            let began = try start ?? line - #require(PlainRows.milliseconds(row["session_time"] ?? ""))
            start = began
            let car = row["nr"] ?? ""
            let out = PlainRows.milliseconds(row["time_out_lap"] ?? "")
            if let out, let entered = open.removeValue(forKey: car) {
                let visit = (stamps.visits[car]?.count ?? 0) + 1
                stamps.visits[car, default: []].append(Stop(visit: visit, entered: entered, left: out - began))
            }
            if let entered = PlainRows.milliseconds(row["time_in_lap"] ?? "") { open[car] = entered - began }
        }
        return stamps
    }

    /// The core after all that happened up to a time of the race.
    func run(until time: Milliseconds = .minutes(600)) throws -> Timekeeper {
        var keeper = Timekeeper(session)
        for input in inputs where input.instant <= start + time { _ = try keeper.apply(input) }
        if time < .minutes(600) { _ = keeper.reach(start + time) }
        return keeper
    }

    /// The classification on the road and the net one, without #50, which never stopped.
    func order(at time: Milliseconds) throws -> (plain: [String], net: [String]) {
        let keeper = try run(until: time)
        let (plain, cars) = (keeper.classification.map(number), keeper.netClassification.map { number($0.car) })
        return (plain.filter { $0 != "50" }, cars.filter { $0 != "50" })
    }

    func verdict(_ kind: ObligationID.Kind, of number: String, in keeper: borrowing Timekeeper) -> Verdict? {
        keeper.car(CarNumber(number)).flatMap { car in
            keeper.verdicts(of: car).first { $0.obligation == ObligationID(kind, 1) }
        }
    }

    func exit(of number: String, at time: Int64) -> Crossing? {
        let own = session.entries.first { $0.number.text == number }?.transponders ?? []
        return inputs.lazy.compactMap(\.crossing).first {
            own.contains($0.transponder) && $0.at == start + Milliseconds(time)
        }
    }

    func number(_ car: CarIndex) -> String { session.entries[car.slot].number.text }
}
