import Client
import Wire

/// A subscriber that keeps every delta. A screen needs no more than a snapshot and what follows; this one wants the
/// whole record, so that after a snapshot it asks for what lies before it, too.
struct Recorder: PublicationReader {
    private var sequence = GaplessSequence<DeltaFrame>(from: .first)
    /// Sequence 1 and up.
    private(set) var record: [DeltaFrame] = []
    private(set) var ledger = Ledger()
    private(set) var epochs: [UInt64] = []
    /// Faults of a daemon.
    private(set) var complaints: [String] = []
    private let seen: Seen

    init(_ seen: Seen) { self.seen = seen }

    var question: FollowQuestion? { sequence.question }
    /// The epoch that it follows; nil before it has joined.
    var epoch: UInt64? { sequence.epoch }
    /// The sequence that comes next.
    var next: UInt64 { sequence.next }
    /// Snapshots that had to be taken, the one to join by not counted.
    var snapshots: Int { sequence.restarts }

    mutating func take(published frame: UnsafeRawBufferPointer) throws -> Bool {
        guard let space = frame.firstIndex(of: UInt8(ascii: " ")) else { return false }
        let body = Array(frame[(space + 1)...])
        if frame.starts(with: "timing/".utf8) {
            guard let delta = DeltaFrame(body) else { return false }
            ledger.note(delta)
            keep(sequence.take(live: delta, epoch: delta.epoch, sequence: delta.sequence))
        } else if case .heartbeat(let beat)? = try? PublishedMessage(JSON(body)) {
            keep(
                sequence.take(
                    heartbeat: beat.epoch, first: beat.firstSequence, previous: beat.previousEpoch, next: beat.next))
        }
        return true
    }

    mutating func take(answer frames: [[UInt8]], to question: FollowQuestion) throws -> Bool {
        switch try Answer(frames[0]) {
        case .snapshot(let snapshot):
            let joined = sequence.take(
                snapshot: snapshot.epoch, first: snapshot.firstSequence, previous: snapshot.previousEpoch,
                sequence: snapshot.sequence)
            // Deltas kept of an ended epoch, beyond its end, do not belong to the race.
            if joined == .taken { record.removeLast(max(0, record.count - Int(sequence.next - 1))) }
            keep(sequence.following())
        case .range(let range):
            let deltas = frames.dropFirst().compactMap(DeltaFrame.init)
            for delta in deltas { ledger.note(delta) }
            keep(sequence.take(range: deltas.map { ($0.sequence, $0) }, epoch: range.epoch))
        case .refused(let refused):
            if !sequence.take(refusal: refused.reason.text, of: question) {
                complaints.append("\(question) was refused: \(refused.reason.text)")
            }
        case .results, .status, .decisions, .explanation, .acknowledgement, .dryRun, .proposals, .wholeResult,
            .documents, .takingOver, .meeting, .other:
            return false
        }
        return true
    }

    private mutating func keep(_ deltas: [DeltaFrame]) {
        if let epoch = sequence.epoch, epoch != epochs.last { epochs.append(epoch) }
        record += deltas
        for delta in deltas { if let crossing = delta.crossing { seen.note(crossing) } }
    }
}
