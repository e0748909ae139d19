import Simulation
import Timing

/// A rulebook made for a race: its edges lie where cars came in, went out and stood, to the millisecond or one beside.
struct RandomObligations {
    private(set) var rules = Obligations()
    private let session: Session
    /// By the race clock.
    private var entries: [Int64] = []
    private var exits: [Int64] = []
    /// How long visits lasted, and how long cars were out.
    private var durations: [Int64] = []
    private var stints: [Int64] = []
    private let length: Int64

    init(_ trial: Trial, _ random: inout SeededGenerator) {
        session = trial.session
        let race = ReferenceRace(trial.session, trial.inputs)
        let clockAtStart = (race.start ?? 0) - (race.clockStart ?? race.start ?? 0)
        for car in race.cars {
            let visits = car.stays.map(\.visit)
            entries += visits.compactMap(\.entered).map { $0 + clockAtStart }
            exits += visits.compactMap(\.left).map { $0 + clockAtStart }
            durations += visits.compactMap(\.duration)
            let begins = [0] + visits.compactMap(\.left)
            stints += zip(begins, visits.compactMap(\.entered) + [car.lastSeen ?? 0]).map { abs($1 - $0) }
        }
        length = max(race.official.now.milliseconds - (race.clockStart ?? race.official.now.milliseconds), 60_000)
        fill(&random)
    }

    /// One of these, or a millisecond beside, or anything up to `most`.
    private func near(_ values: [Int64], upTo most: Int64, _ random: inout SeededGenerator) -> Milliseconds {
        guard let value = values.randomElement(using: &random), random.chance(permille: 800) else {
            return Milliseconds(random.int(in: 1...max(most, 1)))
        }
        return Milliseconds(max(value + random.int(in: -1...1), 1))
    }

    private mutating func fill(_ random: inout SeededGenerator) {
        if random.chance(permille: 800) { rules.stops = stops(&random) }
        if random.chance(permille: 400) { rules.stopTimes = stopTimes(&random) }
        if random.chance(permille: 400) {
            var technical = TechnicalStop(
                minimum: near(durations, upTo: 90_000, &random), to: near(entries, upTo: length, &random))
            if random.chance(permille: 500) {
                technical.from = min(near(entries, upTo: length / 2, &random), technical.to - Milliseconds(1))
            }
            technical.greenOnly = random.chance(permille: 500)
            rules.technicalStop = technical
        }
        if random.chance(permille: 500) {
            var stint = StintLimit(longest: near(stints, upTo: length, &random))
            stint.neutralised = stint.longest + Milliseconds(random.int(in: 0...60_000))
            if random.chance(permille: 500) { stint.neutralisedBy = [.safetyCar, .fullCourseYellow] }
            rules.stint = stint
        }
        if random.chance(permille: 500) {
            let rest = random.chance(permille: 700) ? near(durations + stints, upTo: length / 2, &random) : nil
            var continuous = ContinuousDriving(most: near(stints, upTo: length, &random), rest: rest)
            continuous.withPitLane = random.chance(permille: 300)
            if random.chance(permille: 500) { continuous.restAfter = near(stints, upTo: length / 2, &random) }
            rules.continuous = continuous
        }
        for _ in 0..<random.int(in: 0...3) { rules.driving.append(drivingTime(&random)) }
        for entry in session.entries where random.chance(permille: 400) {
            rules.starters[entry.number] = UInt8(random.int(in: 1...2))
        }
        if random.chance(permille: 700) { rules.qualifier = .highestGrade }
        for kind in InfringementKind.allCases where random.chance(permille: 700) {
            rules.penalties[kind] = bands(&random)
            if random.chance(permille: 100) { rules.automatic.insert(kind) }
        }
    }

    func window(_ random: inout SeededGenerator) -> MandatoryStops.Window {
        let by = MandatoryStops.Window.Reference.allCases[max(random.int(in: -2...2), 0)]
        let edges = by == .entry ? entries : by == .exit ? exits : entries + exits
        let (one, other) = (near(edges, upTo: length, &random), near(edges, upTo: length, &random))
        return .init(opens: min(one, other), closes: max(one, other) + Milliseconds(one == other ? 1 : 0), by: by)
    }

    func minimum(_ random: inout SeededGenerator) -> Milliseconds { near(durations, upTo: 90_000, &random) }

    func addition(_ random: inout SeededGenerator) -> Milliseconds { Milliseconds(random.int(in: 0...15) * 1000) }

    /// A prohibited range of stop times.
    func range(_ random: inout SeededGenerator) -> (from: Milliseconds, to: Milliseconds) {
        let to = minimum(&random)
        return (random.chance(permille: 300) ? .zero : min(minimum(&random), to), to)
    }

    private func stops(_ random: inout SeededGenerator) -> MandatoryStops {
        var stops = MandatoryStops(
            number: max(random.int(in: -1...3), 1), window: random.chance(permille: 600) ? window(&random) : nil,
            driverChange: random.chance(permille: 600))
        stops.underRed = random.chance(permille: 300)
        if random.chance(permille: 700) { stops.minimum.general = minimum(&random) }
        for entry in session.entries where random.chance(permille: 150) {
            stops.minimum.times[entry.carClass] = minimum(&random)
        }
        for entry in session.entries where random.chance(permille: 250) {
            stops.additions[entry.number] = addition(&random)
        }
        return stops
    }

    private func stopTimes(_ random: inout SeededGenerator) -> StopTimes {
        let range = range(&random)
        var times = StopTimes(to: TimeByClass(range.to))
        times.from = range.from
        times.jokers = random.int(in: 0...2)
        times.jokersPerBlock = random.int(in: 1...2)
        times.block = random.chance(permille: 500) ? near(entries, upTo: length / 2, &random) : nil
        return times
    }

    private func drivingTime(_ random: inout SeededGenerator) -> DrivingTime {
        var rule = DrivingTime()
        rule.grade = random.chance(permille: 500) ? RandomCrews.grades.randomElement(using: &random) : nil
        rule.carClass = random.chance(permille: 200) ? session.entries.randomElement(using: &random)?.carClass : nil
        if random.chance(permille: 600) { rule.least = near(stints, upTo: length / 2, &random) }
        if rule.least != nil, random.chance(permille: 300) { rule.leastAlone = near(stints, upTo: length / 2, &random) }
        if random.chance(permille: 600) { rule.most = near(stints, upTo: length, &random) + (rule.least ?? .zero) }
        if rule.least == nil, rule.most == nil {
            rule.most = near(stints, upTo: length, &random)
        }
        rule.withPitLane = random.chance(permille: 300)
        rule.together = random.chance(permille: 300)
        if random.chance(permille: 200) { rule.from = near(entries, upTo: length / 2, &random) }
        if random.chance(permille: 300) { rule.block = near(entries, upTo: length / 2, &random) + .seconds(20) }
        return rule
    }

    /// Other times for one of the driving rules.
    func driving(_ random: inout SeededGenerator) -> Bulletin {
        .driving(
            rule: random.int(in: 1...max(rules.driving.count, 1)),
            least: random.chance(permille: 600) ? near(stints, upTo: length / 2, &random) : nil,
            most: random.chance(permille: 600) ? near(stints, upTo: length, &random) : nil)
    }

    private func bands(_ random: inout SeededGenerator) -> [PenaltyBand] {
        let size = Milliseconds(random.int(in: 0...30) * 1000)
        let proposals: [PenaltyBand.Proposal] = [
            .none, .driveThrough, .stopAndGo(size, shortfall: random.chance(permille: 500)),
            .time(size, shortfall: random.chance(permille: 500)), .laps(random.int(in: 1...3)), .disqualified,
        ]
        var bands = random.chance(permille: 500) ? [] : [PenaltyBand(below: size, .driveThrough)]
        if random.chance(permille: 800) { bands.append(PenaltyBand(proposals[random.int(in: 0...5)])) }
        return bands
    }
}

/// The same field with grades for its drivers.
enum RandomCrews {
    static let grades = ["Bronze", "Silver", "Gold", "Platinum"]

    static func graded(_ entries: [Entry], _ random: inout SeededGenerator) -> [Entry] {
        entries.map { entry in
            let drivers = entry.drivers.map { driver in
                let grade = random.chance(permille: 900) ? grades.randomElement(using: &random) : nil
                return Driver(id: driver.id, name: driver.name, grade: grade, nation: driver.nation)
            }
            return Entry(
                number: entry.number, carClass: entry.carClass, cup: random.chance(permille: 300) ? "Am" : entry.cup,
                team: entry.team, vehicle: entry.vehicle, transponders: entry.transponders,
                transponderOffsets: entry.transponderOffsets, drivers: drivers)
        }
    }
}
