/// Looking up of one car what the table rests on: crossings by their instants, acts by what they are about.
struct Inquiry: ~Copyable {
    let timekeeper: Timekeeper
    let car: Int
    /// What a second fold of the span noted, where one was made.
    var witness: Witness?

    init(_ timekeeper: borrowing Timekeeper, car: Int) {
        self.timekeeper = Timekeeper(copying: timekeeper)
        self.car = car
    }

    /// The start signal. Before it no car has been anywhere, and nothing is counted from it.
    var start: Instant { timekeeper.race.state.startAt ?? .distantPast }
    var state: CarState { timekeeper.race.state.cars[car] }
    /// The name that acts have for the car.
    var number: CarNumber { timekeeper.session.entries[car].entered }
    private var points: Int { timekeeper.race.track.pointsPerLap }

    func instant(_ since: SinceStart) -> Instant { since.instant(from: start) }

    // MARK: Crossings

    /// The car's crossings in the span, void ones among them.
    func crossings(_ span: ClosedRange<Instant>) -> [InputLog.Entry] {
        var found: [InputLog.Entry] = []
        var index = timekeeper.log.firstIndex(at: span.lowerBound)
        while index < timekeeper.log.count, timekeeper.log[index].crossing.at <= span.upperBound {
            let entry = timekeeper.log[index]
            if Int(entry.car) == car { found.append(entry) }
            index += 1
        }
        return found
    }

    /// The crossing of this instant at a loop of these kinds: of two the first counted.
    func crossing(at instant: Instant, _ isRight: (Track.Detection) -> Bool) -> Crossing? {
        crossings(instant...instant).first { entry in
            !entry.isVoid && timekeeper.race.track.detection(entry.crossing.loop).map(isRight) ?? false
        }?.crossing
    }

    /// The last crossing from here back, or the first from here on, that says so.
    func crossing(from instant: Instant, forwards: Bool, _ isRight: (Crossing) -> Bool) -> Crossing? {
        let log = timekeeper.log
        let step = forwards ? 1 : -1
        var index = forwards ? log.firstIndex(at: instant) : log.firstIndex(at: instant + Milliseconds(1)) - 1
        while (0..<log.count).contains(index) {
            let entry = log[index]
            if Int(entry.car) == car, !entry.isVoid, isRight(entry.crossing) { return entry.crossing }
            index += step
        }
        return nil
    }

    // MARK: Evidence

    /// The car at a point of the race; nil where it was not there, or was not seen and nothing is provisional.
    func evidence(at point: Int) -> Evidence? {
        guard point > 0 else { return signal }
        guard point <= Int(state.progress) else { return nil }
        let sector = (point - 1) % points + 1
        let lap = (point - 1) / points + 1
        let isLine = sector == points
        if let since = timekeeper.race.table.passage(car, at: point) {
            let crossing = crossing(at: instant(since)) { loop in
                isLine ? loop.kind == .line || loop.kind == .linePit : loop.sector == sector
            }
            return crossing.map { evidence($0, lap: lap, outcome: isLine ? .lap : .sector) }
        }
        guard let since = timekeeper.race.table.passageOrEstimate(car, at: point) else { return nil }
        let path = timekeeper.race.track.path[sector - 1]
        let missed = timekeeper.race.provisional.last {
            $0.car.slot == car && $0.lap == lap
                && ($0.loop == path || isLine && $0.loop == timekeeper.race.track.lineInPit)
        }
        return Evidence(
            car: CarIndex(car), at: instant(since), loop: missed?.loop ?? path, lap: lap, crossing: nil,
            basis: .provisional(missed.flatMap { estimate($0) }), retimedBy: nil, outcome: nil, voidedBy: nil)
    }

    /// How it was estimated: as the witness noted, else by folding up to the crossing that is its evidence.
    private func estimate(_ missed: ProvisionalCrossing) -> Estimate? {
        if let witness { return witness.missed.last { $0.crossing == missed }?.estimate }
        guard let span = spanOfEvidence(missed) else { return nil }
        return Witness(of: car, in: timekeeper, span).missed.last { $0.crossing == missed }?.estimate
    }

    func spanOfEvidence(_ missed: ProvisionalCrossing) -> ClosedRange<Instant>? {
        crossing(from: missed.at, forwards: true) { $0.id == missed.evidence }.map { missed.at...$0.at }
    }

    /// The car on the grid at the start signal; nil before it.
    private var signal: Evidence? {
        guard let start = timekeeper.race.state.startAt else { return nil }
        return Evidence(
            car: CarIndex(car), at: start, loop: nil, lap: 0, crossing: nil, basis: .signal, retimedBy: nil,
            outcome: nil, voidedBy: nil)
    }

    func evidence(_ crossing: Crossing, lap: Int? = nil, outcome: Outcome) -> Evidence {
        let acts = timekeeper.acts
        let isMoved = crossing.at != Instant(cutting: crossing.stamp)
        let clock = acts.clocks.last { act in
            if case .clock(let clock) = act.kind { clock.concerns(crossing) } else { false }
        }
        return Evidence(
            car: CarIndex(car), at: crossing.at, loop: crossing.loop, lap: lap, crossing: crossing,
            basis: basis(crossing), retimedBy: isMoved ? clock?.id : nil, outcome: outcome,
            voidedBy: outcome == .void ? voiding(crossing.id) : nil)
    }

    private func basis(_ crossing: Crossing) -> Evidence.Basis {
        guard crossing.id.decoder == 0 else { return crossing.isEstimated ? .estimated : .measured }
        let act = timekeeper.acts.all.values.first { act in
            if case .insert = act.kind { CrossingID(insertedBy: act.id) == crossing.id } else { false }
        }
        return .inserted(act: act?.id ?? "")
    }

    private func voiding(_ id: CrossingID) -> String? {
        timekeeper.acts.all.values.filter { $0.kind == .void(id) && timekeeper.acts.stands($0.id) }.map(\.id).min()
    }

    /// What the witness saw of the car in the span beside what is shown already.
    func others(in span: ClosedRange<Instant>, beside shown: [Evidence?]) -> [Evidence] {
        let names = Set(shown.compactMap { $0?.crossing?.id })
        return (witness?.sights ?? []).filter { span.contains($0.crossing.at) && !names.contains($0.crossing.id) }
            .map { evidence($0.crossing, outcome: $0.outcome) }
    }

    // MARK: Acts

    /// Acts that bear on what is explained, in order of their instants.
    func acts(_ isAbout: (Act) -> Bool) -> [BearingAct] {
        let (acts, penalties) = (timekeeper.acts, timekeeper.penalties)
        return acts.all.values.filter(isAbout).sorted { ($0.at, $0.id) < ($1.at, $1.id) }.map { act in
            BearingAct(
                act: timekeeper.numbered(act), withdrawnBy: acts.against(act.id).map(\.id).min(),
                penalty: penalties.first { $0.act.id == act.id })
        }
    }

    /// Whether an amendment or a flag bears on what the car did in the span.
    func isAbout(_ act: Act, _ span: ClosedRange<Instant>, crossings: [Crossing]) -> Bool {
        switch act.kind {
        case .void(let id), .count(let id): crossings.contains { $0.id == id }
        case .insert(number, _, _), .driver(number, _), .retired(number): span.contains(act.at)
        case .clock(let clock): crossings.contains { clock.concerns($0) }
        case .assign(let transponder, _, _): crossings.contains { $0.transponder == transponder }
        case .flag: span.contains(act.at)
        case .insert, .driver, .retired, .formation, .start, .end, .final, .duration, .penalty, .served, .withdraw,
            .bulletin, .ruling, .message, .report, .conditions, .entry:
            false
        }
    }

    // MARK: Rules

    func rule(_ name: String, _ value: CitedRule.Value, act: String? = nil) -> CitedRule {
        CitedRule(key: "\(timekeeper.session.kind.rawValue).\(name)", value: value, act: act)
    }
}

extension InputLog {
    /// The place of the first crossing of this instant or a later one.
    func firstIndex(at instant: Instant) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle].crossing.at < instant { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
