/// How many inputs have been taken, by kind.
public struct InputCounts: Hashable, Sendable {
    /// Crossings taken, of cars and of transponders not assigned to one.
    public internal(set) var crossings = 0
    /// Acts of timekeepers, stewards and race control.
    public internal(set) var acts = 0
    /// Inputs that only said how late it is.
    public internal(set) var times = 0

    public init() {}
}
