import ArgumentParser
import Recording
import Rulebook
import Simulation
import Timing
import Wire

/// One number for every byte that many races publish: two builds that print the same publish the same.
struct Digest: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print one number for all bytes that many races publish, to compare two builds.",
        discussion: """
            Races and qualifying sessions with every kind of trouble, stints and driving times; again with inputs \
            that come late, and with the start signal first. Deltas, all narrower topics, and now and then a snapshot \
            are in the number.
            """)

    @Option(help: "How many seeds.") var seeds = 60
    @Option(help: "The first seed.") var seed: UInt64 = 1
    @Option(help: "Hours of a race of 60 cars beside them; 0: none.") var hours = 1

    func run() {
        var all = Sum()
        for seed in seed..<seed + UInt64(seeds) {
            for setting in [RaceSetting.troubled(seed: seed), .ordinary(seed: 500_000 + seed)] {
                all.add(of: SimulatedRace.run(setting), seed: seed)
            }
        }
        print("\(seeds) seeds: \(all.text)")
        guard hours > 0 else { return }
        var long = Sum()
        long.add(of: .longRace(cars: 60, hours: hours, seed: 24), seed: seed)
        print("\(hours) h, 60 cars: \(long.text)")
    }

    private struct Sum {
        private var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        private var bytes = 0
        private var messages = 0

        var text: String { "\(messages) messages, \(bytes) bytes, \(String(hash, radix: 16))" }

        mutating func add(of race: SimulatedRace, seed: UInt64) {
            let session = CountedPass.owingMore(race.event.sessions[0])
            let inputs = race.recording.inputs
            add(inputs, of: session)
            add(Self.late(inputs, seed: seed), of: session)
            // The start signal told ahead of the crossings before it.
            let start = inputs.firstIndex { if case .act(let act) = $0 { act.kind == .start } else { false } } ?? 0
            add(Array(inputs[start...start] + inputs[..<start] + inputs[(start + 1)...]), of: session)
        }

        private mutating func add(_ inputs: [Input], of session: Session) {
            var timekeeper = Timekeeper(session)
            var publication = Publication(session, epoch: 1)
            var topics = Topics(session)
            [UInt8(1)].withUnsafeBytes { _ = topics.take(subscription: $0) }
            let (delta, part) = (ByteWriter(capacity: 1 << 16), ByteWriter(capacity: 1 << 16))
            for (place, input) in inputs.enumerated() {
                guard let effect = try? timekeeper.apply(input) else { continue }
                publication.delta(of: input, effect, in: timekeeper, to: delta)
                add(delta)
                _ = topics.count(effect, timekeeper)
                topics.publish(publication, effect, at: timekeeper.now, timekeeper, with: part) { add($0) }
                guard place % 500 == 499 || place == inputs.count - 1 else { continue }
                publication.snapshot(timekeeper, to: part)
                add(part)
            }
        }

        /// Two in a hundred come up to forty places later, a few of them much later.
        private static func late(_ inputs: [Input], seed: UInt64) -> [Input] {
            var random = SeededGenerator(seed: seed)
            let places = inputs.indices.map { place in
                guard random.chance(permille: 20) else { return place }
                return place + random.int(in: 1...(random.chance(permille: 50) ? 2000 : 40))
            }
            return inputs.indices.sorted { (places[$0], $0) < (places[$1], $1) }.map { inputs[$0] }
        }

        private mutating func add(_ writer: ByteWriter) {
            messages += 1
            bytes += writer.count
            writer.withBytes { raw in
                for byte in raw { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
            }
        }
    }
}
