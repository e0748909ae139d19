/// A detection line of a circuit.
public struct Loop: Hashable, Sendable {
    /// What a crossing of the loop means.
    public enum Kind: String, CaseIterable, Sendable {
        /// Start/finish, on the track. Completes a lap.
        case line
        /// Start/finish where it crosses the pit lane. Completes a lap, in the pit lane (R2.2).
        case linePit
        /// Ends one sector and begins the next.
        case sector
        /// Pit entry: a stop begins.
        case pitEntry
        /// Pit exit: a stop ends.
        case pitExit
        /// Measures speed; says nothing about order.
        case speedTrap
    }

    /// The number by which decoders and messages name it.
    public let id: LoopID
    /// What people at the circuit call it.
    public let name: String
    /// What a crossing of it means.
    public let kind: Kind
    /// A second crossing by the same car within this time of the first is the same passage seen twice,
    /// and a crossing of the Line within it after the start signal is the start, not a lap.
    public let minimum: Milliseconds

    public init(id: LoopID, name: String, kind: Kind, minimum: Milliseconds) {
        self.id = id
        self.name = name
        self.kind = kind
        self.minimum = minimum
    }
}
