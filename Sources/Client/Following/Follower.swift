public import Timing
import Wire

/// A subscriber without its sockets: joins, applies, mends, and follows into a new epoch (docs/protocol.md, 4.1).
///
/// It is a value. From a pair of daemons it takes the messages of both: the standby publishes none, and messages of a
/// smaller epoch are dropped.
public struct Follower: Sendable {
    /// Called with a delta and the table before it.
    public typealias Watch = (PublishedDelta, RaceTable) -> Void

    /// The table; nil before it has joined.
    public private(set) var table: RaceTable?
    /// Official time as last told, UTC.
    public private(set) var now = Instant(milliseconds: 0)
    private var sequence = GaplessSequence<PublishedDelta>(from: .snapshot)

    /// A follower that has not joined.
    public init() {}

    /// The question to ask now; nil when nothing is missing.
    public var question: FollowQuestion? { sequence.question }

    /// How often it has had to take a snapshot again.
    public var restarts: Int { sequence.restarts }

    /// Takes a message as it was published. True when something changed.
    public mutating func take(_ message: PublishedMessage, _ watch: Watch = { _, _ in }) -> Bool {
        switch message {
        case .delta(let delta):
            let deltas = sequence.take(live: delta, epoch: delta.epoch, sequence: delta.sequence)
            if delta.epoch == sequence.epoch { now = max(now, delta.at) }
            return apply(deltas, watch)
        case .heartbeat(let beat):
            guard beat.epoch >= sequence.epoch ?? 0 else { return false }
            now = beat.now
            let deltas = sequence.take(
                heartbeat: beat.epoch, first: beat.firstSequence, previous: beat.previousEpoch, next: beat.next)
            _ = apply(deltas, watch)
            return true
        case .status, .part, .meeting, .other: return false
        }
    }

    /// Takes a snapshot. True when the table is another one now.
    public mutating func take(_ snapshot: PublishedSnapshot, _ watch: Watch = { _, _ in }) -> Bool {
        let joined = sequence.take(
            snapshot: snapshot.epoch, first: snapshot.firstSequence, previous: snapshot.previousEpoch,
            sequence: snapshot.sequence)
        guard joined == .taken else { return false }
        table = RaceTable(snapshot)
        now = snapshot.now
        _ = apply(sequence.following(), watch)
        return true
    }

    /// Takes the deltas of a range. True when something changed.
    public mutating func take(
        _ range: RangeReply, _ deltas: [PublishedDelta], _ watch: Watch = { _, _ in }
    ) -> Bool {
        apply(sequence.take(range: deltas.map { ($0.sequence, $0) }, epoch: range.epoch), watch)
    }

    /// Takes a refusal of a question.
    /// - Throws: the refusal, unless a follower has to expect it and goes on by itself.
    public mutating func take(_ refused: Refused, of question: FollowQuestion) throws(Refused) {
        let isExpected = sequence.take(refusal: refused.reason.text, of: question)
        if !isExpected, question == .snapshot { throw refused }
    }

    private mutating func apply(_ deltas: [PublishedDelta], _ watch: Watch) -> Bool {
        guard var table, !deltas.isEmpty else { return false }
        // The only copy is changed in place.
        self.table = nil
        for delta in deltas {
            watch(delta, table)
            table.apply(delta)
        }
        self.table = table
        return true
    }
}

extension Follower: PublicationReader {
    /// Takes a frame as it came from the publication.
    public mutating func take(published frame: UnsafeRawBufferPointer) throws -> Bool {
        take(try PublishedMessage(frame: frame))
    }

    /// Takes it that a delta has been published.
    public mutating func take(latest sequence: UInt64, epoch: UInt64) {
        self.sequence.take(latest: sequence, epoch: epoch)
    }

    /// Takes the frames of an answer.
    public mutating func take(answer frames: [[UInt8]], to question: FollowQuestion) throws -> Bool {
        try take(answer: frames, to: question) { _, _ in }
    }

    /// Takes the frames of an answer, and tells of every delta before it is applied.
    public mutating func take(
        answer frames: [[UInt8]], to question: FollowQuestion, _ watch: Watch
    ) throws -> Bool {
        guard let first = frames.first else { return false }
        if let refused = Refused.found(in: first) {
            try take(refused, of: question)
            return false
        }
        switch try Answer(first) {
        case .snapshot(let snapshot): return take(snapshot, watch)
        case .range(let range):
            let deltas = try frames.dropFirst().map { try PublishedDelta(JSON($0)) }
            return take(range, deltas, watch)
        case .refused, .results, .status, .decisions, .explanation, .acknowledgement, .dryRun, .proposals, .wholeResult,
            .documents, .takingOver, .meeting,
            .other:
            return false
        }
    }
}
