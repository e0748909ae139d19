public import Timing

/// What follows for the start of a race from the results of the sessions before it (R41). A value: it proposes, and
/// changes nothing until somebody takes it over.
public struct Proposal: Hashable, Sendable {
    /// A result from which it follows.
    public struct Source: Hashable, Sendable {
        public let origin: ResultOrigin
        public let standing: ResultStanding

        public init(_ origin: ResultOrigin, _ standing: ResultStanding) {
            self.origin = origin
            self.standing = standing
        }
    }

    /// The result of a session, with the parts from which it comes.
    public struct Result: Hashable, Sendable {
        public let result: SettledResult
        public let sources: [Source]

        public init(_ result: SettledResult, of sources: [Source]) {
            self.result = result
            self.sources = sources
        }
    }

    /// A car with what is proposed for it.
    public struct Car: Hashable, Sendable {
        /// As it is entered in the race.
        public let entry: Entry
        /// Its place on the grid from 1, its time in milliseconds, or the id of its driver.
        public let value: Int64
        /// What put it there.
        public let reason: Reason
    }

    /// Why.
    public enum Reason: Hashable, Sendable {
        case grid(StartingGrid.Place)
        case success(SuccessPlace)
        /// He drove alone in this session.
        case drove(session: String)
    }

    /// Id of the race.
    public let race: String
    public let subject: ProposalSubject
    /// In order of the sessions.
    public let sources: [Source]
    /// The rule of a grid; nil of other subjects.
    public let rule: GridRule?
    /// Of a grid in its order, else in that of the entry list; cars for which nothing is proposed are left out.
    public let cars: [Car]

    private init(_ race: String, _ subject: ProposalSubject, _ sources: [Source], rule: GridRule? = nil, cars: [Car]) {
        self.race = race
        self.subject = subject
        self.sources = sources
        self.rule = rule
        self.cars = cars
    }

    // MARK: What follows

    /// The grid of a race by its rule; nil where a result that it needs is missing. `results` by the id of the session.
    public init?(gridOf race: String, _ entries: [Entry], _ rule: GridRule, results: [String: Result]) {
        let needed = rule.sessions.compactMap { results[$0] }
        guard needed.count == rule.sessions.count else { return nil }
        let penalties = needed.flatMap(\.result.gridDecisions).enumerated()
            .sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element.penalty)
        let grid = StartingGrid(
            rule, entries: entries.map(\.entered), results: results.mapValues(\.result.forGrid), penalties: penalties)
        let known = Dictionary(entries.map { ($0.entered, $0) }) { first, _ in first }
        let cars: [Car] = grid.places.enumerated().compactMap { place, placed in
            known[placed.car].map { Car(entry: $0, value: Int64(place + 1), reason: .grid(placed)) }
        }
        self.init(race, .grid, needed.flatMap(\.sources), rule: rule, cars: cars)
    }

    /// The success penalties of a race that is to last so long, after these races in their order; nil without a race.
    public init?(
        successIn race: String, _ entries: [Entry], _ rule: SuccessRule, after races: [Result], length: Milliseconds?
    ) {
        guard let last = races.last else { return nil }
        // By the number under which a car was entered first it is the same car in every session.
        let crews = entries.map { Crew($0.entered, $0) }
        let found = rule.penalties(after: races.map { RaceResult($0.result) }, servedBy: crews, length: length)
        let earned = Dictionary(found.penalties.map { ($0.crew.number, $0) }) { first, _ in first }
        let cars: [Car] = entries.compactMap { entry in
            earned[entry.entered].map { Car(entry: entry, value: $0.time.count, reason: .success($0.earned)) }
        }
        let sources = rule.absent == .keep ? races.flatMap(\.sources) : last.sources
        self.init(race, .success, sources, cars: cars)
    }

    /// The starters of a race where who has qualified a car starts: the one driver who was identified in it there.
    public init?(startersOf race: String, _ entries: [Entry], qualifiedIn session: String, _ result: Result?) {
        guard let result else { return nil }
        let drove = Dictionary(result.result.cars.map { ($0.entry.entered, $0.driver) }) { first, _ in first }
        let cars: [Car] = entries.compactMap { entry in
            guard let driver = drove[entry.entered] ?? nil, entry.drivers.contains(where: { $0.id == driver }) else {
                return nil
            }
            return Car(entry: entry, value: Int64(driver), reason: .drove(session: session))
        }
        // Where no driver was identified nothing follows.
        if cars.isEmpty { return nil }
        self.init(race, .starters, result.sources, cars: cars)
    }

    // MARK: Taking it over

    /// What a bulletin says that takes it over.
    public var list: StartList {
        let origins = sources.map(\.origin)
        return switch subject {
        case .grid: StartList(of: origins, grid: cars.map(\.entry.number))
        case .success:
            StartList(of: origins, additions: cars.map { .init($0.entry.number, Milliseconds($0.value)) })
        case .starters:
            StartList(of: origins, starters: cars.map { .init($0.entry.number, driver: UInt8(clamping: $0.value)) })
        }
    }

    /// Where what was taken over is other than what is proposed now.
    public struct Difference: Hashable, Sendable {
        public let car: CarNumber
        /// As `Car.value`; nil: nothing.
        public let taken: Int64?
        public let proposed: Int64?
    }

    /// What is proposed now and what was taken over, car by car, in order of the proposal; empty where they agree.
    public func differences(from taken: StartList) -> [Difference] {
        let before = taken.values(of: subject)
        let known = Dictionary(before.map { ($0.car, $0.value) }) { first, _ in first }
        let named = Set(cars.map(\.entry.number))
        let changed = cars.compactMap { car in
            let was = known[car.entry.number]
            return was == car.value ? nil : Difference(car: car.entry.number, taken: was, proposed: car.value)
        }
        let gone = before.filter { !named.contains($0.car) }.map {
            Difference(car: $0.car, taken: $0.value, proposed: nil)
        }
        return changed + gone
    }
}

extension StartList {
    /// Whether it says something of the subject.
    public func says(_ subject: ProposalSubject) -> Bool {
        switch subject {
        case .grid: grid != nil
        case .success: additions != nil
        case .starters: starters != nil
        }
    }

    fileprivate func values(of subject: ProposalSubject) -> [(car: CarNumber, value: Int64)] {
        switch subject {
        case .grid: (grid ?? []).enumerated().map { ($1, Int64($0 + 1)) }
        case .success: (additions ?? []).map { ($0.car, $0.time.count) }
        case .starters: (starters ?? []).map { ($0.car, Int64($0.driver)) }
        }
    }
}

extension Crew {
    fileprivate init(_ number: CarNumber, _ entry: Entry) {
        self.init(number, team: entry.team, drivers: entry.drivers.map(\.name))
    }
}

extension RaceResult {
    /// The result of a race as the session's core has it.
    public init(_ settled: SettledResult) {
        self.init(
            settled.name,
            distance: .init(laps: settled.cars.first?.laps ?? 0, run: settled.run, scheduled: settled.scheduled),
            cars: settled.cars.map { car in
                Car(
                    Crew(car.entry.entered, car.entry), carClass: car.entry.carClass, cup: car.entry.cup,
                    position: car.standing.position, classPosition: car.standing.classPosition, hasStarted: car.wasSeen)
            }, isFinal: settled.isFinal)
    }
}
