public import Timing

/// The classification of a race after penalties, as far as points and success penalties need it.
public struct RaceResult: Hashable, Sendable {
    /// A car that was entered.
    public struct Car: Hashable, Sendable {
        public let crew: Crew
        public let carClass: String
        /// The cup within the class, for example Pro/Am.
        public let cup: String?
        /// Nil where it is not classified. Cars of a dead heat share theirs.
        public let position: Int?
        public let classPosition: Int?
        /// It was seen in the race. A car that was not seen has earned and served nothing in it.
        public let hasStarted: Bool

        public init(
            _ crew: Crew, carClass: String, cup: String? = nil, position: Int?, classPosition: Int?,
            hasStarted: Bool = true
        ) {
            self.crew = crew
            self.carClass = carClass
            self.cup = cup
            self.position = position
            self.classPosition = classPosition
            self.hasStarted = hasStarted
        }
    }

    /// How far a race went.
    public struct Distance: Hashable, Sendable {
        /// Laps of the winner.
        public let laps: Int
        /// From the start signal to the winner's last crossing of the Line.
        public let run: Milliseconds
        /// Its planned duration; nil for a race of laps.
        public let scheduled: Milliseconds?

        public init(laps: Int, run: Milliseconds, scheduled: Milliseconds?) {
            self.laps = laps
            self.run = run
            self.scheduled = scheduled
        }
    }

    /// As a sheet names it, for example `Race 2, Suzuka`.
    public let name: String
    public let distance: Distance
    /// All entries, in order of the classification.
    public let cars: [Car]
    /// It is closed to amendments.
    public let isFinal: Bool

    public init(_ name: String, distance: Distance, cars: [Car], isFinal: Bool = true) {
        self.name = name
        self.distance = distance
        self.cars = cars
        self.isFinal = isFinal
    }
}
