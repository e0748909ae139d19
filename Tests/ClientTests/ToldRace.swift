import Simulation
import Timing
import Wire

/// A session as a daemon publishes it, with everything that was said.
struct ToldRace: ~Copyable {
    let session: Session
    private(set) var timekeeper: Timekeeper
    private(set) var publication: Publication
    /// Without their topics; the first has the sequence 1.
    private(set) var deltas: [[UInt8]] = []
    /// Messages of the narrower topics, without these.
    private(set) var parts: [[UInt8]] = []
    private var topics: Topics
    private let writer = ByteWriter(capacity: 1 << 16)

    init(_ session: Session, epoch: UInt64 = 1) {
        self.session = session
        timekeeper = Timekeeper(session)
        publication = Publication(session, epoch: epoch)
        topics = Topics(session)
        for prefix in ["car/", "class/", "stops/", "alerts/"] {
            let subscription = [1] + Array(prefix.utf8)
            _ = subscription.withUnsafeBytes { topics.take(subscription: $0) }
        }
    }

    /// Takes an input. What it had known before, what is refused and a time that changed nothing are not told.
    mutating func take(_ input: Input) {
        do throws(ActRefusal) {
            let effect = try timekeeper.apply(input)
            if effect.outcome == .repeated { return }
            if case .time = input, !publication.tells(effect, in: timekeeper) { return }
            publication.delta(of: input, effect, in: timekeeper, to: writer)
            deltas.append(Array(writer.bytes[publication.topicLength...]))
            var said: [[UInt8]] = []
            _ = topics.count(effect, timekeeper)
            topics.publish(publication, effect, at: timekeeper.now, timekeeper, with: ByteWriter(capacity: 4096)) {
                said.append($0.bytes)
            }
            parts += said.compactMap { frame in frame.firstIndex(of: 0x20).map { Array(frame[($0 + 1)...]) } }
        } catch {
            return
        }
    }

    /// Begins an epoch after the last delta.
    mutating func begin(epoch: UInt64, after previous: UInt64) {
        publication.begin(epoch: epoch, first: UInt64(deltas.count) + 1, after: previous)
    }

    var snapshot: [UInt8] {
        publication.snapshot(timekeeper, to: writer)
        return writer.bytes
    }

    var results: [UInt8] {
        publication.results(timekeeper, to: writer)
        return writer.bytes
    }

    /// With its topic.
    var heartbeat: [UInt8] {
        publication.heartbeat(now: timekeeper.now, to: writer)
        return writer.bytes
    }

    func explanation(of car: CarNumber, _ thing: ExplainedThing) -> [UInt8]? {
        try? publication.explanation(of: car, thing, timekeeper) { _ in "series.yaml:1" }
    }

    /// With its topic.
    func frame(of delta: [UInt8]) -> [UInt8] { Array("timing/\(session.id) ".utf8) + delta }
}
