import Meeting
import Timing
import Wire

/// A meeting that is commanded and asked, a message a line: what is refused is refused in words and changes nothing;
/// what is taken reads the same when it is written, in the journal too, and leaves a meeting that can be told.
extension Door {
    static func takeMeeting(_ bytes: UnsafeRawBufferPointer) throws(Broken) {
        var meeting = WatchedMeeting()
        for line in bytes.split(separator: 0x0A).prefix(64) {
            let line = UnsafeRawBufferPointer(rebasing: line)
            guard let json = try accepted({ () throws(Refusal) in try JSON(line) }) else { continue }
            try meeting.ask(json)
            try meeting.command(json)
        }
        try meeting.tell()
    }
}

/// Two sessions and a practice, and the race that each has.
private struct WatchedMeeting: ~Copyable {
    private var meeting: RaceMeeting
    private var race = WatchedRace(Timekeeper(copying: WatchedRace.underway))
    private var acts = 0

    private static let start = Instant(milliseconds: 1_526_715_136_227)

    init() {
        let hours: [(id: String, kind: Session.Kind)] = [("practice", .practice), ("race1", .race), ("race2", .race)]
        meeting = RaceMeeting(
            hours.enumerated().map { place, session in
                PlannedSession(
                    id: session.id, name: session.id, kind: session.kind, series: "GT",
                    start: place == 0 ? nil : Self.start + .minutes(60 * Int64(place)))
            })
    }

    mutating func ask(_ json: JSON) throws(Broken) {
        guard json["type"]?.text == "request" else { return }
        guard let question = try accepted({ () throws(Refusal) in try MeetingQuestion(json) }) else { return }
        let again = try? MeetingQuestion(JSON(question.bytes))
        try demand(again == question, "\(question) reads otherwise when written")
        switch question {
        case .meeting: try tell()
        case .session(let query, _): try race.answer(query)
        // Their answers follow from the results of sessions, which the door's races have apart.
        case .proposals, .result, .documents: break
        }
    }

    mutating func command(_ json: JSON) throws(Broken) {
        let meeting = meeting
        let order = try accepted { () throws(Refusal) in try ControlOrder(json) { meeting.act($0) != nil } }
        switch order {
        case nil: return
        case .meeting(let command): try take(command)
        case .session(let json, let named, let meant): try take(json, named, meant)
        }
    }

    // MARK: Acts of the meeting

    private mutating func take(_ command: MeetingCommand) throws(Broken) {
        let again = try? MeetingCommand(JSON(command.bytes))
        try demand(again == command, "\(command) reads otherwise when written")
        acts += 1
        let at = if case .official(let instant)? = command.at { instant } else { Self.start }
        let (name, before) = ("meeting-\(acts)", meeting)
        guard let act = try accepted({ () throws(Refusal) in try command.act(id: name, at: at, in: before) }) else {
            return
        }
        try take(act)
        // The core's own word follows, so that all states are met.
        guard case .arm(let id) = act.kind, meeting[id]?.state == .armed, acts % 2 == 0 else { return }
        for (place, state) in [SessionState.running, .finished].enumerated() {
            let at = act.at + .minutes(Int64(place))
            try take(MeetingAct(id: "\(act.id)-\(state)", at: at, by: "lapwing", kind: .reached(id, state)))
        }
    }

    private mutating func take(_ act: MeetingAct) throws(Broken) {
        let before = meeting
        let taken = try accepted { () throws(Refusal) in
            do throws(MeetingRefusal) { return try meeting.take(act) } catch { throw Refusal(error) }
        }
        if taken != .new {
            try demand(meeting == before, "an act that is refused or known changes the meeting: \(act)")
        }
        try demand(!MeetingText.words(act, in: meeting).isEmpty, "an act without words: \(act)")
        try keep(.meeting(act, speaker: "chance"))
        try lookAtSessions()
    }

    private func lookAtSessions() throws(Broken) {
        let sessions = meeting.sessions
        try demand(Set(sessions.map(\.id)).count == sessions.count && sessions.count >= 3, "sessions are lost or twice")
        for session in sessions where session.state == .abandoned {
            try demand(session.reason?.isEmpty == false, "abandoned without a reason")
        }
    }

    /// The journal gives back what was written.
    private func keep(_ record: JournalRecord) throws(Broken) {
        let writer = ByteWriter(capacity: 512)
        record.append(to: writer)
        var read: [JournalRecord] = []
        try? writer.bytes.reading { bytes throws in try JournalRecord.read(bytes) { read.append($0) } }
        try demand(read == [record], "\(record) reads otherwise in the journal: \(read)")
    }

    // MARK: Acts of a session

    private mutating func take(_ json: JSON, _ named: String?, _ meant: MeantBy) throws(Broken) {
        let meeting = meeting
        if named == nil {
            _ = try accepted { () throws(Refusal) in
                do throws(MeetingRefusal) { _ = try meeting.meant(by: meant) } catch { throw Refusal(error) }
            }
        }
        let now = race.timekeeper.now
        let spoken = try accepted { () throws(Refusal) in
            try SpokenCommand(
                json,
                instant: { said, field throws(Refusal) in
                    guard case .ago(let time) = said else {
                        throw Refusal(
                            .wrongValue, field: field, "another instant", expected: "agoMs", remedy: "say agoMs")
                    }
                    return now - time
                }, act: { _ in nil })
        }
        guard let command = spoken?.command else { return }
        let act = command.act(id: race.nextName, now: now)
        try keep(.of(session: named ?? "race1", .act(act, speaker: "chance")))
        try race.take(.act(act))
    }

    // MARK: Telling

    /// The meeting as it is published.
    func tell() throws(Broken) {
        let message = MeetingMessage(
            event: "chance", epoch: 1, sequence: UInt64(meeting.acts.count), now: Self.start, meeting, sequences: [:])
        let told = try json(message.bytes)
        guard case .array(let sessions)? = told["sessions"] else { throw Broken(description: "no sessions are told") }
        try demand(sessions.count == meeting.sessions.count, "\(sessions.count) sessions are told")
    }
}
