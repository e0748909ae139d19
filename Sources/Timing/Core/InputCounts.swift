/// How many inputs have been taken, by kind.
public struct InputCounts: Hashable, Sendable {
    public internal(set) var crossings = 0
    public internal(set) var acts = 0
    public internal(set) var times = 0

    public init() {}
}
