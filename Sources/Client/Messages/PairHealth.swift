public import Timing
import Wire

/// The other daemon of a pair (docs/protocol.md, section 4.6).
public struct PairHealth: Hashable, Sendable {
    /// Which of the two the configuration makes of a daemon.
    public enum Role: String, CaseIterable, Sendable {
        /// The one that runs the session unless it cannot.
        case primary
        /// The other.
        case standby
    }

    /// How far the other has copied the journal.
    public struct Copied: Hashable, Sendable {
        /// The segment.
        public let segment: UInt32
        /// How far in it, in bytes.
        public let offset: UInt64
        /// How long ago it said so.
        public let heard: Milliseconds
        /// Why the other could not run the session on; nil when it could.
        public let fault: String?
    }

    /// This daemon's part.
    public let role: Word<Role>
    /// The other's address.
    public let peer: String
    /// How far the other has copied; nil when it has not been heard.
    public let standby: Copied?
}

extension PairHealth: Readable {
    init(_ members: Members) throws(Refusal) {
        role = try members.word("role")
        peer = try members.text("peer")
        standby = try members.objectOrNil("standby")
    }
}

extension PairHealth.Copied: Readable {
    init(_ members: Members) throws(Refusal) {
        segment = try members.number("segment")
        offset = try members.number("offset")
        heard = try members.time("heardMs")
        fault = try members.textOrNil("fault")
    }
}
