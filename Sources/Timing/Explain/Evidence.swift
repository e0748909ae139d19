/// A car at a loop (or on the grid) at an instant, and how that is known.
public struct Evidence: Hashable, Sendable {
    /// How the instant is known.
    public enum Basis: Hashable, Sendable {
        /// The start signal.
        case signal
        /// Stamped by a decoder.
        case measured
        /// Estimated by an importer: the crossing came with that mark.
        case estimated
        /// Inserted by hand, by the act of this name.
        case inserted(act: String)
        /// No decoder reported it: taken because the car was seen at a later loop. How, where that can be told.
        case provisional(Estimate?)
    }

    /// The car's place in the entry list.
    public let car: CarIndex
    /// Official time.
    public let at: Instant
    /// The detection line; nil for the start signal.
    public let loop: LoopID?
    /// The lap on which the loop lies; of the Line the lap that it ends. 0 for the start signal, nil for the pit
    /// lane's loops and for what did not count.
    public let lap: Int?
    /// What the decoder, or the timekeeper's hand, said; nil for the start signal and what is provisional.
    public let crossing: Crossing?
    /// How the instant is known.
    public let basis: Basis
    /// The act by which the decoder's clock was put right, where that moved the crossing.
    public let retimedBy: String?
    /// The outcome of the crossing; nil without a crossing.
    public let outcome: Outcome?
    /// The act that declared it void.
    public let voidedBy: String?
}
