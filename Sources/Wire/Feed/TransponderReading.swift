public import Timing

/// How well a box has read a transponder, where it says so: what is looked at before a session, and never judged by.
public struct TransponderReading: Hashable, Sendable {
    /// Whose reading it is.
    public let transponder: Transponder
    /// How often it was heard while it crossed the loop.
    public let hits: UInt16
    /// In the box's own unit.
    public let strength: UInt16

    public init(_ transponder: Transponder, hits: UInt16, strength: UInt16) {
        self.transponder = transponder
        self.hits = hits
        self.strength = strength
    }
}
