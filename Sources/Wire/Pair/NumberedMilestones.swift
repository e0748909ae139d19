/// The milestones of a session as one daemon of a pair hands them to the other, so that a take-over reads the journal
/// as fast as a restart (docs/protocol.md, section 8).
public struct NumberedMilestones: Hashable, Sendable {
    /// Later ones have a larger number, of whichever session they are.
    public let number: UInt64
    /// Id of the session; nil: the only one.
    public let session: String?
    /// As they stand in the file; nil where another build wrote them: they are of no use then.
    public let milestones: Milestones?

    /// Of a session; nil: of the only one.
    public init(number: UInt64, session: String?, milestones: Milestones?) {
        self.number = number
        self.session = session
        self.milestones = milestones
    }

    /// Nil where the other has no later ones. The journal beside them is copied whatever they are.
    init?(_ json: JSON?) {
        guard let number = json?["number"]?.integer, number > 0 else { return nil }
        self.number = UInt64(number)
        session = json?["session"]?.text
        milestones = json?["file"].flatMap { try? Milestones($0) }
    }

    var json: JSON {
        .object([
            .init("number", .integer(Int64(clamping: number))), .init("session", session.map { .string($0) } ?? .null),
            .init("file", milestones?.json ?? .null),
        ])
    }
}
