import Timing

/// A kind of ordinary trouble on the track.
public enum OrdinaryKind: String, CaseIterable, Hashable, Sendable {
    case lineAgain, lateStart, suspension, waitingUnderRed, driverHeld, transponderWorn, misreading, weakLoop
    case insertedBeside, disqualified, toldOut, clockStep
}

/// Ordinary trouble drawn by lot.
extension RaceSetting {
    /// A generated race with these kinds of ordinary trouble and no other trouble.
    public static func ordinary(seed: UInt64, _ kinds: Set<OrdinaryKind>) -> RaceSetting {
        var setting = generated(seed: seed)
        var random = SeededGenerator(seed: seed, stream: Stream.ordinary)
        for kind in OrdinaryKind.allCases {
            // Each kind draws the same, with or without the others.
            var own = SeededGenerator(seed: random.next())
            if kinds.contains(kind) { setting.befall(kind, &own) }
        }
        return setting
    }

    /// A generated race with up to five kinds of it, in some of them crossings that are missed as well.
    public static func ordinary(seed: UInt64) -> RaceSetting {
        var random = SeededGenerator(seed: seed, stream: Stream.ordinary + 1_000_000)
        let kinds = random.shuffled(OrdinaryKind.allCases).prefix(random.int(in: 1...5))
        var setting = ordinary(seed: seed, Set(kinds))
        if random.chance(permille: 300) { setting.troubles.missedReads = random.int(in: 1...30) }
        return setting
    }

    private mutating func befall(_ kind: OrdinaryKind, _ random: inout SeededGenerator) {
        func chosen<Value>(_ list: [Value]) -> Value { list[random.int(in: 0...(list.count - 1))] }
        switch kind {
        case .lineAgain: troubles.linesAgain = random.int(in: 1...4)
        case .lateStart: troubles.lateStarts = random.int(in: 1...3)
        case .suspension: troubles.lateSuspension = chosen(Troubles.LateSuspension.allCases)
        case .waitingUnderRed:
            if troubles.lateSuspension == nil { troubles.suspension = chosen(Troubles.Resumption.allCases) }
            troubles.waitsInPit = random.int(in: 200...700)
        case .driverHeld:
            crew = max(crew, 2)
            if case .spread(let stops) = self.stops { self.stops = .spread(max(stops, 1)) }
            troubles.driversHeld = random.int(in: 1...3)
        case .transponderWorn: troubles.wearing = chosen(Troubles.Wearing.allCases)
        case .misreading: troubles.misreadings = random.int(in: 1...3)
        case .weakLoop:
            sectorLoops = max(sectorLoops, 1)
            troubles.weakLoops = random.int(in: 1...2)
        case .insertedBeside: troubles.insertedBeside = random.int(in: 1...5)
        case .disqualified: troubles.disqualification = chosen(Troubles.Disqualification.allCases)
        case .toldOut: troubles.toldOut = random.int(in: 1...3)
        case .clockStep:
            decoders = .onePerLoop
            sectorLoops = max(sectorLoops, 2)
            // In a race of a few laps a step cannot be told from a slow lap.
            duration = max(duration, Milliseconds(12 * slowestLap.count))
            let loop = chosen([10, 11] + (3..<3 + sectorLoops).flatMap { [$0, $0] })
            let size = random.int(in: 400_000...1_500_000) * chosen([1, -1]) as Int64
            troubles.clockOffsets.append(
                Troubles.ClockOffset(
                    decoder: UInt32(100 + loop), ahead: size,
                    from: Milliseconds(random.int(in: 0...duration.count))))
        }
    }
}
