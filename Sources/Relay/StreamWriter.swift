import Client
import NATS
import Wire

/// Publishes a session behind the place where its stream stands, each message with the fence that refuses it anywhere
/// else.
///
/// The fence is the number of the stream's last message, which no restart of a server forgets. One message is under way
/// at a time: behind one that is refused the next would fit by chance, where another writer has stored one meanwhile.
/// The id of the message before (`Nats-Expected-Last-Msg-Id`) would be a fence for many at once, but a mirror of 2.9
/// looks at it too, knows no ids after a restart, and stands still for ever.
struct StreamWriter {
    /// What came of an answer.
    enum Outcome {
        /// It goes on.
        case fine
        /// Somebody else has stored something: the stream is to be asked where it stands.
        case refused(String)
        /// JetStream cannot store now.
        case failed(String)
    }

    private struct UnderWay {
        let name: String
        /// The number that the stream is to give to it; nil of a snapshot.
        let number: UInt64?
        let since: ContinuousClock.Instant
    }

    let subjects: RelaySubjects
    /// The delta sent last, with the number that it is to have.
    private(set) var last: StreamPlace?
    /// The stream's last number, when what is under way is stored.
    private var number: UInt64
    private var underWay: UnderWay?
    private var turn: UInt64
    /// Deltas that the stream has stored, or had.
    private(set) var stored = 0

    private static let patience = Duration.seconds(5)

    /// - Parameter turn: names answers apart from those to earlier publications.
    init(_ subjects: RelaySubjects, at place: (number: UInt64, last: StreamPlace?), turn: UInt64) {
        (self.subjects, self.turn) = (subjects, turn)
        (number, last) = place
    }

    /// True when an answer is to come. Nothing more can be sent before: readers go from a snapshot to the deltas behind
    /// it, and the stream has to have those before it.
    var isWaiting: Bool { underWay != nil }

    /// Sends it. Returns once the system has it.
    mutating func send(_ carried: Carried, by connection: borrowing NATSConnection) throws(NATSFault) {
        switch carried {
        case .beat(let bytes): try connection.publish(bytes, to: subjects.beat)
        case .delta(let delta): try send(delta, by: connection)
        case .snapshot(let bytes, let epoch, let sequence, let startsAnew):
            let place = StreamPlace(epoch: epoch, sequence: sequence, number: number)
            let name = "\(turn)-s\(epoch)-\(sequence)"
            try connection.publish(
                bytes, to: subjects.snapshot,
                headers: Self.headers(epoch, sequence) + [("Lw-Stream-Sequence", "\(behind(place))")],
                reply: connection.address(name))
            underWay = UnderWay(name: name, number: nil, since: .now)
            if startsAnew { last = place }
        }
    }

    private mutating func send(_ delta: DeltaFrame, by connection: borrowing NATSConnection) throws(NATSFault) {
        let id = subjects.id(epoch: delta.epoch, sequence: delta.sequence)
        var headers = Self.headers(delta.epoch, delta.sequence)
        headers += [("Nats-Msg-Id", id), ("Nats-Expected-Last-Sequence", "\(number)")]
        let name = "\(turn)-\(number + 1)"
        try connection.publish(delta.bytes, to: subjects.delta, headers: headers, reply: connection.address(name))
        number += 1
        underWay = UnderWay(name: name, number: number, since: .now)
        last = StreamPlace(epoch: delta.epoch, sequence: delta.sequence, number: number)
    }

    /// The number of the delta that a snapshot ends with.
    private func behind(_ place: StreamPlace) -> UInt64 {
        guard let last, last.epoch == place.epoch, last.sequence >= place.sequence else { return place.number }
        return last.number - min(last.number, last.sequence - place.sequence)
    }

    private static func headers(_ epoch: UInt64, _ sequence: UInt64) -> [(name: String, value: String)] {
        [("Lw-Epoch", "\(epoch)"), ("Lw-Seq", "\(sequence)")]
    }

    /// Takes an answer of JetStream.
    mutating func take(_ answer: NATSAnswer) throws(NATSFault) -> Outcome {
        guard let expected = underWay, expected.name == answer.name else { return .fine }
        if answer.isUnheard { return .failed("no stream takes \(subjects.delta): it was removed") }
        underWay = nil
        let told = try RaceStream.json(answer)
        if let error = told["error"] {
            let words = RaceStream.words(error)
            let isFence = [10070, 10071].contains(error["err_code"]?.integer ?? 0)
            return isFence ? .refused(words) : .failed("JetStream refuses: \(words)")
        }
        guard let number = expected.number else { return .fine }
        stored += 1
        guard told["seq"]?.integer == Int64(clamping: number) else {
            return .refused("another relay has stored it under another number")
        }
        return .fine
    }

    /// True when what is under way has not been answered for too long.
    var isForgotten: Bool { underWay.map { ContinuousClock.now - $0.since > Self.patience } ?? false }
}
