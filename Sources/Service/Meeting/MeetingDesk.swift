import DayRecord
import Linux
import Logging
import Meeting
import Rulebook
import Timing
import Wire
import ZeroMQ

/// The desk of the meeting: takes its commands, answers questions about it, and publishes it. A thread of its own:
/// like a lane it proposes an act to the record, and the act takes effect when it comes back.
struct MeetingDesk: ~Copyable {
    private(set) var meeting: RaceMeeting
    let epoch: UInt64
    private(set) var sequence: UInt64
    private let inbox: LaneInbox
    let around: LaneSurroundings
    let lanes: Lanes
    var refused: Refused
    /// What follows from the results that are published.
    var foreseen = Foreseen()
    private var requests: ArraySlice<LaneRequest> = []
    private var proposed: (act: MeetingAct, envelope: Envelope)?
    private let writer = ByteWriter(capacity: 1 << 14)
    private var beatAt: Int64 = 0

    private static let turn = 16

    /// - Parameters:
    ///   - sequence: acts of the meeting so far.
    init(
        _ meeting: RaceMeeting, epoch: UInt64, sequence: UInt64, _ inbox: LaneInbox, _ around: LaneSurroundings,
        _ lanes: Lanes
    ) {
        self.meeting = meeting
        self.epoch = epoch
        self.sequence = sequence
        self.inbox = inbox
        self.around = around
        self.lanes = lanes
        refused = Refused(at: "control and query", log: around.log)
    }

    mutating func run(until stop: StopSign, progress: Progress) throws(ZeroMQError) {
        while !(stop.isShown && inbox.waiting == 0 && proposed == nil) {
            if around.pair?.fenced.isShown == true { return }
            try takeActs()
            answerAll()
            progress.note()
            let now = MachineClock.monotonic
            if foresee(now: now) { try publish() }
            answerWaiting(now: now, isLast: stop.isShown)
            if now >= beatAt {
                beatAt = now + 1000
                progress.show(headline)
                try publish()
            }
            if inbox.goToSleep() { inbox.bell.wait(milliseconds: stop.isShown ? 1 : 200) }
            inbox.wakeUp()
        }
        try publish()
    }

    /// The meeting in a line, for `systemctl status`.
    private var headline: String {
        let shown = meeting.shown.flatMap { meeting[$0] }
        return "\(around.event.name): " + (shown.map { "\($0.id) \($0.state.rawValue)" } ?? "no session yet")
    }

    /// How far the circuit's clock is ahead of UTC.
    private var zone: Milliseconds? { around.event.circuit.timeZone }

    private var message: MeetingMessage {
        MeetingMessage(
            event: around.event.name, epoch: epoch, sequence: sequence, now: around.clock.present,
            utcOffset: zone, meeting, proposals: foreseen.proposals, sequences: lanes.sequences,
            shared: around.record.latest.shared.map {
                .init($0.transponder, in: $0.sessions, crossings: $0.count, latest: $0.latest)
            })
    }

    private func publish() throws(ZeroMQError) {
        message.write(withTopic: true, to: writer)
        try around.publisher.publish(writer)
    }

    // MARK: Acts

    private mutating func takeActs() throws(ZeroMQError) {
        var taken = 0
        while let input = inbox.pop() {
            taken += 1
            if case .meeting(let recorded) = input { try take(recorded) }
        }
        inbox.note(scored: taken, now: .distantPast)
    }

    /// The record has written an act down: it takes effect, and its sender is answered.
    private mutating func take(_ recorded: RecordedMeetingAct) throws(ZeroMQError) {
        let act = recorded.act
        var asker: Envelope?
        if let proposed, proposed.act.id == act.id {
            asker = proposed.envelope
            self.proposed = nil
        }
        sequence += 1
        let before = meeting
        do throws(MeetingRefusal) {
            try meeting.take(act)
        } catch {
            around.log.warning("\(act.by): \(act.id) is without effect: \(Refusal(error))")
            if let asker { answer(asker, Reply.refusal(Refusal(error), id: act.id)) }
            return
        }
        try publish()
        around.log.notice(
            "\(act.by) (\(recorded.speaker)): \(MeetingText.words(act, in: meeting, zone: zone)) (\(act.id))")
        guard let asker else { return }
        answer(
            asker,
            Reply.acknowledgement(
                of: act, in: meeting, sequence: sequence, isRepeated: false, isJournalled: recorded.isJournalled,
                consequences(of: act, since: before, in: meeting)))
    }

    private func consequences(
        of act: MeetingAct, since before: RaceMeeting, in after: RaceMeeting
    ) -> Reply.Consequences {
        var follows: [String] = []
        if before.shown != after.shown { follows.append("boards show \(after.shown ?? "no session")") }
        let open = after.open.map { "\($0.id) (\($0.state.rawValue))" }
        if before.open.map(\.id) != after.open.map(\.id) {
            follows.append(
                open.isEmpty ? "no session takes crossings" : "crossings go to \(open.joined(separator: ", "))")
        }
        return Reply.Consequences(
            understood: MeetingText.words(act, in: after, zone: zone), follows: follows, changed: [], moved: [])
    }

    // MARK: Requests

    private mutating func answerAll() {
        if requests.isEmpty { requests = inbox.takeRequests(Self.turn)[...] }
        while let request = requests.first {
            switch request.content {
            case .command(let json, let speaker):
                // One act after the other: each is understood by what the one before has done.
                if proposed != nil { return }
                take(json, speaker, request.envelope)
            case .question(let question): take(question, request.envelope)
            }
            requests = requests.dropFirst()
        }
    }

    private mutating func take(_ question: MeetingQuestion, _ envelope: Envelope) {
        switch question {
        case .meeting: answer(envelope, at: .query, message.bytes)
        case .documents:
            let list = DocumentList.bytes(meeting, event: around.event.name, epoch: epoch, sequence: sequence)
            answer(envelope, at: .query, list)
        case .proposals, .result, .session: wait(question, envelope)
        }
    }

    private mutating func take(_ json: JSON, _ speaker: Speaker, _ envelope: Envelope) {
        do throws(Refusal) {
            let command = try MeetingCommand(json)
            let name = "meeting-\(epoch)-\(sequence + 1)"
            let known = command.id.flatMap { meeting.act($0) }
            let at: Instant
            if let known { at = known.at } else { at = try instant(of: command) }
            let said = try command.act(id: name, at: at, in: meeting)
            if let refusal = Rights.refusal(of: said.kind, by: speaker, act: { meeting.act($0)?.kind }) {
                throw refusal
            }
            let sequences = lanes.sequences
            let act = meeting.completed(said, sequences: sequences)
            try checkOrigin(of: act, sequences)
            var tried = meeting
            let taken: RaceMeeting.Taken
            do throws(MeetingRefusal) { taken = try tried.take(act) } catch { throw Refusal(error) }
            let done = consequences(of: act, since: meeting, in: tried)
            if command.isDryRun {
                return answer(envelope, Reply.dryRun(at: act.at, session: act.session ?? meeting.shown ?? "", done))
            }
            if taken == .repeated {
                let answer = Reply.acknowledgement(
                    of: act, in: meeting, sequence: sequence, isRepeated: true,
                    isJournalled: around.record.latest.isWritten, done)
                return self.answer(envelope, answer)
            }
            proposed = (act, envelope)
            around.desk.propose(.meeting(act, speaker: speaker.name), of: nil)
        } catch {
            refused.note(error, now: MachineClock.monotonic)
            answer(envelope, Reply.refusal(error, id: json["id"]?.text))
        }
    }

    /// When a command holds: as it says, else now.
    private func instant(of command: MeetingCommand) throws(Refusal) -> Instant {
        let now = around.clock.present
        guard let said = command.at else { return now }
        return try SpokenInstant.official(said, "at", present: now, zone: around.event.circuit.timeZone)
    }

    /// A paper is made of what has been published.
    private func checkOrigin(of act: MeetingAct, _ sequences: [String: UInt64]) throws(Refusal) {
        guard case .issue(let issue) = act.kind, let origin = issue.document.origin, meeting.act(act.id) == nil else {
            return
        }
        if origin.epoch > epoch {
            throw Refusal(
                .wrongValue, field: "command.of.epoch", "found \(origin.epoch)", expected: "at most \(epoch)",
                remedy: "take epoch and seq from the message that the paper was made of")
        }
        guard let last = sequences[origin.session], last > 0, origin.sequence > last else { return }
        throw Refusal(
            .wrongValue, field: "command.of.seq", "found \(origin.sequence)", expected: "at most \(last)",
            remedy: "take epoch and seq from the message that the paper was made of")
    }

    private func answer(_ envelope: Envelope, _ bytes: [UInt8]) { answer(envelope, at: .control, bytes) }

    func answer(_ envelope: Envelope, at door: Door, _ bytes: [UInt8]) {
        around.tray.put(LaneAnswer(door: door, envelope: envelope, frames: [bytes]))
    }
}
