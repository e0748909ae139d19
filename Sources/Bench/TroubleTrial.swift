import Recording
import Rulebook
import Simulation
import Timing

/// A race with trouble, as the core has it and as it was.
struct TroubleTrial: ~Copyable {
    /// What was right.
    struct Outcome {
        var lapsRight = true
        var winnerRight = true
        var orderRight = true
        var stopsRight = true
        var bestLapsRight = true
        /// Doubts that had to be told, and those that were.
        var expected = 0
        var told = 0
        var falseAlarms = 0
        /// What was not right, in words.
        var stories: [String] = []
    }

    let setting: RaceSetting
    let race: SimulatedRace
    let core: Timekeeper
    private(set) var outcome = Outcome()

    init(_ setting: RaceSetting) {
        self.setting = setting
        race = SimulatedRace.run(setting)
        var core = Timekeeper(race.event.sessions[0])
        var refused: [String] = []
        for input in race.recording.inputs {
            do { _ = try core.apply(input) } catch { refused.append("refused: \(input), \(error)") }
        }
        self.core = core
        outcome.stories = refused
        compare()
        listen()
    }

    /// Whether the race has the trouble for which it was asked.
    func cameAbout(_ kind: OrdinaryKind) -> Bool {
        let troubles = race.truth.troubles
        let ordinary = troubles.ordinary
        return switch kind {
        case .lineAgain: !ordinary.readAgain.isEmpty
        case .lateStart: !ordinary.lateStarts.isEmpty
        case .suspension: ordinary.prolongedToMs != nil || troubles.flags.contains { $0.flag == .red }
        case .waitingUnderRed:
            race.truth.classification.contains { $0.stops.contains { $0.purpose == .redFlag } }
        case .driverHeld: !ordinary.driversHeld.isEmpty
        case .transponderWorn: !troubles.transponders.isEmpty
        case .misreading: !ordinary.misreadings.isEmpty
        case .weakLoop: !ordinary.weakLoops.isEmpty
        case .insertedBeside: !ordinary.inserted.isEmpty
        case .disqualified: !ordinary.disqualified.isEmpty
        case .toldOut: !ordinary.toldOut.isEmpty
        case .clockStep: !troubles.clockOffsets.isEmpty
        }
    }

    private mutating func compare() {
        let truth = race.truth.classification
        let order = core.classification.map { core.session.entries[$0.slot].number }
        let places = core.classification.map { core.standing(of: $0).position }
        let placed = zip(order, places).filter { $1 != nil }.map(\.0)
        let classified = truth.filter { $0.position != nil }.map(\.number)
        if placed.first != classified.first {
            outcome.winnerRight = false
            note("winner \(placed.first?.text ?? "nobody"), really \(classified.first?.text ?? "nobody")")
        }
        if placed != classified {
            outcome.orderRight = false
            note("order \(placed.map(\.text)), really \(classified.map(\.text))")
        }
        if core.chequeredAt?.milliseconds != race.truth.chequeredMs {
            outcome.winnerRight = false
            note(
                "flag at \(clock(core.chequeredAt?.milliseconds)), really \(clock(race.truth.chequeredMs))")
        }
        for row in truth {
            guard let car = core.car(row.number) else { continue }
            compareCar(row, car)
        }
    }

    private mutating func compareCar(_ row: Truth.Row, _ car: CarIndex) {
        let lapping = core.lapping(of: car)
        if lapping.laps != row.laps {
            outcome.lapsRight = false
            note("car \(row.number.text): \(lapping.laps) laps, really \(row.laps)")
        }
        let total = core.standing(of: car).total?.count
        if lapping.laps == row.laps, total != row.totalMs, !row.isTotalMissed {
            outcome.orderRight = false
            note("car \(row.number.text): total \(clock(total, 0)), really \(clock(row.totalMs, 0))")
        }
        if lapping.bestLap?.count != row.bestLapMs || lapping.bestLapNumber != row.bestLap {
            outcome.bestLapsRight = false
            note(
                "car \(row.number.text): best \(lapping.bestLap?.count ?? 0) in \(lapping.bestLapNumber ?? 0), "
                    + "really \(row.bestLapMs ?? 0) in \(row.bestLap ?? 0)")
        }
        let start = race.truth.startMs
        let stops = core.stops(of: car).map { stop in
            "\(clock(stop.entered?.milliseconds, start)) to \(clock(stop.left?.milliseconds, start)) "
                + "driver \(stop.driverIn) to \(stop.driverOut) \(stop.counts)"
        }
        let really = row.stops.map { stop in
            "\(clock(seen(stop.inMs, Self.entry), 0)) to \(clock(seen(stop.outMs, Self.exit), 0)) "
                + "driver \(stop.driverIn) to \(stop.driverOut ?? 0) \(stop.counts)"
        }
        if stops != really {
            outcome.stopsRight = false
            note("car \(row.number.text): stops \(stops), really \(really)")
        }
    }

    private static let entry: UInt32 = 110
    private static let exit: UInt32 = 111

    /// As a box saw it whose clock had stepped.
    private func seen(_ ms: Int64?, _ decoder: UInt32) -> Int64? {
        guard let ms else { return nil }
        let offset = setting.troubles.clockOffsets.last {
            $0.decoder == decoder && !$0.isCorrected && ms >= $0.from?.count ?? .min
        }
        let start = setting.start
        return offset.map { (Instant(cutting: start + ms * 1000 + $0.ahead) - Instant(cutting: start)).count } ?? ms
    }

    private func clock(_ ms: Int64?, _ start: Int64? = nil) -> String {
        ms.map { BudgetTable.fixed(Double($0 - (start ?? race.truth.startMs)) / 1000, 3) } ?? "never"
    }

    private mutating func note(_ story: String) {
        outcome.stories.append(story)
    }

    // MARK: Doubts

    private mutating func listen() {
        let expected = ExpectedDoubts(race, minimums: race.event.circuit.loops)
        var heard = Set<String>()
        for doubt in core.doubts {
            let number = core.session.entries[doubt.car.slot].number
            let name = "\(doubt.kind.rawValue) \(expected.isAboutLoop(doubt.kind) ? "" : number.text) \(doubt.loop.value)"
            heard.insert(name)
            guard !expected.may.contains(name) else { continue }
            outcome.falseAlarms += 1
            note("doubt \(name) (\(number.text)) \(doubt.count) times from \(clock(doubt.first.milliseconds))")
        }
        outcome.expected = expected.must.count
        outcome.told = expected.must.intersection(heard).count
        for name in expected.must.subtracting(heard).sorted() { note("not told: \(name)") }
        listenToLoops()
    }

    private mutating func listenToLoops() {
        for loop in core.deadLoops where setting.troubles.deadLoops.isEmpty {
            outcome.falseAlarms += 1
            note("loop \(loop.loop.value) dead")
        }
        var stepped = setting.troubles.clockOffsets.filter { !$0.isCorrected }
        outcome.expected += stepped.count
        for clock in core.clocks {
            let found = stepped.firstIndex {
                $0.decoder == clock.decoder && abs(clock.ahead.count * 1000 - $0.ahead) <= 250_000
            }
            if let found {
                outcome.told += 1
                stepped.remove(at: found)
            } else {
                outcome.falseAlarms += 1
                note("decoder \(clock.decoder) off by \(clock.ahead.count) ms")
            }
        }
        for offset in stepped { note("clock of \(offset.decoder), off by \(offset.ahead) us, not found") }
    }
}
