import Recording
import Rulebook
import Simulation
import Testing
import Timing
import Wire

@Suite("A recording read to its end")
struct ReadTogetherTests {
    /// The bytes of the result.
    private func results(_ timekeeper: borrowing Timekeeper) -> [UInt8] {
        let writer = ByteWriter(capacity: 1 << 16)
        Publication(timekeeper.session, epoch: 0).results(timekeeper, to: writer)
        return writer.bytes
    }

    private func together(_ recording: Recording, _ session: Session) -> [UInt8] {
        var timekeeper = Timekeeper(session)
        recording.fold(into: &timekeeper)
        return results(timekeeper)
    }

    private func alone(_ recording: Recording, _ session: Session) -> [UInt8] {
        var timekeeper = Timekeeper(session)
        for input in recording.inputs { timekeeper.read(input) }
        return results(timekeeper)
    }

    @Test(
        "wherever it ends, the result has the bytes of one read crossing by crossing, net classification and all",
        arguments: 1...6 as ClosedRange<UInt64>)
    func cut(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed, stream: 91)
        let race = SimulatedRace.run(RaceSetting(seed: seed))
        let whole = race.recording
        let session = try #require(whole.event.sessions.first)
        #expect(whole.crossings.count > 2000)
        for _ in 0..<8 {
            var cut = whole
            cut.crossings = Array(whole.crossings.prefix(random.int(in: 1100...whole.crossings.count)))
            let last = cut.crossings.map(\.at).max() ?? .distantPast
            cut.acts = whole.acts.filter { $0.at <= last }
            // One that is refused tells nothing anew.
            if random.chance(permille: 500) {
                cut.acts.append(Act(id: "late", at: last, by: "race control", kind: .withdraw("nothing")))
            }
            #expect(together(cut, session) == alone(cut, session), "seed \(seed): \(cut.crossings.count) crossings")
        }
    }
}
