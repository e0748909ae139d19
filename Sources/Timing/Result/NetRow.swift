/// A car's place once the outstanding stops of all cars are made: the true order while some cars have stopped and
/// some have not.
public struct NetRow: Hashable, Sendable {
    /// Its place in the entry list.
    public let car: CarIndex
    /// From 1.
    public let position: Int
    /// The same within its class.
    public let classPosition: Int
    /// Behind the first, in time, also a lap or more behind.
    public let gap: Milliseconds
    /// The cost of the car's outstanding stops against the track.
    public let owed: Milliseconds
}
