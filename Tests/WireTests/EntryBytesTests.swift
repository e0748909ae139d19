import Foundation
import Recording
import Rulebook
import Simulation
import Testing
import Timing
import Wire

/// An entry list that changes, as it is published.
@Suite("Entries that change, byte by byte")
struct EntryBytesTests {
    /// Results from the race on: number of the delta and time before are those of another history.
    private static func table(_ race: borrowing PublishedRace) -> Substring {
        let text = String(decoding: race.results, as: UTF8.self)
        return text.range(of: "\"race\":").map { text[$0.lowerBound...] } ?? ""
    }

    @Test("a car entered late for the whole session gives the results of a session that had it", arguments: 1...6)
    func added(seed: Int) throws {
        let simulated = SimulatedRace.run(.generated(seed: UInt64(seed)))
        let session = simulated.event.sessions[0]
        let inputs = simulated.recording.inputs
        var whole = PublishedRace(session)
        var late = PublishedRace(session.with(Array(session.entries.dropLast())))
        let entry = try #require(session.entries.last)
        let at = inputs[inputs.count / 2].instant
        for (place, input) in inputs.enumerated() {
            whole.take(input)
            // Decisions on the car are given once it is there.
            if case .act(let act) = input, act.kind.cars.contains(entry.number), place < inputs.count / 2 { continue }
            late.take(input)
            guard place == inputs.count / 2 else { continue }
            late.take(
                .act(
                    Act(
                        id: "late", at: at, by: "timekeeper",
                        kind: .entry(EntryChange(adding: entry, isFromStart: true)))))
            for case .act(let act) in inputs[...place] where act.kind.cars.contains(entry.number) {
                late.take(.act(act))
            }
        }
        #expect(Self.table(late) == Self.table(whole))
    }
}
