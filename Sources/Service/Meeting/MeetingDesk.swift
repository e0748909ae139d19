import Linux
import Logging
import Meeting
import Timing
import Wire
import ZeroMQ

/// The desk of the meeting: takes its commands, answers questions about it, and publishes it. A thread of its own: like a
/// lane it proposes an act to the record, and the act takes effect when it comes back.
struct MeetingDesk: ~Copyable {
    private var meeting: RaceMeeting
    private let sessions: MeetingSessions
    private let epoch: UInt64
    private var sequence: UInt64
    private let inbox: LaneInbox
    private let around: LaneSurroundings
    private let clock: @Sendable () -> Instant
    private var refused: Refused
    private var requests: ArraySlice<LaneRequest> = []
    private var proposed: (act: MeetingAct, envelope: Envelope)?
    private var beatAt: Int64 = 0

    private static let turn = 16

    /// - Parameters:
    ///   - sequence: acts of the meeting so far.
    ///   - clock: official time, as the record tells it.
    init(
        _ meeting: RaceMeeting, _ sessions: MeetingSessions, epoch: UInt64, sequence: UInt64, _ inbox: LaneInbox,
        _ around: LaneSurroundings, clock: @escaping @Sendable () -> Instant
    ) {
        self.meeting = meeting
        self.sessions = sessions
        self.epoch = epoch
        self.sequence = sequence
        self.inbox = inbox
        self.around = around
        self.clock = clock
        refused = Refused(at: "control and query", log: around.log)
    }

    mutating func run(until stop: StopSign, progress: Progress) throws(ZeroMQError) {
        while !(stop.isShown && inbox.waiting == 0 && proposed == nil) {
            if around.pair?.fenced.isShown == true { break }
            try takeActs()
            answerAll()
            progress.note()
            let now = MachineClock.monotonic
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
        let shown = meeting.shown.flatMap { meeting.session($0) }
        return "\(meeting.name): " + (shown.map { "\($0.id) \($0.state.rawValue)" } ?? "no session yet")
    }

    private func publish() throws(ZeroMQError) {
        try around.publisher.publish(message(withTopic: true))
    }

    private func message(withTopic: Bool) -> [UInt8] {
        MeetingMessage.bytes(meeting, epoch: epoch, sequence: sequence, now: clock(), withTopic: withTopic)
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

    private mutating func take(_ recorded: RecordedMeetingAct) throws(ZeroMQError) {
        let act = recorded.act
        var asker: Envelope?
        if let proposed, proposed.act.id == act.id {
            asker = proposed.envelope
            self.proposed = nil
        }
        do throws(MeetingRefusal) {
            try meeting.take(act)
        } catch {
            if let asker { answer(asker, Reply.refusal(Refusal(error), id: act.id)) }
            return
        }
        sequence += 1
        try publish()
        let understood = MeetingWords.of(act.kind, in: meeting)
        around.log.notice("\(act.by) (\(recorded.speaker)): \(understood) (\(act.id))")
        if let asker {
            answer(asker, acknowledgement(of: act, understood, isJournalled: recorded.isJournalled))
        }
    }

    private func acknowledgement(of act: MeetingAct, _ understood: String, isJournalled: Bool) -> [UInt8] {
        Reply.acknowledgement(
            of: Act(id: act.id, at: act.at, by: act.by, kind: .formation), session: act.session ?? "meeting",
            sequence: sequence, isRepeated: false, isJournalled: isJournalled,
            Reply.Consequences(
                understood: understood, follows: MeetingWords.following(act.kind, in: meeting, at: clock()),
                changed: [],
                moved: []))
    }

    // MARK: Requests

    private mutating func answerAll() {
        if requests.isEmpty { requests = inbox.takeRequests(Self.turn)[...] }
        while let request = requests.first {
            switch request.content {
            case .command(let json, let speaker):
                if proposed != nil { return }
                take(json, speaker, request.envelope)
            case .query:
                around.tray.put(
                    LaneAnswer(door: .query, envelope: request.envelope, frames: [message(withTopic: false)]))
            }
            requests = requests.dropFirst()
        }
    }

    private mutating func take(_ json: JSON, _ speaker: Speaker, _ envelope: Envelope) {
        let id = json["id"]?.text
        do throws(Refusal) {
            let command = try MeetingCommand(json)
            if case .reached = command.action {
                throw Refusal(
                    .wrongValue, field: "command.action", "reached", expected: "a command of people",
                    remedy: "a session's core says it itself")
            }
            if let refusal = Rights.refusalOfMeeting(command.action, by: speaker) { throw refusal }
            let act = try act(command)
            if let known = meeting.act(named: act.id), known.kind == act.kind {
                return answer(
                    envelope, acknowledgement(of: known, MeetingWords.of(known.kind, in: meeting), isJournalled: true))
            }
            var tried = meeting
            do throws(MeetingRefusal) { try tried.take(act) } catch { throw Refusal(error) }
            if command.isDryRun {
                let would = Reply.Consequences(
                    understood: MeetingWords.of(act.kind, in: tried),
                    follows: MeetingWords.following(act.kind, in: tried, at: clock()), changed: [], moved: [])
                return answer(envelope, Reply.dryRun(at: act.at, session: act.session ?? "meeting", would))
            }
            proposed = (act, envelope)
            around.desk.propose(.meeting(act, speaker: speaker.name), of: nil)
        } catch {
            refused.note(error, now: MachineClock.monotonic)
            answer(envelope, Reply.refusal(error, id: id))
        }
    }

    private func act(_ command: MeetingCommand) throws(Refusal) -> MeetingAct {
        let kind: MeetingAct.Kind
        do throws(MeetingRefusal) {
            kind = try self.kind(command)
        } catch {
            throw Refusal(error)
        }
        let now = clock()
        return MeetingAct(
            id: command.id ?? "\(MeetingCommand.names)\(epoch)-\(sequence + 1)",
            at: now > .distantPast ? now : Instant(milliseconds: MachineClock.utc), by: command.by, kind: kind)
    }

    private func kind(_ command: MeetingCommand) throws(MeetingRefusal) -> MeetingAct.Kind {
        switch command.action {
        case .showRunning: return .show(nil)
        case .withdraw(let act): return .withdraw(act)
        case .arm, .disarm, .provisional, .abandon, .shift, .show, .add, .reached: break
        }
        let session: String
        if let named = command.session { session = named } else { session = try meant(command.action) }
        guard case .add(let id, let name, let parts) = command.action else { return command.kind(of: session) }
        guard let earlier = meeting.session(session) else {
            throw .unknownSession(session, known: meeting.sessions.map(\.id))
        }
        return .add(
            PlannedSession(
                id: id, name: name, kind: earlier.planned.kind, series: earlier.planned.series,
                of: PlannedSession.Rerun(of: session, parts: parts)))
    }

    /// The session that is meant where none is named.
    private func meant(_ action: MeetingCommand.Action) throws(MeetingRefusal) -> String {
        switch action {
        case .arm: return try nextPlanned()
        case .disarm: return try meeting.meant(in: [.armed])
        case .provisional: return try meeting.meant(in: [.finished])
        case .shift: return try nextPlanned()
        case .abandon, .show, .add, .reached, .showRunning, .withdraw: return try meeting.meant(in: [.running])
        }
    }

    /// The first of the timetable that has not begun.
    private func nextPlanned() throws(MeetingRefusal) -> String {
        guard let next = meeting.sessions.first(where: { $0.state == .planned }) else {
            throw .whichSession(candidates: [], expected: [.planned])
        }
        return next.id
    }

    private func answer(_ envelope: Envelope, _ bytes: [UInt8]) {
        around.tray.put(LaneAnswer(door: .control, envelope: envelope, frames: [bytes]))
    }
}
