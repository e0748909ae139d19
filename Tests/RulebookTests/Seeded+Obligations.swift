import Rulebook
import Timing

/// Obligations, points and cups made of a seed, as a file can state them.
extension Seeded {
    mutating func chance() -> Bool { Bool.random(using: &self) }

    mutating func maybe<Value>(_ make: (inout Self) -> Value) -> Value? {
        chance() ? make(&self) : nil
    }

    mutating func subset<Value: Hashable>(of values: [Value]) -> Set<Value> {
        Set(values.filter { _ in Bool.random(using: &self) })
    }

    /// Two times, the first before the second.
    mutating func span(_ most: Int64 = 86_400_000) -> (first: Milliseconds, last: Milliseconds) {
        let first = Int64.random(in: 1..<most, using: &self)
        return (Milliseconds(first), Milliseconds(Int64.random(in: (first + 1)...most, using: &self)))
    }

    private mutating func times(_ entries: [Entry], _ range: ClosedRange<Int64>) -> TimeByClass {
        var times = TimeByClass(maybe { $0.milliseconds(range) })
        let names = entries.flatMap { entry in [entry.carClass] + (entry.cup.map { ["\(entry.carClass) \($0)"] } ?? [])
        }
        for name in subset(of: names) where name != "all" { times.times[name] = milliseconds(range) }
        return times
    }

    mutating func obligations(for entries: [Entry]) -> Obligations {
        var asked = Obligations()
        asked.stops = maybe { $0.stops(entries) }
        asked.stopTimes = maybe { random in
            let from = random.span().first
            var times = StopTimes(to: random.times(entries, (from.count + 1)...86_400_000))
            times.from = from
            times.jokers = Int.random(in: 0...100, using: &random)
            times.jokersPerBlock = Int.random(in: 1...100, using: &random)
            times.block = random.maybe { $0.milliseconds(1...3_600_000_000) }
            return times
        }
        asked.technicalStop = maybe { random in
            let (from, to) = random.span()
            var stop = TechnicalStop(minimum: random.span().first, to: to)
            (stop.from, stop.greenOnly) = (from, random.chance())
            return stop
        }
        asked.stint = maybe { random in
            let (longest, neutralised) = random.span()
            var stint = StintLimit(longest: longest)
            if random.chance() { stint.neutralised = neutralised }
            stint.neutralisedBy = random.subset(of: [.yellow, .fullCourseYellow, .safetyCar, .red])
            return stint
        }
        asked.continuous = maybe { random in
            var driving = ContinuousDriving(most: random.span().first, rest: random.maybe { $0.span().first })
            if random.chance() { driving.restAfter = random.span().first }
            driving.withPitLane = random.chance()
            return driving
        }
        asked.driving = (0..<Int.random(in: 0...3, using: &self)).map { _ in drivingTime() }
        asked.qualifier = chance() ? .highestGrade : .anybody
        for entry in entries where chance() {
            if let driver = entry.drivers.first { asked.starters[entry.number] = driver.id }
        }
        for kind in subset(of: InfringementKind.allCases) where kind != .reports {
            asked.penalties[kind] = bands()
            let isServed = asked.penalties[kind]?.contains { band in
                switch band.proposal {
                case .none, .driveThrough, .stopAndGo: true
                case .time, .laps, .disqualified: false
                }
            }
            if isServed == false { asked.automatic.insert(kind) }
        }
        return asked
    }

    private mutating func stops(_ entries: [Entry]) -> MandatoryStops {
        var stops = MandatoryStops(number: Int.random(in: 1...100, using: &self), driverChange: chance())
        stops.window = maybe { random in
            let (opens, closes) = random.span()
            return .init(
                opens: opens, closes: closes, by: [.entry, .exit, .both].randomElement(using: &random) ?? .entry)
        }
        stops.minimum = times(entries, 1...86_400_000)
        stops.underRed = chance()
        for entry in entries where chance() { stops.additions[entry.number] = milliseconds(0...3_600_000) }
        return stops
    }

    private mutating func drivingTime() -> DrivingTime {
        var rule = DrivingTime()
        rule.grade = maybe { _ in "Bronze" }
        rule.carClass = maybe { $0.name() }
        rule.cup = optional { $0.name() }
        let (least, most) = span()
        rule.least = maybe { _ in least }
        rule.leastAlone = maybe { $0.span().first }
        rule.most = rule.least == nil && rule.leastAlone == nil || chance() ? most : nil
        rule.together = chance()
        rule.from = chance() ? .zero : span().first
        rule.block = maybe { $0.span().first }
        rule.withPitLane = chance()
        return rule
    }

    private mutating func bands() -> [PenaltyBand] {
        var limits = Set((0..<Int.random(in: 0...3, using: &self)).map { _ in span().first }).sorted()
        var bands: [PenaltyBand] = []
        while let limit = limits.first {
            limits.removeFirst()
            bands.append(PenaltyBand(below: limit, proposal()))
        }
        if bands.isEmpty || chance() { bands.append(PenaltyBand(proposal())) }
        // A single penalty that is none is the same as no penalty at all.
        return bands == [PenaltyBand(.none)] ? [PenaltyBand(.driveThrough)] : bands
    }

    private mutating func proposal() -> PenaltyBand.Proposal {
        let time = chance() ? .zero : milliseconds(0...3_600_000)
        let proposals: [PenaltyBand.Proposal] = [
            .none, .driveThrough, .stopAndGo(time, shortfall: chance()), .time(time, shortfall: chance()),
            .laps(Int.random(in: 1...100, using: &self)), .disqualified,
        ]
        return proposals.randomElement(using: &self) ?? .none
    }

    mutating func success() -> SuccessRule? {
        maybe { random in
            let bands = random.lengths().map { limit in
                SuccessRule.Band(
                    raceUpTo: limit, times: (0...2).map { _ in random.milliseconds(0...3_600_000) })
            }
            return SuccessRule(bands: bands, absent: random.chance() ? .keep : .lapse)
        }
    }

    mutating func points() -> PointsRule? {
        maybe { random in
            var rule = PointsRule(
                scales: random.lengths().map { .init(raceUpTo: $0, hundredths: random.hundredths(atLeast: 1)) })
            rule.intermediate = random.hundredths(atLeast: 0)
            rule.pole = random.hundredths(atLeast: 1)[0]
            rule.halfBelow = random.maybe { Int.random(in: 1...100, using: &$0) }
            rule.leastLaps = Int.random(in: 0...3, using: &random)
            rule.leastDriving = random.maybe { $0.span().first }
            rule.teams = random.maybe { random in
                let counting = Int.random(in: 1...50, using: &random)
                return .init(
                    counting: counting, maxCars: random.maybe { Int.random(in: counting...100, using: &$0) },
                    othersInvisible: random.chance())
            }
            return rule
        }
    }

    private mutating func hundredths(atLeast least: Int) -> [Int] {
        (0..<Int.random(in: least...6, using: &self)).map { _ in
            let unit = [1, 10, 100].randomElement(using: &self) ?? 1
            return Int.random(in: 0...1_000_000 / unit, using: &self) * unit
        }
    }

    /// Lengths of races, rising, the last for all others.
    private mutating func lengths() -> [Milliseconds?] {
        let limits = Set((0..<Int.random(in: 0...2, using: &self)).map { _ in span().first }).sorted()
        return limits.map { $0 } + (limits.isEmpty || chance() ? [nil] : [])
    }

    /// Cups that admit the entries, and others with crews.
    mutating func cups(for entries: [Entry]) -> [Cup] {
        guard chance() else { return [] }
        var cups: [Cup] = []
        for entry in entries {
            let cup = Cup(carClass: entry.carClass, name: entry.cup)
            if !cups.contains(cup) { cups.append(cup) }
        }
        var other = Cup(carClass: "not \(name())", name: maybe { $0.name() })
        other.crews = (0..<Int.random(in: 0...3, using: &self)).map { _ in
            var crew = Cup.Crew()
            crew.drivers = maybe { $0.range(1...16) }
            let grades = ["Bronze", "Silver", "Gold", "Platinum"].shuffled(using: &self).prefix(2)
            crew.grades = grades.map { Cup.Share($0, orHigher: chance(), number: range(0...16)) }
            crew.sameNation = chance()
            return crew
        }
        other.oneCarPerNation = chance()
        return cups + [other]
    }

    private mutating func range(_ bounds: ClosedRange<Int>) -> ClosedRange<Int> {
        let first = Int.random(in: bounds, using: &self)
        return first...Int.random(in: first...bounds.upperBound, using: &self)
    }
}
