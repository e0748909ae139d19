/// Where a car would be once everybody's outstanding stops are made: who leads in truth while some have stopped
/// and some have not.
public struct NetRow: Hashable, Sendable {
    /// Its place in the entry list.
    public let car: CarIndex
    /// From 1.
    public let position: Int
    /// The same within its class.
    public let classPosition: Int
    /// Behind the first, in time, also a lap or more behind.
    public let gap: Milliseconds
    /// What the car's outstanding stops will cost it against the track.
    public let owed: Milliseconds
}
