/// The result of a session, as far as a grid can come out of it.
public struct SessionResult: Hashable, Sendable {
    /// What a car has done in the session.
    public struct Car: Hashable, Sendable {
        /// The number on its door.
        public let number: CarNumber
        /// Nil when it was not classified.
        public let position: Int?
        /// Its best lap; nil without one that counts.
        public let best: Milliseconds?

        public init(_ number: CarNumber, position: Int?, best: Milliseconds?) {
            self.number = number
            self.position = position
            self.best = best
        }
    }

    /// In the order of the classification, in which equal times and stewards' decisions are settled already; who is
    /// not classified comes last.
    public let cars: [Car]

    public init(_ cars: [Car]) {
        self.cars = cars
    }
}
