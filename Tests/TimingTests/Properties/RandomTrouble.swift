import Simulation
import Timing

extension Session {
    /// The same field under another rulebook, some of it for practice or qualifying.
    func varied(_ random: inout SeededGenerator) -> Session {
        var rules = rules
        if random.chance(permille: 200) { rules.laps = random.int(in: 1...8) }
        if random.chance(permille: 100) { rules.duration = nil }
        rules.earlyFlag = RaceRules.EarlyFlag.allCases[random.int(in: 0...1)]
        rules.countBackLaps = random.chance(permille: 500) ? random.int(in: 1...2) : nil
        rules.serveWithin = random.int(in: 1...3)
        rules.driveThroughTime = Milliseconds.seconds(random.int(in: 10...35))
        if random.chance(permille: 200) { rules.finishWithin = .seconds(random.int(in: 30...240)) }
        let pitTransit = random.chance(permille: 500) ? Milliseconds(random.int(in: 10_000...60_000)) : nil
        let kind: Session.Kind =
            random.chance(permille: 250) ? (random.chance(permille: 500) ? .practice : .qualifying) : .race
        if kind == .race { rules.start = RaceRules.Start.allCases[random.int(in: 0...2)] }
        if random.chance(permille: 500) { rules.pitLapsCount = random.chance(permille: 500) }
        rules.redFlag.stopsClock = random.chance(permille: 300)
        if random.chance(permille: 200) { rules.redFlag.lapsOff = random.int(in: 1...2) }
        if random.chance(permille: 400) { rules.flagByHand = Milliseconds(random.int(in: 1...60) * 500) }
        if random.chance(permille: 400) { rules.driveThroughOver = .seconds(random.int(in: 0...40)) }
        if random.chance(permille: 400) {
            rules.stopAndGoOver = random.chance(permille: 400) ? nil : .seconds(random.int(in: 0...40))
        }
        if random.chance(permille: 300) { rules.withoutTransit = .seconds(random.int(in: 20...90)) }
        if random.chance(permille: 300) {
            rules.overdueRacing = random.int(in: 100...400)
            rules.overdueNeutralised = random.int(in: 100...800)
            rules.overdueLeast = .seconds(random.int(in: 0...60))
        }
        let minimumLap = random.chance(permille: 300) ? Milliseconds(random.int(in: 10_000...50_000)) : nil
        let length = random.chance(permille: 700) ? circuit.lengthMetres : nil
        let circuit = Circuit(
            name: circuit.name, lengthMetres: length, pitTransit: pitTransit, minimumLap: minimumLap,
            loops: circuit.loops)
        return Session(
            id: id, name: name, kind: kind, circuit: circuit, rules: rules, entries: offset(entries, &random))
    }

    /// Some transponders are read a little after the place of the car's first one would be, or before.
    private func offset(_ entries: [Entry], _ random: inout SeededGenerator) -> [Entry] {
        guard random.chance(permille: 200) else { return entries }
        return entries.map { entry in
            guard random.chance(permille: 300), let transponder = entry.transponders.randomElement(using: &random)
            else { return entry }
            var offsets = [transponder: Milliseconds(random.int(in: -80...80))]
            if random.chance(permille: 500) { offsets[RandomActs.spare] = Milliseconds(random.int(in: -80...80)) }
            return Entry(
                number: entry.number, carClass: entry.carClass, cup: entry.cup, team: entry.team,
                vehicle: entry.vehicle, transponders: entry.transponders, transponderOffsets: offsets,
                drivers: entry.drivers)
        }
    }
}

/// What decoders do to a race: crossings that nobody reports, clocks that are off, boxes that start again.
extension Trial {
    mutating func loseCrossings(_ random: inout SeededGenerator) {
        let share = random.int(in: 0...60)
        inputs.removeAll { if case .crossing = $0 { random.chance(permille: share) } else { false } }
        guard random.chance(permille: 400), let loop = session.circuit.loops.randomElement(using: &random)
        else { return }
        lose(&random) { $0.loop == loop.id }
        guard random.chance(permille: 300), let entry = session.entries.randomElement(using: &random) else { return }
        lose(&random) { entry.transponders.contains($0.transponder) }
    }

    /// Nothing of these for a while.
    private mutating func lose(_ random: inout SeededGenerator, _ isLost: (Crossing) -> Bool) {
        guard !inputs.isEmpty else { return }
        let from = random.int(in: 0...(inputs.count - 1))
        let to = min(from + random.int(in: 0...(inputs.count / 2)), inputs.count)
        let kept = inputs[from..<to].filter { if case .crossing(let crossing) = $0 { !isLost(crossing) } else { true } }
        inputs.replaceSubrange(from..<to, with: kept)
    }

    /// From one of its crossings on a decoder's clock is off, and its run perhaps another. Most often the
    /// timekeeper says so.
    mutating func upsetClock(_ random: inout SeededGenerator) {
        let crossings = inputs.compactMap { if case .crossing(let crossing) = $0 { crossing } else { nil } }
        guard let first = crossings.randomElement(using: &random) else { return }
        let ahead = random.int(in: -15_000_000...15_000_000) as Int64
        let epoch = first.id.epoch + (random.chance(permille: 500) ? 1 : 0)
        for place in inputs.indices {
            guard case .crossing(let crossing) = inputs[place], crossing.id.decoder == first.id.decoder,
                crossing.id.number >= first.id.number
            else { continue }
            let id = CrossingID(decoder: crossing.id.decoder, epoch: epoch, number: crossing.id.number)
            inputs[place] = .crossing(
                Crossing(
                    id: id, stamp: crossing.stamp + ahead, transponder: crossing.transponder, loop: crossing.loop,
                    driver: crossing.driver, isEstimated: crossing.isEstimated))
        }
        guard random.chance(permille: 800) else { return }
        let clock = ClockCorrection(
            decoder: first.id.decoder, epoch: epoch == first.id.epoch ? nil : epoch, from: first.stamp + ahead,
            ahead: ahead)
        inputs.append(.act(Act(id: "clock", at: first.at, by: "chance", kind: .clock(clock))))
    }
}
