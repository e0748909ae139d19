public import Timing
import Wire

/// The car one place ahead or behind (docs/protocol.md, section 4.8).
public struct ExplainedNeighbour: Hashable, Sendable {
    /// The car.
    public let car: CarNumber
    /// From 1; nil where it is not classified.
    public let position: Int?
    /// The gap between the two; nil where it is in laps or not known.
    public let gap: Milliseconds?
    /// The same in laps.
    public let gapLaps: Int
    /// The car's own passage that the gap is taken from; nil where totals decide.
    public let own: ExplainedEvidence?
    /// The other's.
    public let other: ExplainedEvidence?
    /// What its place is made of.
    public let account: ExplainedAccount
    /// What decides between the same best laps.
    public let tie: Word<PositionReasons.Tie>?
}

extension ExplainedNeighbour: Readable {
    init(_ members: Members) throws(Refusal) {
        car = try members.car("number")
        position = try members.numberOrNil("position")
        gap = try members.timeOrNil("gapMs")
        gapLaps = try members.number("gapLaps")
        own = try members.objectOrNil("own")
        other = try members.objectOrNil("other")
        account = try members.object("account")
        tie = try members.wordOrNil("tie")
    }
}
