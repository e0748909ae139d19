import Timing

/// How a car starts that does not start with the others.
enum LateStart: Equatable {
    /// From the pit lane, where it may cross the Line first.
    case fromPitLane(leaves: Int64, readsLine: Bool)
    /// From its place on the grid, so much later. `isTold`: the timekeeper says that this was no lap.
    case straggler(by: Int64, isTold: Bool)
    case never
    /// With the others, but its crossing of the Line is not read.
    case unread
}

extension RunningRace {
    mutating func planLateStarts(_ random: inout SeededGenerator) {
        let fastest = (setting.fields.map(\.lap.count).min() ?? 0) * 1000
        let first = schedule.neutralisedFrom ?? .max
        let late = random.shuffled(Array(cars.indices)).prefix(min(setting.troubles.lateStarts, cars.count - 1))
        // A car of the quickest class has to show when lap 1 can be over.
        let quickest = setting.fields.min { $0.lap < $1.lap }?.name
        let isShown = cars.contains { !late.contains($0.index) && $0.entrant.entry.carClass == quickest }
        for car in late {
            switch random.int(in: 0...9) {
            case 0...3:
                let leaves = schedule.start + random.int(in: 20_000_000...fastest * 3 / 2)
                // Where the grid is past the Line no car is read there at the start.
                let readsLine = random.chance(permille: 500) && setting.crossesLineAtStart
                cars[car].starts(.fromPitLane(leaves: leaves, readsLine: readsLine))
            case 4...7:
                cars[car].starts(straggler(fastest, isGreen: isShown && first > schedule.start + fastest * 3, &random))
            case 8: cars[car].starts(.never)
            default: cars[car].starts(.unread)
            }
        }
    }

    /// Too soon or too late for its crossing of the Line to be the end of lap 1; else the timekeeper has to say so
    /// (R6).
    private func straggler(_ fastest: Int64, isGreen: Bool, _ random: inout SeededGenerator) -> LateStart {
        // The last of the grid comes to the Line ten seconds after the signal anyway.
        let early = 15_000_000...max(15_000_000, fastest * 58 / 100 - 11_000_000)
        guard setting.sectorLoops > 0 else { return .straggler(by: random.int(in: early), isTold: false) }
        switch random.int(in: 0...2) {
        case 0 where isGreen:
            return .straggler(by: random.int(in: fastest * 19 / 10...fastest * 5 / 2), isTold: false)
        case 1: return .straggler(by: random.int(in: fastest * 7 / 10...fastest * 8 / 5), isTold: true)
        default: return .straggler(by: random.int(in: early), isTold: false)
        }
    }
}
