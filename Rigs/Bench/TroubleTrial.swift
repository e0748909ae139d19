import Recording
import Rulebook
import Simulation
import Timing

/// A race with trouble, as the core has it and as it was.
struct TroubleTrial: ~Copyable {
    /// Results that were right.
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
        /// Results that were wrong, in words.
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

    /// Its troubles, in words.
    var summary: String {
        let start = race.truth.startMs
        func at(_ ms: [Int64]) -> String { ms.map { clock($0, start) }.joined(separator: " ") }
        let ordinary = race.truth.troubles.ordinary
        let laps = setting.fields.map { $0.lap.count / 1000 }
        var parts = [
            "\(race.event.sessions[0].entries.count) cars, \(setting.duration.count / 1000) s, "
                + "\(setting.sectorLoops) sectors, laps \(laps) s"
        ]
        parts += ordinary.readAgain.map {
            "\($0.car.text) again at \($0.loop.value) \(at([$0.passedMs])): \(at($0.atMs))"
        }
        parts += ordinary.lateStarts.map { "\($0.car.text) \($0.way) \(at([$0.atMs].compactMap { $0 })) \($0.isTold)" }
        parts += ordinary.misreadings.map { "\($0.car.text) \($0.kind) at \($0.loop.value) \(at($0.atMs))" }
        parts += ordinary.weakLoops.map { "\($0.car.text) never at \($0.loop.value)" }
        parts += ordinary.inserted.map { "\($0.car.text) inserted at \($0.loop.value) \(at([$0.passedMs, $0.atMs]))" }
        parts += ordinary.driversHeld.map { "\($0.car.text) names \($0.named), not \($0.driver) \(at([$0.fromMs]))" }
        parts += ordinary.toldOut.map { "\($0.car.text) told out \(at([$0.atMs])) \($0.racesOn)" }
        parts += ordinary.disqualified.map { "\($0.car.text) disqualified \(at([$0.atMs]))" }
        parts += setting.troubles.clockOffsets.map {
            "\($0.decoder) ahead \($0.ahead) us from \(($0.from?.count ?? 0) / 1000) s"
        }
        parts += race.truth.troubles.flags.map { "\($0.flag) \(at([$0.atMs]))" }
        return parts.joined(separator: "; ")
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
            note("car \(row.number.text): \(lapping.laps) laps, really \(row.laps); \(readings(of: row.number))")
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
        compareStops(row, core.stops(of: car))
    }

    /// Where the car was read, and when.
    private func readings(of number: CarNumber) -> String {
        let worn = core.session.entries.first { $0.number == number }?.transponders ?? []
        let own = race.recording.crossings.filter { worn.contains($0.transponder) }
        return "read " + own.map { "\(clock($0.at.milliseconds))@\($0.loop.value)" }.joined(separator: " ")
    }

    private mutating func compareStops(_ row: Truth.Row, _ stops: [Stop]) {
        let start = Instant(milliseconds: race.truth.startMs)
        let isRight =
            stops.count == row.stops.count
            && zip(stops, row.stops).allSatisfy { stop, really in
                isSeen(stop.entered.map { ($0 - start).count }, really.inMs, Self.entry)
                    && isSeen(stop.left.map { ($0 - start).count }, really.outMs, Self.exit)
                    && stop.driverIn == really.driverIn && stop.driverOut == really.driverOut ?? 0
                    && (stop.counts == really.counts || really.inMs == nil)
            }
        guard !isRight else { return }
        outcome.stopsRight = false
        let told = stops.map { stop in
            "\(clock(stop.entered?.milliseconds)) to \(clock(stop.left?.milliseconds)) "
                + "driver \(stop.driverIn) to \(stop.driverOut) \(stop.counts)"
        }
        let really = row.stops.map { stop in
            "\(clock(stop.inMs, 0)) to \(clock(stop.outMs, 0)) "
                + "driver \(stop.driverIn) to \(stop.driverOut ?? 0) \(stop.counts)"
        }
        note("car \(row.number.text): stops \(told), really \(really); \(readings(of: row.number))")
    }

    private static let entry: UInt32 = 110
    private static let exit: UInt32 = 111

    /// As a box saw it, whose clock may have stepped.
    private func isSeen(_ told: Int64?, _ really: Int64?, _ decoder: UInt32) -> Bool {
        guard let told, let really else { return told == nil && really == nil }
        let offset = setting.troubles.clockOffsets.last {
            $0.decoder == decoder && !$0.isCorrected && really >= $0.from?.count ?? .min
        }
        guard let offset else { return told == really }
        return abs((told - really) * 1000 - offset.ahead) < 1_000
    }

    private func clock(_ ms: Int64?, _ start: Int64? = nil) -> String {
        guard let ms else { return "never" }
        let since = ms - (start ?? race.truth.startMs)
        return (since < 0 ? "-" : "") + BudgetTable.fixed(Double(abs(since)) / 1000, 3)
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
            let name =
                "\(doubt.kind.rawValue) \(expected.isAboutLoop(doubt.kind) ? "" : number.text) \(doubt.loop.value)"
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
        outcome.expected += stepped.count { SeeableStep($0, in: race, of: setting).isSeeable }
        for clock in core.clocks {
            let found = stepped.firstIndex {
                $0.decoder == clock.decoder && abs(clock.ahead.count * 1000 - $0.ahead) * 2 <= abs($0.ahead)
            }
            if let found {
                if SeeableStep(stepped[found], in: race, of: setting).isSeeable { outcome.told += 1 }
                stepped.remove(at: found)
            } else {
                outcome.falseAlarms += 1
                note("decoder \(clock.decoder) off by \(clock.ahead.count) ms")
            }
        }
        for offset in stepped where SeeableStep(offset, in: race, of: setting).isSeeable {
            note("clock of \(offset.decoder), off by \(offset.ahead) us, not found")
        }
    }
}
