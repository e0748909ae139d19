import Client
import NATS
import Wire

/// Keeps the table's parts in a stream that has the last message of each, with a fence that no part goes back.
///
/// What is sent follows the last message that the stream is known to have, or is refused: of two relays one sends at a
/// time, and the other looks again where the stream stands. It sends only what is not older than what is kept. Parts
/// that were changed again meanwhile go once.
struct TableWriter {
    private enum Phase {
        /// The stream is to be asked where it stands, not before.
        case unknown(notBefore: ContinuousClock.Instant)
        /// Its last number has been asked for.
        case askedNumber(since: ContinuousClock.Instant)
        /// The session's last part is to be asked for.
        case hasNumber
        case askedLast(since: ContinuousClock.Instant)
        case ready
    }

    private struct UnderWay {
        let name: String
        let part: String
        let number: UInt64
        let since: ContinuousClock.Instant
    }

    private let subjects: RelaySubjects
    private let stream: String
    private var table = KeptTable()
    private var phase = Phase.unknown(notBefore: .now)
    /// The stream's last number, when all under way are kept.
    private var number: UInt64 = 0
    /// The place that the session's last kept part is of.
    private var last: StreamPlace?
    private var underWay: UnderWay?
    /// Names answers apart from those to earlier questions.
    private var turn: UInt64 = 0
    private let prefix: String

    private static let patience = Duration.seconds(5)
    private static let pause = Duration.milliseconds(50)

    /// - Parameter prefix: names this session's answers apart from those of others.
    init(_ subjects: RelaySubjects, stream: String, prefix: String) {
        (self.subjects, self.stream, self.prefix) = (subjects, stream, prefix)
    }

    /// True when only a snapshot can bring the table up to date.
    var wantsSnapshot: Bool { table.place == nil }

    /// True when an answer is to come.
    var isWaiting: Bool {
        switch phase {
        case .askedNumber, .askedLast: true
        case .unknown, .hasNumber, .ready: underWay != nil
        }
    }

    /// True when more is to be sent as soon as an answer comes.
    var hasMore: Bool { isWaiting && table.next != nil }

    /// True when the stream has all of the table.
    var isKept: Bool { table.place != nil && table.next == nil && !isWaiting }

    /// How many parts snapshots have put right.
    var putRight: Int { table.putRight }

    // MARK: What is published

    mutating func take(_ carried: Carried) throws(Refusal) {
        switch carried {
        case .delta(let delta): try table.take(delta)
        case .snapshot(let bytes, let epoch, let sequence, _):
            try table.take(snapshot: bytes, epoch: epoch, sequence: sequence)
        case .beat: break
        }
    }

    // MARK: The stream

    /// Answers may have been dropped: what was under way is sent again, after a look at the stream.
    mutating func lookAgain(after pause: Duration = .zero) {
        if let underWay { table.takeBack(underWay.part) }
        underWay = nil
        turn += 1
        phase = .unknown(notBefore: .now + pause)
    }

    private func name(_ what: String) -> String { "\(prefix)-\(turn)-\(what)" }

    /// Goes one step on. Never waits.
    mutating func step(by connection: borrowing NATSConnection) throws(NATSFault) {
        switch phase {
        case .unknown(let notBefore):
            guard table.next != nil, ContinuousClock.now >= notBefore else { return }
            let asked = JSON.object([.init("subjects_filter", .string(subjects.all))])
            try connection.publish(
                asked.bytes, to: "$JS.API.STREAM.INFO.\(stream)", reply: connection.address(name("number")))
            phase = .askedNumber(since: .now)
        case .hasNumber:
            let asked = JSON.object([.init("last_by_subj", .string(subjects.all))])
            // Of the leader: a follower of a cluster may answer a direct question with what was.
            try connection.publish(
                asked.bytes, to: "$JS.API.STREAM.MSG.GET.\(stream)", reply: connection.address(name("last")))
            phase = .askedLast(since: .now)
        case .askedNumber(let since), .askedLast(let since):
            if ContinuousClock.now - since > Self.patience { throw NATSFault("JetStream has not answered for 5 s") }
        case .ready:
            try send(by: connection)
            if let first = underWay, ContinuousClock.now - first.since > Self.patience {
                throw NATSFault("JetStream has not answered for 5 s")
            }
        }
    }

    private mutating func send(by connection: borrowing NATSConnection) throws(NATSFault) {
        guard let place = table.place, place >= last ?? place else { return }
        // One at a time, as with deltas.
        if underWay == nil, let part = table.next {
            let id = subjects.id(of: part, epoch: place.epoch, sequence: place.sequence)
            let headers = [
                ("Lw-Epoch", "\(place.epoch)"), ("Lw-Seq", "\(place.sequence)"), ("Nats-Msg-Id", id),
                ("Nats-Expected-Last-Sequence", "\(number)"),
            ]
            let answer = name("\(number + 1)")
            let bytes = table.take(part)
            number += 1
            underWay = UnderWay(name: answer, part: part, number: number, since: .now)
            try connection.publish(
                bytes, to: subjects.subject(of: part), headers: headers, reply: connection.address(answer))
            last = place
        }
    }

    /// Takes an answer of JetStream; one to somebody else is left.
    mutating func take(_ answer: NATSAnswer) throws(NATSFault) {
        if answer.name == name("number") { return try takeNumber(answer) }
        if answer.name == name("last") { return try takeLast(answer) }
        guard let expected = underWay, expected.name == answer.name else { return }
        if answer.isUnheard { throw NATSFault("no stream takes \(subjects.all): \(stream) was removed") }
        underWay = nil
        let told = try RaceStream.json(answer)
        if let error = told["error"] {
            guard [10070, 10071].contains(error["err_code"]?.integer ?? 0) else {
                throw NATSFault("JetStream refuses: \(RaceStream.words(error))")
            }
            table.takeBack(expected.part)
            lookAgain(after: Self.pause)
        } else if told["seq"]?.integer != Int64(clamping: expected.number) {
            // Kept already, of this place: by another relay, or before this one began.
            number -= 1
        }
    }

    private mutating func takeNumber(_ answer: NATSAnswer) throws(NATSFault) {
        let state = try RaceStream.json(answer)["state"]
        guard let last = state?["last_seq"]?.integer else {
            throw NATSFault("stream \(stream): an answer without its last number")
        }
        number = UInt64(clamping: last)
        if case .object(let counts) = state?["subjects"] {
            table.note(kept: counts.compactMap { subjects.part(of: $0.name) })
        }
        phase = .hasNumber
    }

    private mutating func takeLast(_ answer: NATSAnswer) throws(NATSFault) {
        let found = try RaceStream.json(answer)
        if let message = found["message"] {
            guard let part = message["data"]?.text.flatMap(Base64.bytes).flatMap(DeltaFrame.init) else {
                throw NATSFault(
                    "stream \(stream): the last message is no part of a Lapwing's table; give another --stream")
            }
            last = StreamPlace(epoch: part.epoch, sequence: part.sequence, number: 0)
        } else {
            guard found["error"]?["err_code"]?.integer == 10037 else {
                throw NATSFault("stream \(stream): \(RaceStream.words(found["error"]))")
            }
            last = nil
        }
        phase = .ready
    }
}
