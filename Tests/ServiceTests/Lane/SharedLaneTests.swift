import Linux
import Logging
import Rulebook
import Service
import Simulation
import Testing
import Timing
import Wire
import ZeroMQ

@Suite("A lane in which two threads work in turn", .serialized)
struct SharedLaneTests {
    /// Delta after delta, as a scorer alone makes them.
    private func told(_ inputs: [Input], _ scorer: consuming Scorer) throws -> [[UInt8]] {
        var told: [[UInt8]] = []
        for input in inputs {
            guard let effect = try scorer.take(input) else { continue }
            scorer.tell(input, effect)
            scorer.writer.withBytes { told.append(Array($0)) }
        }
        return told
    }

    /// As the record hands it over; nil for an act.
    private func handed(_ input: Input) -> LaneInput? {
        switch input {
        case .crossing(let crossing): .crossing(crossing)
        case .time(let instant, let decoder): .time(instant, decoder: decoder)
        default: nil
        }
    }

    /// A scorer that has taken the race's start.
    private func scorer(of race: RaceOfInputs) throws -> Scorer {
        var scorer = Scorer(race.session, epoch: 1, limits: .init())
        for case .act(let act) in race.inputs.prefix(while: { $0.crossing == nil }) { _ = try scorer.take(.act(act)) }
        return scorer
    }

    @Test(
        "whichever thread scores a crossing, the lane publishes the same deltas as a scorer alone",
        .timeLimit(.minutes(2)), arguments: [1, 2, 3] as [UInt64])
    func sameBytes(seed: UInt64) throws {
        let race = RaceOfInputs(seed: seed)
        let inputs = race.inputs.filter { handed($0) != nil }
        let expected = try told(inputs, scorer(of: race))
        let context = try Context()
        let options = SocketOptions.live.with {
            ($0.sendHighWater, $0.receiveHighWater, $0.receiveTimeout) = (1_000_000, 1_000_000, .seconds(20))
        }
        let socket = try Socket(.xpublish, in: context, options: options)
        let subscriber = try Socket(.subscribe, in: context, options: options)
        try subscriber.connect(try socket.bind("tcp://127.0.0.1:*"))
        try subscriber.subscribe("")
        var poller = Poller()
        _ = poller.add(socket)
        #expect(try poller.wait(timeoutMilliseconds: 5000) == 1)
        let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let parts = DaemonParts(takers: TopicTakers([race.session]), milestones: MilestoneShelf(nil))
        let around = LaneSurroundings(
            event: race.event, limits: .init(), journalFolder: nil, publisher: Publisher(socket), parts: parts,
            keys: KeyKeeper(withoutKeys: log), pair: nil, log: log)
        let inbox = LaneInbox()
        let lane = SharedLane(Lane(try scorer(of: race), inbox, address: nil, around))
        let thread = OwnThread("lane") { try? lane.run(until: parts.lanesStop, progress: Progress()) }
        // As the record does. Pauses of different lengths let the lane's thread fall asleep in some, not in all.
        var open = OpenLane(inbox, session: nil, slots: .max)
        var random = SeededGenerator(seed: seed)
        var place = 0
        while place < inputs.count {
            let count = random.int(in: 0...3) > 0 ? 1 : random.int(in: 2...40)
            for input in inputs[place..<min(place + count, inputs.count)].compactMap(handed) { open.hand(input) }
            place += count
            open.wake(isAlone: true)
            let rest = MachineClock.nanoseconds + 1000 * Int64(random.int(in: 0...60))
            while MachineClock.nanoseconds < rest {}
        }
        parts.lanesStop.show()
        inbox.bell.ring()
        thread.join()
        #expect(inbox.waiting == 0)
        var came: [[UInt8]] = []
        var message = Message()
        while came.count < expected.count, try subscriber.receive(into: &message) {
            let bytes = message.withUnsafeBytes { Array($0) }
            if String(decoding: bytes, as: UTF8.self).contains(#""type":"delta""#) { came.append(bytes) }
        }
        #expect(came == expected)
    }
}
