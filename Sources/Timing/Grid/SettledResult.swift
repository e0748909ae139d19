/// The result of a session, as far as other sessions need it: the grid of a race, success penalties, a second part.
public struct SettledResult: Hashable, Sendable {
    /// A car that was entered.
    public struct Car: Hashable, Sendable {
        /// Its entry, with the number that it has now.
        public let entry: Entry
        /// Place, total and status.
        public let standing: Standing
        /// Laps that count: completed, less those taken off.
        public let laps: Int
        /// Its best lap; nil without one, and of a car that was disqualified.
        public let bestLap: Milliseconds?
        /// It was seen in the session.
        public let wasSeen: Bool
        /// The only driver who was identified in it; nil where there was none, or more than one.
        public let driver: UInt8?

        public init(
            _ entry: Entry, _ standing: Standing, laps: Int, bestLap: Milliseconds?, wasSeen: Bool, driver: UInt8? = nil
        ) {
            self.entry = entry
            self.standing = standing
            self.laps = laps
            self.bestLap = bestLap
            self.wasSeen = wasSeen
            self.driver = driver
        }
    }

    /// A grid penalty and when it was decided.
    public struct GridDecision: Hashable, Sendable {
        /// UTC.
        public let at: Instant
        /// The car is named as it was entered first.
        public let penalty: GridPenalty

        public init(_ penalty: GridPenalty, at: Instant) {
            self.at = at
            self.penalty = penalty
        }
    }

    /// As a sheet names it.
    public let name: String
    /// In order of the classification; every entry once.
    public let cars: [Car]
    /// In order of their instants.
    public let gridDecisions: [GridDecision]
    /// How long it was to last; nil for a race of laps.
    public let scheduled: Milliseconds?
    /// Start signal to the winner's last crossing of the Line; zero without one.
    public let run: Milliseconds
    /// No amendment has come since it was made final.
    public let isFinal: Bool

    public init(
        _ name: String, cars: [Car], gridDecisions: [GridDecision] = [], scheduled: Milliseconds? = nil,
        run: Milliseconds = .zero, isFinal: Bool = false
    ) {
        self.name = name
        self.cars = cars
        self.gridDecisions = gridDecisions
        self.scheduled = scheduled
        self.run = run
        self.isFinal = isFinal
    }

    /// What a grid can come out of. Cars are named as they were entered first: they are the same in another session.
    public var forGrid: SessionResult {
        SessionResult(
            cars.map { SessionResult.Car($0.entry.entered, position: $0.standing.position, best: $0.bestLap) })
    }
}

extension Timekeeper {
    /// The result as it stands; nil before the chequered flag and the end.
    public var settledResult: SettledResult? {
        guard let result else { return nil }
        let order = classification
        let cars = order.map { car in
            let (standing, lapping) = (standing(of: car), lapping(of: car))
            let drove = race.state.cars[car.slot].drove
            return SettledResult.Car(
                session.entries[car.slot], standing, laps: lapping.laps - standing.penaltyLaps,
                bestLap: standing.status == .disqualified ? nil : lapping.bestLap,
                wasSeen: lapping.lastSeen != nil || lapping.laps > 0,
                driver: drove.nonzeroBitCount == 1 ? UInt8(drove.trailingZeroBitCount) : nil)
        }
        let winner = order.first.map { standing(of: $0) }
        let decisions: [SettledResult.GridDecision] = penalties.compactMap { record in
            guard case .penalty(let number, .grid(let places), let reason) = record.act.kind else { return nil }
            return SettledResult.GridDecision(GridPenalty(number, places: places, reason: reason), at: record.act.at)
        }
        return SettledResult(
            "\(session.name), \(session.circuit.name)", cars: cars, gridDecisions: decisions, scheduled: duration,
            run: (winner?.total ?? .zero) - (winner?.penalty ?? .zero), isFinal: result == .final)
    }
}
