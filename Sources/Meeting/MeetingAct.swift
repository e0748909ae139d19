public import Timing

/// What somebody does to the meeting: which session is armed, abandoned, shown, and when the next ones are to start.
public struct MeetingAct: Hashable, Sendable {
    /// The action of an act.
    public enum Kind: Hashable, Sendable {
        /// The session's window opens.
        case arm(String)
        /// An armed session is only planned again.
        case disarm(String)
        /// The result of a finished session is published, as the session's delta of this sequence left it; nil: that is
        /// not known.
        case provisional(String, sequence: UInt64? = nil)
        /// The session is given up, for this reason.
        case abandon(String, reason: String)
        /// The session's own record says that it is armed, running, finished or final, since the act's instant.
        /// Lapwing writes it.
        case reached(String, SessionState)
        /// The planned start of this session, and of all later ones that have not started, moves.
        case shift(from: String, by: Milliseconds)
        /// Boards follow this session; nil: they go along by themselves.
        case show(String?)
        /// A session more.
        case add(AddedSession)
        /// A document is issued.
        case issue(MeetingDocument.Issue)
        /// An overlay shows this, in place of what it showed of the same subject.
        case showGraphic(Graphic)
        /// An overlay no longer shows this subject; nil: nothing any more.
        case hideGraphic(String?)
        /// Takes back the act of this name.
        case withdraw(String)
    }

    /// Unique name given by the sender or by the daemon; the same name twice is the same act.
    public let id: String
    /// From when it holds: official time.
    public let at: Instant
    /// Who did it.
    public let by: String
    /// Its action.
    public let kind: Kind

    public init(id: String, at: Instant, by: String, kind: Kind) {
        self.id = id
        self.at = at
        self.by = by
        self.kind = kind
    }

    /// The session that it is about; nil where it is about none.
    public var session: String? {
        switch kind {
        case .arm(let id), .disarm(let id), .provisional(let id, _), .abandon(let id, _), .reached(let id, _): id
        case .shift(let id, _): id
        case .show(let id): id
        case .add(let added): added.id
        case .issue(let issue): issue.document.origin?.session
        case .showGraphic(let graphic): graphic.session
        case .withdraw, .hideGraphic: nil
        }
    }
}
