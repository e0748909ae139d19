public import Timing
import Wire

/// A car at a loop, and how that is known (docs/protocol.md, section 4.8).
public struct ExplainedEvidence: Hashable, Sendable {
    /// How it is known.
    public enum Basis: String, CaseIterable, Sendable {
        /// The start signal.
        case signal
        /// A decoder saw it.
        case measured
        /// An importer estimated it.
        case estimated
        /// An act inserted it.
        case inserted
        /// It was missed, and taken provisionally.
        case provisional
    }

    /// The car.
    public let car: CarNumber
    /// When, UTC.
    public let at: Instant
    /// Where; nil of the start signal.
    public let loop: LoopID?
    /// The loop's name; nil of the start signal.
    public let name: String?
    /// The lap; of the Line the one that it ends.
    public let lap: Int?
    /// How it is known.
    public let basis: Word<Basis>
    /// The crossing; nil where no decoder reported one.
    public let crossing: ExplainedCrossing?
    /// The act that inserted it.
    public let act: String?
    /// The clock correction that moved it.
    public let retimedBy: String?
    /// What became of it.
    public let outcome: Word<Outcome>?
    /// The act that it is void by.
    public let voidedBy: String?
    /// How it was estimated, of what is provisional; nil where it cannot be told.
    public let estimate: ExplainedEstimate?
}

extension ExplainedEvidence: Readable {
    init(_ members: Members) throws(Refusal) {
        car = try members.car("car")
        at = try members.instant("atMs")
        loop = try members.loopOrNil("loop")
        name = try members.textOrNil("name")
        lap = try members.numberOrNil("lap")
        basis = try members.word("basis")
        crossing = try members.objectOrNil("crossing")
        act = try members.textOrNil("act")
        retimedBy = try members.textOrNil("retimedBy")
        outcome = try members.wordOrNil("outcome")
        voidedBy = try members.textOrNil("voidedBy")
        estimate = try members.objectIfPresent("estimate")
    }
}
