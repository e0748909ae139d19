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
    /// What became of the crossing; nil where there is none.
    public let outcome: Outcome?
    /// The act that declared it void.
    public let voidedBy: String?
}

/// How the instant of a crossing that was missed was estimated (docs/protocol.md, section 6, "Estimates").
public struct Estimate: Hashable, Sendable {
    /// The rule by which it was estimated.
    public enum Method: String, CaseIterable, Sendable {
        /// The time between the two sightings, in the proportion of the sectors' latest times.
        case latestTimes
        /// The same in equal parts: a sector had no latest time.
        case equalParts
        /// The latest time from the pit entry to the Line in the pit lane, after the pit entry.
        case pitEntry
        /// The sectors' latest times before the car's first sighting, on lap 2.
        case backFromSighting
        /// The part of the time since the start signal that one lap is of what was driven.
        case sinceStart
    }

    /// The rule by which it was estimated.
    public let method: Method
    /// The crossing that showed that one is missing.
    public let evidence: Crossing
    /// Where the time that was divided begins: the sighting before, the pit entry or the start signal.
    public let from: Instant
    /// Latest times of the sectors between the two sightings, zero where there is none.
    public let sectors: [Milliseconds]
    /// How many of these sectors lie before the missed crossing.
    public let before: Int
}
