/// A verdict on what a car owes.
public struct ObligationReasons: Hashable, Sendable {
    /// As it is published.
    public let verdict: Verdict
    /// The visit to the pit lane that it rests on; nil where it rests on none.
    public let stop: StopReasons?
}
