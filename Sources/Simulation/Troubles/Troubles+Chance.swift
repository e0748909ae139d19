import Timing

/// Troubles drawn by lot.
extension RaceSetting {
    /// A generated race or qualifying session with trouble, each kind wholly absent from some seeds, and such
    /// that its classification can be known.
    public static func troubled(seed: UInt64) -> RaceSetting {
        var random = SeededGenerator(seed: seed, stream: Stream.troubles)
        var setting = generated(seed: seed)
        if random.chance(permille: 150) { setting.kind = .qualifying }
        setting.troubles = Troubles(setting, &random)
        return setting
    }
}

extension Troubles {
    fileprivate init(_ setting: RaceSetting, _ random: inout SeededGenerator) {
        self.init()
        func perhaps<Value>(_ value: Value) -> Value? {
            random.chance(permille: 400) ? value : nil
        }
        missedReads = perhaps(random.int(in: 1...60)) ?? 0
        safetyCars = perhaps(random.int(in: 1...2)) ?? 0
        leadsThroughPitLane = random.chance(permille: 500)
        suspension = perhaps(random.chance(permille: 500) ? .green : .safetyCar)
        deadHeat = perhaps(random.chance(permille: 500) ? .win : .place)
        lastLapStop = perhaps(random.chance(permille: 500) ? .leader : .another)
        midLapStops = perhaps(random.int(in: 1...3)) ?? 0
        transponderChange = perhaps(.told)
        transponderMixUp = perhaps(.told)
        if random.chance(permille: 400) { deadLoops = [deadLoop(setting, &random)].compactMap { $0 } }
        if random.chance(permille: 400) { clockOffsets = [clockOffset(setting, &random)] }
    }

    /// Begins after all cars have been round once, and is over when the last laps begin. The Line is dead only
    /// where a sector loop tells the laps apart.
    private func deadLoop(_ setting: RaceSetting, _ random: inout SeededGenerator) -> DeadLoop? {
        let lap = setting.slowestLap.count
        let (first, last) = (lap * 2, setting.duration.count - lap * 2)
        guard first < last else { return nil }
        let from = random.int(in: first...last)
        let to = min(from + random.int(in: lap...(lap * 4)), last)
        let sectors = (0..<setting.sectorLoops).map { LoopID(UInt16(3 + $0)) }
        var loops = sectors + [Course.pitEntry, Course.pitExit]
        if !sectors.isEmpty { loops += [Course.line, Course.linePit] }
        return DeadLoop(
            loops[random.int(in: 0...(loops.count - 1))], from: Milliseconds(from), to: Milliseconds(to))
    }

    private func clockOffset(_ setting: RaceSetting, _ random: inout SeededGenerator) -> ClockOffset {
        let decoders: [UInt32] =
            switch setting.decoders {
            case .oneForAll: [100]
            case .onePerLoop: [101, 102, 110, 111] + (0..<setting.sectorLoops).map { UInt32(103 + $0) }
            }
        let decoder = decoders[random.int(in: 0...(decoders.count - 1))]
        let size = random.int(in: 1_000...20_000_000) as Int64
        guard random.chance(permille: 500) else {
            return ClockOffset(
                decoder: decoder, ahead: random.chance(permille: 500) ? size : -size, isCorrected: true)
        }
        let from = Milliseconds(random.int(in: 0...setting.duration.count))
        return ClockOffset(decoder: decoder, ahead: size, from: from, isCorrected: true)
    }
}
