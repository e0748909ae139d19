public import Timing
import Wire

/// How far the journal is, and whether its disk takes it (docs/protocol.md, section 4.6).
public struct JournalHealth: Hashable, Sendable {
    /// What the disk does.
    public enum State: String, CaseIterable, Sendable {
        /// It takes what is written.
        case ok
        /// It takes nothing; what came waits in memory.
        case behind
        /// Too much waited: nothing more is written.
        case stopped
        /// Its files are deleted, moved, cut or read-only: a restart will not find what is written.
        case gone
    }

    /// What the disk does.
    public let state: Word<State>
    /// The segment that is written.
    public let segment: UInt32
    /// How far it is written, in bytes.
    public let offset: UInt64
    /// Bytes that wait in memory.
    public let behindBytes: Int
    /// The age of the oldest input that a power cut would lose.
    public let unsynced: Milliseconds
    /// The chain's hash there, in hexadecimal.
    public let hash: String
}

extension JournalHealth: Readable {
    init(_ members: Members) throws(Refusal) {
        state = try members.word("state")
        segment = try members.number("segment")
        offset = try members.number("offset")
        behindBytes = try members.number("behindBytes")
        unsynced = try members.time("unsyncedMs")
        hash = try members.text("hash")
    }
}
