import Recording
import Rulebook
import Simulation
import Testing
import Timing

@Suite("A made-up weekend")
struct SimulatedWeekendTests {
    @Test("every session that was not given up is what really happened; a decision counts as said", arguments: 1...12)
    func truths(seed: Int) throws {
        let weekend = SimulatedWeekend(seed: UInt64(seed))
        #expect(weekend.sessions.count == 11)
        for played in weekend.sessions {
            let session = try #require(played.alone.event.session(played.id))
            var timekeeper = Timekeeper(session)
            played.alone.fold(into: &timekeeper)
            guard let truth = played.truth else {
                #expect(played.id == "race1")
                continue
            }
            let table = timekeeper.classification.map { timekeeper.session.entries[$0.slot].number }
            if played.id == "race1a" {
                #expect(Set(table) == Set(truth.classification.map(\.number)))
                #expect(played.alone.acts.contains { $0.by == "stewards" })
            } else {
                #expect(table == truth.classification.map(\.number), "\(seed) \(played.id)")
            }
        }
    }

    @Test("the numbers of each run of a box have no gap, and each crossing comes once")
    func numbers() {
        let crossings = SimulatedWeekend(seed: 5).recording.crossings
        var next: [CrossingID: UInt64] = [:]
        for crossing in crossings {
            let run = CrossingID(decoder: crossing.id.decoder, epoch: crossing.id.epoch, number: 0)
            #expect(crossing.id.number == next[run, default: 0] + 1)
            next[run] = crossing.id.number
        }
        #expect(next.keys.contains { $0.epoch == 2 })
        #expect(zip(crossings, crossings.dropFirst()).allSatisfy { $0.stamp <= $1.stamp })
    }
}
