public import Timing
import Wire

/// An infringement: an element of `infringements` (docs/protocol.md, section 4.9).
public struct PublishedInfringement: Hashable, Sendable {
    /// The car.
    public let car: CarNumber
    /// Of which of its obligations, as it came.
    public let id: String
    /// What was not complied with.
    public let kind: Word<InfringementKind>
    /// By how much; nil where it has no measure.
    public let by: Milliseconds?
    /// Which of the car's visits, from 1.
    public let visit: Int?
    /// What the rulebook proposes; nil where it proposes nothing.
    public let proposed: ProposedPenalty?
    /// The stewards' decision on it.
    public let state: Word<Infringement.State>
    /// The act that penalised or closed it.
    public let act: String?
}

extension PublishedInfringement: Readable {
    init(_ members: Members) throws(Refusal) {
        car = try members.car("car")
        id = try members.text("id")
        kind = try members.word("kind")
        by = try members.timeOrNil("byMs")
        visit = try members.numberOrNil("visit")
        proposed = try members.objectOrNil("proposed")
        state = try members.word("state")
        act = try members.textOrNil("act")
    }
}
