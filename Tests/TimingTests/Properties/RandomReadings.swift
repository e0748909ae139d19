import Simulation
import Timing

/// What loops do to a race: they read what is not there, and do not read what is.
extension Trial {
    /// Each kind of it only in some races.
    mutating func misread(_ random: inout SeededGenerator) {
        self = inOrder
        if random.chance(permille: 250) { readLineAgain(&random) }
        if random.chance(permille: 250) { readTrackInPit(&random) }
        if random.chance(permille: 350) { readPitLoopsOnTrack(&random) }
        if random.chance(permille: 200) { readSectorInPit(&random) }
        if random.chance(permille: 250) { startLate(&random) }
        if random.chance(permille: 200) { hardlyRead(&random) }
        self = inOrder
    }

    private func loops(_ kind: Loop.Kind) -> [Loop] { session.circuit.loops.filter { $0.kind == kind } }

    private func crossings(at kinds: Loop.Kind...) -> [Crossing] {
        let ids = Set(session.circuit.loops.filter { kinds.contains($0.kind) }.map(\.id))
        return inputs.compactMap { input in
            if case .crossing(let crossing) = input, ids.contains(crossing.loop) { crossing } else { nil }
        }
    }

    /// The same transponder once more, at this loop and so much later.
    private mutating func read(_ crossing: Crossing, at loop: Loop, after span: Int64) {
        // Crossings are taken away in between, and no two are to have one name.
        let numbers = inputs.compactMap { if case .crossing(let other) = $0 { other.id.number } else { nil } }
        let number = max(numbers.max() ?? 0, 1_000_000) + 1
        let id = CrossingID(decoder: 100 + UInt32(loop.id.value), epoch: crossing.id.epoch, number: number)
        inputs.append(
            .crossing(
                Crossing(
                    id: id, stamp: crossing.stamp + span * 1000, transponder: crossing.transponder, loop: loop.id,
                    driver: crossing.driver)))
    }

    /// A car spins on the Line, or is pushed back over it in the pit lane.
    private mutating func readLineAgain(_ random: inout SeededGenerator) {
        let lines = crossings(at: .line, .linePit)
        for _ in 0...random.int(in: 0...2) {
            guard let crossing = lines.randomElement(using: &random),
                let own = session.circuit.loops.first(where: { $0.id == crossing.loop })
            else { return }
            let isByPitLine = random.chance(permille: 200)
            let loop = (isByPitLine ? loops(.linePit).first : nil) ?? own
            for _ in 0...random.int(in: 0...1) {
                read(crossing, at: loop, after: random.int(in: 20_000...120_000))
            }
        }
    }

    /// The Line in the pit lane reads cars on the track, and that of the track cars in the pit lane.
    private mutating func readTrackInPit(_ random: inout SeededGenerator) {
        guard let track = loops(.line).first, let lane = loops(.linePit).first else { return }
        let share = random.int(in: 50...500)
        for crossing in crossings(at: .line, .linePit) where random.chance(permille: share) {
            read(crossing, at: crossing.loop == track.id ? lane : track, after: random.int(in: -100...100))
        }
    }

    /// Pit entry and pit exit read cars on the track near the Line.
    private mutating func readPitLoopsOnTrack(_ random: inout SeededGenerator) {
        let share = random.int(in: 20...400)
        let kinds: [Loop.Kind] = random.chance(permille: 300) ? [.pitEntry, .pitExit] : [.pitEntry]
        for crossing in crossings(at: .line) {
            for kind in kinds where random.chance(permille: share) {
                guard let loop = loops(kind).first else { continue }
                let span = random.int(in: 200...9_000) as Int64
                read(crossing, at: loop, after: kind == .pitEntry ? -span : span)
            }
            // Now and then the pit lane's Line reads it alone.
            if random.chance(permille: 30), let lane = loops(.linePit).first {
                read(crossing, at: lane, after: random.int(in: -100...100))
                inputs.removeAll { if case .crossing(let other) = $0 { other.id == crossing.id } else { false } }
            }
        }
    }

    /// A sector loop reads cars in the pit lane.
    private mutating func readSectorInPit(_ random: inout SeededGenerator) {
        let share = random.int(in: 100...1000)
        for crossing in crossings(at: .linePit, .pitEntry) where random.chance(permille: share) {
            guard let loop = loops(.sector).randomElement(using: &random) else { return }
            read(crossing, at: loop, after: random.int(in: 500...25_000))
        }
    }

    /// A car's start is not read, nor, perhaps, its first sectors; or it comes to the Line late.
    private mutating func startLate(_ random: inout SeededGenerator) {
        guard let entry = session.entries.randomElement(using: &random) else { return }
        let start = inputs.compactMap { input -> Instant? in
            if case .act(let act) = input, act.kind == .start { act.at } else { nil }
        }.first
        let lines = Set((loops(.line) + loops(.linePit)).map(\.id))
        let sectors = Set(loops(.sector).map(\.id))
        let own = inputs.compactMap { input -> Crossing? in
            guard case .crossing(let crossing) = input, entry.transponders.contains(crossing.transponder),
                crossing.at >= start ?? .distantPast
            else { return nil }
            return crossing
        }
        let ownLines = own.filter { lines.contains($0.loop) }
        guard let first = ownLines.first else { return }
        var lost: Set<CrossingID> = random.chance(permille: 700) ? [first.id] : []
        if random.chance(permille: 600), ownLines.count > 1 {
            lost.formUnion(own.filter { sectors.contains($0.loop) && $0.at < ownLines[1].at }.map(\.id))
        }
        inputs.removeAll { if case .crossing(let crossing) = $0 { lost.contains(crossing.id) } else { false } }
        guard random.chance(permille: 400) else { return }
        let loop = (random.chance(permille: 300) ? loops(.linePit).first : loops(.line).first)
        if let loop { read(first, at: loop, after: random.int(in: 10_000...90_000)) }
    }

    /// A car that one sector loop never reads, or from some time on.
    private mutating func hardlyRead(_ random: inout SeededGenerator) {
        guard let entry = session.entries.randomElement(using: &random),
            let loop = loops(.sector).randomElement(using: &random)
        else { return }
        let from = random.chance(permille: 500) ? 0 : random.int(in: 0...inputs.count)
        inputs = inputs.enumerated().filter { place, input in
            guard place >= from, case .crossing(let crossing) = input else { return true }
            return crossing.loop != loop.id || !entry.transponders.contains(crossing.transponder)
        }.map(\.element)
    }
}
