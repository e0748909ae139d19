package import Client
import Wire

/// Follows a session for a relay: every delta once and in order, behind the place where the stream stands.
///
/// It is a value without a socket. Before it is placed it takes nothing; what it missed it asks for afterwards.
package struct RelayReader: PublicationReader {
    private var sequence: GaplessSequence<DeltaFrame>?
    /// The last delta that was handed out, or that the stream has.
    private var last: StreamPlace?
    private var carried: [Carried] = []
    private var isPlaced = false
    private var hasHeard = false
    /// A snapshot of a moment that the deltas handed out have not come to.
    private var held: (bytes: [UInt8], epoch: UInt64, sequence: UInt64)?
    /// Too much waits for the stream: what comes is left, and asked for later.
    package var isFull = false
    /// A snapshot for those who join is wanted.
    package var wantsSnapshot = false
    /// Words for the log.
    private var notes: [String] = []
    /// An epoch that is heard and is smaller than that of the stream.
    package private(set) var smallerEpoch: UInt64?

    package init() {}

    /// Goes on behind this place; nil: from the first delta of the session.
    package mutating func begin(after place: StreamPlace?) {
        self = RelayReader()
        last = place
        isPlaced = true
        sequence =
            place.map { GaplessSequence(after: $0.sequence, of: $0.epoch) } ?? GaplessSequence(from: .first)
    }

    /// Takes nothing until it is placed again.
    package mutating func leave() {
        let hasHeard = hasHeard
        self = RelayReader()
        self.hasHeard = hasHeard
    }

    /// What is to be carried, handed out once.
    package mutating func taken() -> [Carried] {
        defer { carried = [] }
        return carried
    }

    /// What is to be said, handed out once.
    package mutating func said() -> [String] {
        defer { notes = [] }
        return notes
    }

    package var question: FollowQuestion? {
        guard isPlaced else { return hasHeard ? nil : .snapshot }
        guard !isFull else { return nil }
        guard let sequence else { return .snapshot }
        return sequence.question ?? (wantsSnapshot ? .snapshot : nil)
    }

    package mutating func take(latest sequence: UInt64, epoch: UInt64) {
        self.sequence?.take(latest: sequence, epoch: epoch)
    }

    package mutating func take(published frame: UnsafeRawBufferPointer) throws -> Bool {
        hasHeard = true
        guard isPlaced, let space = frame.firstIndex(of: UInt8(ascii: " ")) else { return false }
        let body = Array(frame[(space + 1)...])
        if frame.starts(with: "timing/".utf8) {
            guard let delta = DeltaFrame(body) else { return false }
            take(delta)
        } else if case .heartbeat(let beat) = try PublishedMessage(JSON(body)) {
            take(beat, body)
        }
        return !carried.isEmpty
    }

    private mutating func take(_ delta: DeltaFrame) {
        guard sequence != nil else { return }
        if isFull {
            sequence?.take(latest: delta.sequence, epoch: delta.epoch)
        } else {
            keep(sequence?.take(live: delta, epoch: delta.epoch, sequence: delta.sequence) ?? [])
        }
    }

    private mutating func take(_ beat: PublishedHeartbeat, _ body: [UInt8]) {
        if let last { smallerEpoch = beat.epoch < last.epoch ? beat.epoch : nil }
        keep(
            sequence?.take(
                heartbeat: beat.epoch, first: beat.firstSequence, previous: beat.previousEpoch, next: beat.next) ?? [])
        // One that tells of deltas which are still to come would make readers ask for them.
        if !isFull, sequence?.epoch == beat.epoch, sequence?.question == nil { carried.append(.beat(body)) }
    }

    package mutating func take(answer frames: [[UInt8]], to question: FollowQuestion) throws -> Bool {
        hasHeard = true
        guard isPlaced, let first = frames.first else { return false }
        switch try Answer(first) {
        case .snapshot(let snapshot): take(snapshot, first)
        case .range(let range):
            let deltas = frames.dropFirst().compactMap(DeltaFrame.init)
            keep(sequence?.take(range: deltas.map { ($0.sequence, $0) }, epoch: range.epoch) ?? [])
        case .refused(let refused): try take(refused, of: question)
        case .results, .status, .decisions, .explanation, .acknowledgement, .dryRun, .proposals, .wholeResult,
            .documents, .takingOver, .meeting, .other:
            return false
        }
        return true
    }

    private mutating func take(_ refused: Refused, of question: FollowQuestion) throws(Refused) {
        if refused.reason.text == "too-old", case .range(let epoch, _, _) = question, epoch == sequence?.epoch {
            // What is missing can be had no more.
            sequence = nil
            return
        }
        let isExpected = sequence?.take(refusal: refused.reason.text, of: question) ?? true
        if !isExpected { throw refused }
    }

    private mutating func take(_ snapshot: PublishedSnapshot, _ bytes: [UInt8]) {
        let at = StreamPlace(epoch: snapshot.epoch, sequence: snapshot.sequence, number: 0)
        guard sequence != nil else {
            if let last, at < last { return }
            let before = last.map { "\($0.epoch).\($0.sequence)" } ?? "the first"
            notes.append(
                "deltas between \(before) and \(at.epoch).\(at.sequence) can no longer be had of the daemon "
                    + "(limits.historyBytes): the stream goes on behind a snapshot")
            sequence = GaplessSequence(after: at.sequence, of: at.epoch)
            last = at
            wantsSnapshot = false
            carried.append(
                .snapshot(bytes, epoch: at.epoch, sequence: at.sequence, startsAnew: true))
            return
        }
        _ = sequence?.take(
            snapshot: snapshot.epoch, first: snapshot.firstSequence, previous: snapshot.previousEpoch,
            sequence: snapshot.sequence)
        wantsSnapshot = false
        held = (bytes, snapshot.epoch, snapshot.sequence)
        keep(sequence?.following() ?? [])
    }

    /// Hands on what the stream does not have: an epoch that began elsewhere is asked for from its beginning.
    private mutating func keep(_ deltas: [DeltaFrame]) {
        for delta in deltas {
            let place = StreamPlace(epoch: delta.epoch, sequence: delta.sequence, number: 0)
            if let last, place <= last { continue }
            last = place
            carried.append(.delta(delta))
            release()
        }
        release()
    }

    /// A snapshot goes as soon as the deltas that it holds have gone.
    private mutating func release() {
        guard let held, let last, last.epoch == held.epoch, last.sequence >= held.sequence else { return }
        carried.append(.snapshot(held.bytes, epoch: held.epoch, sequence: held.sequence, startsAnew: false))
        self.held = nil
    }
}
