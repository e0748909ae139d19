import Timing

/// What has become of the stewards' decisions.
extension ReferenceRace {
    /// A penalty to be served, with the visit that would serve it.
    private struct Due {
        let act: Act
        /// How long the visit may last.
        let visit: ClosedRange<Int64>
        /// What it is converted to.
        let time: Int64
        /// When it was converted, milliseconds since the start signal; nil: it still can be served.
        var convertedAt: Int64?
        var isServed = false
        /// The visit, from 1, that served it.
        var servedBy: Int?
    }

    var penalties: [Picture.Decided] {
        let dues = cars.indices.flatMap(dues)
        return official.decisions.compactMap { act in
            guard case .penalty(let number, let kind, _) = act.kind else { return nil }
            var decided = Picture.Decided(id: act.id, car: number, kind: kind, state: .applied, added: 0)
            if case .time(let time) = kind { decided.added = time.count }
            if let due = dues.first(where: { $0.act.id == act.id }) {
                let isConverted = !due.isServed && due.convertedAt != nil
                decided.state = due.isServed ? .served : isConverted ? .converted : .notified
                decided.added = isConverted ? due.time : 0
            }
            return decided
        }
    }

    /// The car's penalties to be served, in the order in which they were notified.
    private func dues(_ car: Int) -> [Due] {
        var dues = official.decisions.compactMap { due($0, car) }
        for place in dues.indices { dues[place].isServed = servedBefore.contains(dues[place].act.id) }
        for (number, visit) in cars[car].stays.map(\.visit).enumerated() {
            guard let entered = visit.entered, let left = visit.left,
                visit.counts,
                flag(at: entered + (start ?? 0))?.flag != .safetyCar
            else { continue }
            let lasted = left - entered - redTime(from: entered, to: left)
            let first = dues.indices.first { place in
                let due = dues[place]
                // What the stewards have said by then is said.
                let isDecided = words(on: due.act).contains { sinceStart($0.act) <= left }
                return !due.isServed && !isDecided && due.visit.contains(lasted)
                    && sinceStart(due.act) <= entered && left <= due.convertedAt ?? .max
            }
            guard let first else { continue }
            dues[first].isServed = true
            dues[first].servedBy = number + 1
        }
        for place in dues.indices {
            guard let word = words(on: dues[place].act).last?.isServed else { continue }
            dues[place].isServed = word
            if !word { dues[place].convertedAt = .min }
        }
        return dues
    }

    /// Visits, from 1, that served a penalty and are no stops for it.
    func servingVisits(_ car: Int) -> Set<Int> {
        Set(dues(car).filter(\.isServed).compactMap(\.servedBy))
    }

    private func due(_ act: Act, _ car: Int) -> Due? {
        let transit = session.circuit.pitTransit?.count
        let time = session.rules.driveThroughTime.count
        let converted = convertedAt(act, car)
        switch act.kind {
        case .penalty(session.entries[car].number, .driveThrough, _):
            let most = transit.map { $0 + session.rules.driveThroughOver.count } ?? session.rules.withoutTransit.count
            return Due(act: act, visit: 0...most, time: time, convertedAt: converted)
        case .penalty(session.entries[car].number, .stopAndGo(let stop), _):
            let least = (transit ?? 0) + stop.count
            let unknown = session.rules.withoutTransit.count
            let over = session.rules.stopAndGoOver.map { transit == nil ? unknown : $0.count }
            let visit = least...(over.map { least + $0 } ?? .max)
            return Due(act: act, visit: visit, time: time + stop.count, convertedAt: converted)
        default: return nil
        }
    }

    private func sinceStart(_ act: Act) -> Int64 { act.at.milliseconds - (start ?? 0) }

    /// The stewards' words on whether it has been served, in their order.
    private func words(on act: Act) -> [(act: Act, isServed: Bool)] {
        official.decisions.compactMap { word in
            if case .served(act.id, let isServed) = word.kind { (word, isServed) } else { nil }
        }
    }

    /// When the time to serve it was over: too often past the Line, at the finish, at the end.
    private func convertedAt(_ act: Act, _ car: Int) -> Int64? {
        let lines = cars[car].lapEnds.filter { end in
            end.isOnTrack && end.at >= sinceStart(act) && flag(at: end.at + (start ?? 0))?.flag != .safetyCar
        }
        let serveWithin = session.rules.serveWithin
        let tooOften = lines.count > serveWithin ? lines[serveWithin].at : nil
        let finish = cars[car].hasFinished ? cars[car].elapsed : nil
        return [tooOften, finish, end.map { $0 - (start ?? 0) }].compactMap { $0 }.min()
    }

    /// By command, from the instant of the decision on.
    func isDisqualified(_ car: Int, by at: Int64 = .max) -> Bool {
        official.decisions.contains { act in
            guard case .penalty(session.entries[car].number, .disqualified, _) = act.kind else { return false }
            return sinceStart(act) <= at
        }
    }

    /// For each red flag after which the race was resumed.
    private var lapsOff: Int {
        guard session.kind == .race else { return 0 }
        let end = end ?? .max
        let resumed = shown.indices.dropLast().filter { place in
            shown[place].flag == .red && shown[place + 1].flag != .chequered && shown[place + 1].from < end
        }
        return session.rules.redFlag.lapsOff * resumed.count
    }

    func lapsTaken(_ car: Int) -> Int {
        official.decisions.reduce(automaticLaps(car) + lapsOff) { sum, act in
            guard case .penalty(session.entries[car].number, .laps(let laps), _) = act.kind else { return sum }
            return sum + laps
        }
    }
}
