import Timing

/// A car read again at a loop where it has just been, without having gone round.
struct ReadAgain {
    /// A car that is to be read again.
    struct Plan {
        enum Place: CaseIterable { case track, pitLane, pitExit }
        let car: Int
        let place: Place
        let due: Int64
    }

    let readings: [Passage]
    /// The passage that they repeat, in microseconds of UTC.
    let of: Int64

    init(_ readings: [Passage], of: Int64) {
        self.readings = readings
        self.of = of
    }
}

extension RunningRace {
    /// Which cars will spin on the Line, stand on it or be pushed back over it, stand over it in their stop, or wait
    /// over the pit exit.
    mutating func planReadingsAgain(_ random: inout SeededGenerator) {
        let raceTime = schedule.duration.count * 1000
        let places = [ReadAgain.Plan.Place.track, .track, .track, .pitLane, .pitExit]
        toReadAgain = random.shuffled(Array(cars.indices)).prefix(setting.troubles.linesAgain).map { car in
            // One in ten at the start.
            let due = random.chance(permille: 100) ? 0 : random.int(in: 0...raceTime * 9 / 10)
            let place = places[random.int(in: 0...(places.count - 1))]
            return ReadAgain.Plan(car: car, place: place, due: schedule.start + due)
        }
    }

    /// The second readings as the car begins its lap at the Line or in the pit lane, how long it stands there, and the
    /// passage that they repeat.
    mutating func readAgain(_ car: Int, from line: Passage?) -> (passages: [Passage], stands: Int64, of: Int64) {
        guard !toReadAgain.isEmpty, let place = toReadAgain.firstIndex(where: { $0.car == car }) else {
            return ([], 0, 0)
        }
        let plan = toReadAgain[place]
        var random = SeededGenerator(
            seed: setting.seed,
            stream: Stream.linesAgain + 1_000_000 + UInt64(car) * 1000 + UInt64(records[car].laps.count))
        let longest = longestStand(car)
        let leaves = cars[car].leavesPitAt
        var first = Passage(stamp: 0, loop: Course.line, car: car, driver: cars[car].driver)
        let stands: Int64
        let last: Int64
        switch plan.place {
        case .track:
            guard leaves == nil, let line, line.loop == Course.line, !(line.isStart && isStartVoided(car)) else {
                return ([], 0, 0)
            }
            first = line
            stands = random.int(in: 20_000_000...longest)
            last = line.stamp + stands
        case .pitLane:
            guard let leaves, let line, line.loop == Course.linePit, !line.isStart else { return ([], 0, 0) }
            first = line
            stands = 0
            last = leaves - 1_000_000
        case .pitExit:
            guard let leaves, let line, !line.isStart else { return ([], 0, 0) }
            first = Passage(stamp: leaves, loop: Course.pitExit, car: car, driver: cars[car].driver)
            stands = random.int(in: 6_000_000...longest)
            last = leaves + stands
        }
        guard plan.due <= first.stamp, isCalm(car, first.stamp..<max(last, first.stamp + 1)) else { return ([], 0, 0) }
        toReadAgain.remove(at: place)
        first.isStart = false
        let readings = Self.stamps(from: first.stamp, to: last, longest: longest, &random).map { stamp in
            var again = first
            again.stamp = stamp
            return again
        }
        return (readings, stands, first.stamp)
    }

    /// A spin is one reading, or two; who stands there is read every few seconds.
    private static func stamps(
        from first: Int64, to last: Int64, longest: Int64, _ random: inout SeededGenerator
    ) -> [Int64] {
        var stamps: [Int64] = []
        guard last - first > 2_000_000 else { return [] }
        if random.chance(permille: 500), last - first <= longest {
            stamps = [last - random.int(in: 0...min(last - first - 1_500_000, 3_000_000))]
            if random.chance(permille: 300) { stamps.insert((first + stamps[0]) / 2, at: 0) }
        } else {
            let step = random.int(in: 2_000_000...min(15_000_000, longest))
            stamps = Array(stride(from: first + step, to: last, by: Int(step)))
        }
        return stamps
    }

    /// Less than any car's lap, by any knowledge of the laps so far.
    private func longestStand(_ car: Int) -> Int64 {
        let fastest = (setting.fields.map(\.lap.count).min() ?? 0) * 1000
        // A car that the sector loops have read cannot lap in 4/5 of a clean lap, another one not in half of it.
        let isMeasured = setting.sectorLoops > 0 && records[car].laps.count >= 3 && setting.troubles.weakLoops == 0
        let isClean = records[car].measured.contains { $0.time * 1000 * 10 < cars[car].entrant.lap * 11 }
        return isMeasured && isClean ? fastest * 7 / 10 : fastest * 45 / 100
    }

    /// No red flag meanwhile, and the flag does not fall for another because this car is taken for stopped.
    private func isCalm(_ car: Int, _ period: Range<Int64>) -> Bool {
        let lap = setting.slowestLap.count * 1500
        if let red = schedule.redFlagDue, red < period.upperBound + lap { return false }
        let isLapped = records[car].laps.count + 1 < mostLaps(at: period.lowerBound)
        return isLapped || !schedule.isOver(at: period.upperBound + lap)
    }

    /// The timekeeper takes its start back: the second reading would then be the start.
    private func isStartVoided(_ car: Int) -> Bool {
        if case .straggler(_, isTold: true) = cars[car].lateStart { true } else { false }
    }
}
