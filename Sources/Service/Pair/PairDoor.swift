import Journal
import Linux
import Logging
import Rulebook
import Wire
import ZeroMQ

/// The journal socket of a pair: hands the journal out as it is written, says which daemon runs the session, and hears
/// when the other takes over (docs/protocol.md, section 8). A thread of its own: reading files must not delay the lane.
struct PairDoor: ~Copyable {
    private var door: OpenDoor
    private let keys: KeyKeeper
    /// To the other's journal socket.
    private var other: Connection
    private var poller: Poller
    private var message: Message
    private var envelope = Envelope()
    private var waiting: [Waiting] = []
    /// The end of the part handed out last: an asker that goes on from there has it.
    private var handed: JournalPlace?
    private var fencedAt: Int64 = 0
    private let session: String
    private let fingerprint: String
    private let reader: JournalReader
    private let board: PairBoard
    private var refused: Refused
    private let log: Logger

    /// An asker that has the whole journal; it is answered when there is more.
    private struct Waiting {
        let envelope: Envelope
        let follow: PairRequest.Follow
        let until: Int64
    }

    /// A pair has two; the rest is for an onlooker.
    private static let mostWaiting = 8
    /// How long an asker with the whole journal waits for a sign of life.
    private static let patience: Int64 = 250
    private static let mostBytes = 1 << 18
    /// The other hears so often that the session is ours, though it has acknowledged it.
    private static let reminded: Int64 = 2000

    init(
        _ pair: DaemonConfiguration.Pair, session: String, fingerprint: String, directory: String,
        keys: KeyKeeper, towardsOther: SocketOptions, in context: Context, board: PairBoard, log: Logger
    ) throws(ZeroMQError) {
        let door = try OpenDoor(
            .router, .journal, at: pair.listen, .answering(messageBytes: 1 << 16), keys: keys, patience: 0, in: context,
            log: log)
        let other = try Connection(
            .dealer, .other, to: pair.peer, of: .party(pair.key), towardsOther, keys: keys, in: context, log: log)
        var poller = Poller()
        _ = poller.add(door.socket)
        _ = poller.add(other.socket)
        self.door = door
        self.keys = keys
        self.other = other
        self.poller = poller
        message = Message()
        self.session = session
        self.fingerprint = fingerprint
        reader = JournalReader(directory: directory)
        self.board = board
        refused = Refused(at: "the journal socket", log: log)
        self.log = log
    }

    mutating func run(until stop: StopSign) throws(ZeroMQError) {
        while !stop.isShown {
            _ = try poller.wait(timeoutMilliseconds: waiting.isEmpty ? 100 : 2)
            let now = MachineClock.monotonic
            var turns = 0
            while turns < 16, try door.receive(&message, &envelope) {
                turns += 1
                try answer(now)
            }
            try answerWaiting(now)
            try door.tend(now: now)
            try other.tend(now: now)
            board.change { $0.door = (door.connected, door.refused) }
            try fence(now)
        }
    }

    // MARK: Asked

    private static func request(_ message: borrowing Message) throws(Refusal) -> PairRequest {
        try message.withUnsafeBytes { bytes throws(Refusal) in try PairRequest(bytes) }
    }

    private mutating func answer(_ now: Int64) throws(ZeroMQError) {
        do throws(Refusal) {
            if let refusal = Rights.refusalOfJournal(by: keys.speaker(of: message, at: door.address)) { throw refusal }
            switch try Self.request(message) {
            case .fence(let fence):
                try check(fence.session)
                try take(fence)
            case .follow(let follow):
                try check(follow.session)
                try take(follow, now)
            }
        } catch {
            refused.note(error, now: now)
            board.change { $0.refused = refused.byReason }
            try door.reply(to: envelope, Reply.refusal(error))
        }
    }

    private func check(_ asked: String) throws(Refusal) {
        guard asked == session else { throw .unknownSession(asked, running: session) }
    }

    private mutating func take(_ fence: PairRequest.Fence) throws(Refusal) {
        switch board.take(fence, beginning: reader.beginning, now: MachineClock.utc) {
        case .answered(let answer): try? door.reply(to: envelope, answer.bytes)
        // Answered when nothing more is published: it is asked again.
        case .believed: break
        case .refused(let refusal): throw refusal
        }
    }

    private mutating func take(_ follow: PairRequest.Follow, _ now: Int64) throws(Refusal) {
        let state = board.latest
        let place = follow.place
        if state.isActive {
            if place != handed {
                if let committed = state.progress?.committed { try checkFiles(place, committed) }
                try checkHistory(follow, place)
            }
            if board.hear(follow, now: now) { tell(follow.fault) }
        }
        guard state.isActive, let committed = state.progress?.committed else {
            try? reply(envelope, head(state, at: place, count: 0, committed: place, to: follow), [])
            return
        }
        if place < committed { return try hand(out: place, upTo: committed, to: follow, envelope, state) }
        guard waiting.count < Self.mostWaiting else {
            throw Refusal(
                .tooMany, "more than \(Self.mostWaiting) wait for this journal", expected: "the other of a pair",
                remedy: "follow with one daemon")
        }
        waiting.append(Waiting(envelope: envelope, follow: follow, until: now + Self.patience))
    }

    /// The other can go on no more, or can again.
    private func tell(_ fault: String?) {
        if let fault {
            log.critical("the standby could not run the session on: \(fault)")
        } else {
            log.notice("the standby could run the session on again")
        }
    }

    /// Files that have been taken away: the asker's copy is the best that there is, and must not be put aside for it.
    private func checkFiles(_ place: JournalPlace, _ committed: JournalPlace) throws(Refusal) {
        guard place <= committed, let gone = (place.segment...committed.segment).first(where: { !reader.isThere($0) })
        else { return }
        throw Refusal(
            .wrongValue, field: "segment",
            "the file of segment \(gone) of this journal is gone from \(reader.directory)",
            expected: "a journal on its disk", remedy: "keep the copy, and take over with it")
    }

    /// The asker's copy has to be the beginning of our journal.
    private func checkHistory(_ follow: PairRequest.Follow, _ place: JournalPlace) throws(Refusal) {
        guard place != .beginning else { return }
        let own = try? reader.hash(endingAt: place)
        guard let own, own == follow.hash else {
            throw Refusal(
                .wrongJournal, field: "hash", "this journal has no block with this hash ending at \(place)",
                expected: "a copy of this journal", remedy: "put the copy aside and begin at 1 and 0")
        }
    }

    private mutating func hand(
        out place: JournalPlace, upTo committed: JournalPlace, to follow: PairRequest.Follow, _ envelope: Envelope,
        _ state: PairBoard.State
    ) throws(Refusal) {
        try checkFiles(place, committed)
        let part: JournalBytes
        do {
            part = try reader.read(from: place, most: Self.mostBytes, upTo: committed)
        } catch {
            throw Refusal(
                .wrongJournal, field: "offset", "\(error)", expected: "a place of this journal",
                remedy: "put the copy aside and begin at 1 and 0")
        }
        handed = part.next
        let head = head(state, at: part.place, count: part.bytes.count, committed: committed, to: follow)
        try? reply(envelope, head, part.bytes)
    }

    private func head(
        _ state: PairBoard.State, at place: JournalPlace, count: Int, committed: JournalPlace,
        to follow: PairRequest.Follow
    ) -> PairAnswer.Part {
        PairAnswer.Part(
            session: session, isActive: state.isActive, epoch: state.epoch, event: fingerprint,
            segment: place.segment, offset: place.offset, count: count,
            committed: (committed.segment, committed.offset),
            milestones: state.isActive ? news(for: follow) : nil)
    }

    private func news(for follow: PairRequest.Follow) -> NumberedMilestones? {
        follow.milestones.flatMap { board.milestones.news(after: $0, upTo: follow.place) }
    }

    /// Answers the askers with the whole journal, when there is more or a sign of life is due.
    private mutating func answerWaiting(_ now: Int64) throws(ZeroMQError) {
        guard !waiting.isEmpty else { return }
        let state = board.latest
        let committed = state.progress?.committed
        var still: [Waiting] = []
        for asker in waiting {
            let place = asker.follow.place
            if state.isActive, let committed, place < committed {
                do throws(Refusal) {
                    try hand(out: place, upTo: committed, to: asker.follow, asker.envelope, state)
                } catch {
                    try door.reply(to: asker.envelope, Reply.refusal(error))
                }
            } else if now >= asker.until {
                let head = head(state, at: place, count: 0, committed: committed ?? place, to: asker.follow)
                try reply(asker.envelope, head, [])
            } else {
                still.append(asker)
            }
        }
        waiting = still
    }

    // MARK: Telling the other

    /// The other is told while we run the session: until it acknowledges, and now and then after, since a line that was
    /// cut may have let it begin. Who is told that the other does asks it, too.
    private mutating func fence(_ now: Int64) throws(ZeroMQError) {
        while try other.socket.receive(into: &message, wait: false) {
            let wasFencing = board.latest.isFencing
            if let answer = try? Self.answer(message) { board.take(answer, of: session) }
            if wasFencing, !board.latest.isFencing {
                log.notice("the other daemon has been told that the session is ours")
            }
        }
        let state = board.latest
        let pause: Int64 = state.isAsking ? 100 : state.isFencing ? 1000 : Self.reminded
        guard now >= fencedAt + pause, let fence = board.question(in: session, beginning: { reader.beginning })
        else { return }
        fencedAt = now
        _ = try other.socket.send(PairRequest.fence(fence).bytes, wait: false)
    }

    private static func answer(_ message: borrowing Message) throws(Refusal) -> PairAnswer {
        try message.withUnsafeBytes { bytes throws(Refusal) in try PairAnswer(bytes) }
    }

    // MARK: Sending

    private func reply(_ envelope: Envelope, _ part: PairAnswer.Part, _ bytes: [UInt8]) throws(ZeroMQError) {
        try door.reply(
            to: LaneAnswer(door: .journal, envelope: envelope, frames: [PairAnswer.journal(part).bytes, bytes]))
    }
}
