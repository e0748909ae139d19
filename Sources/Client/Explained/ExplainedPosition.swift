public import Timing
import Wire

/// A place in the classification explained (docs/protocol.md, section 4.8).
public struct ExplainedPosition: Hashable, Sendable {
    /// Why a car is not classified.
    public enum NotClassified: Hashable, Sendable {
        /// No lap that counts.
        case noLap
        /// By this act.
        case disqualified(act: String)
        /// Its entry is withdrawn, by this act.
        case withdrawn(act: String)
        /// It has not crossed the Line after the chequered flag.
        case mustTakeFlag
        /// Too few laps against the winner's.
        case classifiedPercent(laps: Int, needed: Int, winner: CarNumber, winnerLaps: Int)
        /// What this program does not know.
        case other(String)
    }

    /// What decides places.
    public let basis: Word<PositionReasons.Basis>
    /// From 1; nil where it is not classified.
    public let position: Int?
    /// The same within its class.
    public let classPosition: Int?
    /// What the car does.
    public let status: Word<CarStatus>
    /// The crossing that the place rests on.
    public let last: ExplainedEvidence?
    /// What the place is made of.
    public let account: ExplainedAccount
    /// Cars that share the position.
    public let deadHeatWith: [CarNumber]
    /// The stewards' decision that put it there.
    public let placedBy: String?
    /// Why it is not classified; nil where it is.
    public let notClassified: NotClassified?
    /// The car one place ahead.
    public let ahead: ExplainedNeighbour?
    /// The car one place behind.
    public let behind: ExplainedNeighbour?
}

extension ExplainedPosition: Readable {
    init(_ members: Members) throws(Refusal) {
        basis = try members.word("basis")
        position = try members.numberOrNil("position")
        classPosition = try members.numberOrNil("classPosition")
        status = try members.word("status")
        last = try members.objectOrNil("last")
        account = try members.object("account")
        deadHeatWith = try members.texts("deadHeatWith").map { CarNumber($0) }
        placedBy = try members.textOrNil("placedBy")
        notClassified = try members.objectOrNil("notClassified")
        ahead = try members.objectOrNil("ahead")
        behind = try members.objectOrNil("behind")
    }
}

extension ExplainedPosition.NotClassified: Readable {
    init(_ members: Members) throws(Refusal) {
        self =
            switch try members.text("because") {
            case "noLap": .noLap
            case "disqualified": .disqualified(act: try members.text("act"))
            case "withdrawn": .withdrawn(act: try members.text("act"))
            case "mustTakeFlag": .mustTakeFlag
            case "classifiedPercent":
                .classifiedPercent(
                    laps: try members.number("laps"), needed: try members.number("needed"),
                    winner: try members.car("winner"), winnerLaps: try members.number("winnerLaps"))
            case let because: .other(because)
            }
    }
}
