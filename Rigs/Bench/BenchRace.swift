import Recording
import Rulebook
import Simulation
import Timing
import Wire

/// The race that is pushed through: its inputs, its messages, and the sizes of the deltas they make.
struct BenchRace {
    let event: Event
    let session: Session
    let start: Act
    let crossings: [Crossing]
    /// One packed crossing a message.
    let messages: [[UInt8]]
    /// Bytes of each delta with its topic, for the forwarder to send as many.
    let sizes: [Int]

    /// The same with a heartbeat of every decoder in each second of the race.
    var messagesWithBeats: [[UInt8]] {
        var all: [[UInt8]] = []
        var next: [UInt32: UInt64] = [:]
        var due = (crossings.first?.stamp ?? 0) + 1_000_000
        for (crossing, message) in zip(crossings, messages) {
            while crossing.stamp >= due {
                for (decoder, number) in next {
                    all.append(
                        FeedEncoder.heartbeat(
                            decoder: decoder, epoch: crossing.id.epoch, next: number,
                            stamp: due + Int64(decoder % 100) * 1000)
                    )
                }
                due += 1_000_000
            }
            next[crossing.id.decoder] = crossing.id.number + 1
            all.append(message)
        }
        return all
    }

    init(cars: Int, hours: Int) {
        let race = SimulatedRace.longRace(cars: cars, hours: hours, seed: 24)
        event = race.event
        session = race.event.sessions[0]
        start = race.recording.acts.first { $0.kind == .start } ?? race.recording.acts[0]
        crossings = race.recording.crossings
        messages = crossings.map { FeedEncoder.packed(CollectionOfOne($0)) }
        var timekeeper = Timekeeper(session)
        var publication = Publication(session, epoch: 1)
        let writer = ByteWriter(capacity: 1 << 16)
        _ = try? timekeeper.apply(start)
        var sizes: [Int] = []
        sizes.reserveCapacity(crossings.count)
        for crossing in crossings {
            let effect = timekeeper.apply(crossing)
            publication.delta(of: .crossing(crossing), effect, in: timekeeper, to: writer)
            sizes.append(writer.count)
        }
        self.sizes = sizes
    }
}
