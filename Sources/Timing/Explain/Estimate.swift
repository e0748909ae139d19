/// How the instant of a crossing that was missed was estimated (R8.7).
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
    /// Latest times of the sectors between the two sightings, zero for a sector without one.
    public let sectors: [Milliseconds]
    /// How many of these sectors lie before the missed crossing.
    public let before: Int
}
