import Simulation
import Timing

/// Trouble at the decoders' end.
extension Script {
    // MARK: Feeds that come and go

    /// The feed goes away and comes back, its boxes with the numbers they had, or as new runs.
    mutating func addAbsences(_ random: inout SeededGenerator) {
        let places = (0..<random.int(in: 1...2)).map { _ in random.int(in: 1...steps.count) }.sorted(by: >)
        for place in places {
            let down = Step.down(feed: 0, milliseconds: random.int(in: 0...250))
            if random.chance(permille: 500) {
                steps.insert(down, at: place)
            } else {
                // A box that starts anew has forgotten its crossings: only those received before are kept.
                beginRuns(from: place)
                steps.insert(contentsOf: [.allSeen, down], at: place)
            }
        }
    }

    /// All that follows is of the boxes' next runs, numbered from 1.
    private mutating func beginRuns(from place: Int) {
        var numbers: [Box.Name: UInt64] = [:]
        func later(_ beat: Beat) -> Beat {
            let run = Box.Name(decoder: beat.decoder, epoch: beat.epoch + 1)
            return beat.next(numbers[run, default: 0] + 1, epoch: run.epoch)
        }
        for index in place..<steps.count {
            switch steps[index] {
            case .crossing(let crossing, let feed):
                let run = Box.Name(decoder: crossing.id.decoder, epoch: crossing.id.epoch + 1)
                let number = numbers[run, default: 0] + 1
                numbers[run] = number
                let id = CrossingID(decoder: run.decoder, epoch: run.epoch, number: number)
                steps[index] = .crossing(crossing.named(id), feed: feed)
            case .beat(let beat): steps[index] = .beat(later(beat))
            default: break
            }
        }
        closing = closing.map(later)
    }

    /// One of two feeds goes for good.
    mutating func addDeath(_ random: inout SeededGenerator) {
        steps.insert(.down(feed: 1, milliseconds: nil), at: random.int(in: 0...steps.count))
    }

    // MARK: Two boxes at one antenna

    /// What the box at the Line reads, a second box reads, too. One of the two is on a feed of its own.
    mutating func addEcho(at line: LoopID, isElsewhere: Bool) {
        feeds = 2
        let added: UInt32 = 10_000
        var numbers: [UInt32: UInt64] = [:]
        let lineBoxes = boxes(where: { $0.loop == line })
        let others = boxes(where: { $0.loop != line })
        // A box that reads other loops as well cannot be spared.
        let first = isElsewhere || !lineBoxes.isDisjoint(with: others) ? 0 : 1
        func echo(of beat: Beat) -> [Beat] {
            let own = beat.on(lineBoxes.contains(beat.decoder) ? first : 0)
            guard let last = numbers[beat.decoder + added] else { return [own] }
            return [
                own,
                Beat(decoder: beat.decoder + added, epoch: 1, next: last + 1, stamp: beat.stamp, feed: 1 - first),
            ]
        }
        steps = steps.flatMap { step -> [Step] in
            switch step {
            case .crossing(let crossing, _) where crossing.loop == line:
                let decoder = crossing.id.decoder + added
                let number = numbers[decoder, default: 0] + 1
                numbers[decoder] = number
                let id = CrossingID(decoder: decoder, epoch: 1, number: number)
                return [.crossing(crossing, feed: first), .crossing(crossing.named(id), feed: 1 - first)]
            case .beat(let beat): return echo(of: beat).map { .beat($0) }
            default: return [step]
            }
        }
        closing = closing.flatMap(echo)
    }

    private func boxes(where isMeant: (Crossing) -> Bool) -> Set<UInt32> {
        Set(
            steps.compactMap {
                if case .crossing(let crossing, _) = $0, isMeant(crossing) { crossing.id.decoder } else { nil }
            })
    }

    // MARK: A feed that is not well

    /// Crossings come late, out of order, twice, and all at once after nothing for a while.
    mutating func stutter(_ random: inout SeededGenerator) {
        var late: [(after: Int, step: Step)] = []
        var told: [Step] = []
        for (place, step) in steps.enumerated() {
            if case .crossing = step {
                if random.chance(permille: 200) {
                    late.append((place + random.int(in: 1...30), step))
                } else {
                    told.append(step)
                }
                if random.chance(permille: 100) { told.append(step) }
                if random.chance(permille: 20) { late.append((place + random.int(in: 100...2000), step)) }
            } else {
                told.append(step)
            }
            if random.chance(permille: 5) { told.append(.pause(random.int(in: 1...10))) }
            told += late.filter { $0.after <= place }.map(\.step)
            late.removeAll { $0.after <= place }
        }
        steps = told + late.map(\.step)
    }

    /// One box's crossings of a part of the race come all at once, later.
    /// - Returns: the step at which they come.
    mutating func cutOff(_ random: inout SeededGenerator) -> Int {
        let box = random.shuffled(boxes { _ in true }.sorted()).first
        let from = random.int(in: 0...steps.count / 2)
        let back = random.int(in: from...steps.count)
        var kept: [Step] = []
        var live: [Step] = []
        for step in steps[from..<back] {
            switch step {
            case .crossing(let crossing, _) where crossing.id.decoder == box: kept.append(step)
            case .beat(let beat) where beat.decoder == box: break
            default: live.append(step)
            }
        }
        steps = Array(steps[..<from]) + live + kept + steps[back...]
        return from + live.count
    }

    /// Boxes announce false numbers, and tell old times.
    mutating func addLies(_ random: inout SeededGenerator) {
        for place in steps.indices {
            guard case .beat(let beat) = steps[place] else { continue }
            if random.chance(permille: 20) {
                let far: UInt64 = random.chance(permille: 500) ? random.int(in: 1...50) : random.int(in: 1...1 << 40)
                steps[place] = .beat(beat.next(beat.next + far, epoch: beat.epoch))
            } else if random.chance(permille: 100) {
                steps[place] = .beat(beat.telling(beat.stamp - random.int(in: 0...beat.stamp)))
            }
        }
    }

    /// Boxes tell times years ahead, of the session and of the machine's clock, each beside the right one.
    mutating func addFarTimes(_ random: inout SeededGenerator) {
        let day: Int64 = 86_400_000_000
        // Not in the first steps: such a box has been believed before.
        var far: [(place: Int, step: Step)] = []
        for place in steps.indices {
            guard case .beat(let beat) = steps[place], random.chance(permille: 30) else { continue }
            let ahead = Self.farAway + day * random.int(in: 3...20_000)
            far.append((place, .beat(beat.telling(ahead))))
        }
        for (place, step) in far.reversed() { steps.insert(step, at: place + 1) }
    }

    // MARK: A box whose clock steps

    /// A box's clock is ahead from some crossing on, and a little later the timekeeper says so.
    mutating func stepClock(_ random: inout SeededGenerator) {
        guard let box = random.shuffled(boxes { _ in true }.sorted()).first else { return }
        let from = random.int(in: steps.count / 4...steps.count * 3 / 4)
        let told = from + random.int(in: 0...steps.count / 5)
        let ahead: Int64 = random.int(in: 1_000_000...30_000_000)
        var first: Int64?
        var at: Int64 = 0
        for place in from..<steps.count {
            switch steps[place] {
            case .crossing(let crossing, let feed) where crossing.id.decoder == box:
                if place <= told { at = crossing.stamp }
                first = first ?? crossing.stamp + ahead
                steps[place] = .crossing(crossing.stamped(crossing.stamp + ahead), feed: feed)
            case .beat(let beat) where beat.decoder == box && first != nil:
                steps[place] = .beat(beat.telling(beat.stamp + ahead))
            default: break
            }
        }
        guard let first else { return }
        closing = closing.map { $0.decoder == box ? $0.telling($0.stamp + ahead) : $0 }
        let act = Act(
            id: "clock", at: Instant(cutting: max(at, first - ahead)), by: "timekeeper",
            kind: .clock(ClockCorrection(decoder: box, from: first, ahead: ahead)))
        steps.insert(.act(act), at: min(told, steps.count))
    }
}

extension Script.Beat {
    func next(_ next: UInt64, epoch: UInt64) -> Script.Beat {
        Script.Beat(decoder: decoder, epoch: epoch, next: next, stamp: stamp, feed: feed)
    }

    func telling(_ stamp: Int64) -> Script.Beat {
        Script.Beat(decoder: decoder, epoch: epoch, next: next, stamp: stamp, feed: feed)
    }
}

extension Script.Beat {
    func on(_ feed: Int) -> Script.Beat {
        Script.Beat(decoder: decoder, epoch: epoch, next: next, stamp: stamp, feed: feed)
    }
}

extension Crossing {
    fileprivate func named(_ id: CrossingID) -> Crossing {
        Crossing(
            id: id, stamp: stamp, transponder: transponder, loop: loop, driver: driver, isEstimated: isEstimated)
    }

    fileprivate func stamped(_ stamp: Int64) -> Crossing {
        Crossing(
            id: id, stamp: stamp, transponder: transponder, loop: loop, driver: driver, isEstimated: isEstimated)
    }
}
