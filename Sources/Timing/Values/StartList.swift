/// How the cars of a race start, as it follows from the results of the sessions before it and was taken over (R41): the
/// grid, the success penalties, the starters. What it does not say stays as it was.
public struct StartList: Hashable, Sendable {
    /// A time that a car has to stand longer at its last mandatory stop.
    public struct Addition: Hashable, Sendable {
        /// The car.
        public let car: CarNumber
        /// In milliseconds.
        public let time: Milliseconds

        public init(_ car: CarNumber, _ time: Milliseconds) {
            self.car = car
            self.time = time
        }
    }

    /// The driver who has to start.
    public struct Starter: Hashable, Sendable {
        /// The car.
        public let car: CarNumber
        /// Id of the driver in its crew.
        public let driver: UInt8

        public init(_ car: CarNumber, driver: UInt8) {
            self.car = car
            self.driver = driver
        }
    }

    /// The results from which it follows; never empty.
    public let origins: [ResultOrigin]
    /// From pole to the back; cars that are not named start behind these. Nil: it says nothing of the grid.
    public let grid: [CarNumber]?
    /// Cars that are not named have none. Nil: it says nothing of success penalties.
    public let additions: [Addition]?
    /// Of cars that are not named anybody may start. Nil: it says nothing of starters.
    public let starters: [Starter]?

    public init(
        of origins: [ResultOrigin], grid: [CarNumber]? = nil, additions: [Addition]? = nil, starters: [Starter]? = nil
    ) {
        self.origins = origins
        self.grid = grid
        self.additions = additions
        self.starters = starters
    }

    /// The same with other names for its cars.
    func naming(_ name: (CarNumber) -> CarNumber) -> StartList {
        StartList(
            of: origins, grid: grid?.map(name), additions: additions?.map { Addition(name($0.car), $0.time) },
            starters: starters?.map { Starter(name($0.car), driver: $0.driver) })
    }

    /// Every car that it names.
    var cars: [CarNumber] { (grid ?? []) + (additions ?? []).map(\.car) + (starters ?? []).map(\.car) }
}
