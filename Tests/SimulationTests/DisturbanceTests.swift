import Recording
import Simulation
import Testing
import Timing

@Suite("Trouble on the way from the boxes")
struct DisturbanceTests {
    static let seeds = Array(1...20) as [UInt64]

    @Test("every crossing arrives, some of them twice, none that never was", arguments: seeds)
    func nothingLost(seed: UInt64) {
        let crossings = SimulatedRace.run(.generated(seed: seed)).recording.crossings
        let trouble = Disturbance(seed: seed, window: .seconds(20), repeats: 100)
        let arrivals = trouble.arrivals(of: crossings)
        #expect(Set(arrivals) == Set(crossings), "seed \(seed)")
        #expect(arrivals.count > crossings.count, "seed \(seed)")
        let times = Dictionary(grouping: arrivals, by: \.id).values.map(\.count)
        #expect(times.allSatisfy { $0 <= 2 }, "seed \(seed)")
        #expect(arrivals == trouble.arrivals(of: crossings), "seed \(seed)")
    }

    @Test("shuffling alone is a permutation, and only within the window", arguments: seeds)
    func permutation(seed: UInt64) {
        let crossings = SimulatedRace.run(.generated(seed: seed)).recording.crossings
        let window = Milliseconds.seconds(20)
        let arrivals = Disturbance.shuffled(crossings, within: window, seed: seed)
        #expect(arrivals != crossings, "seed \(seed)")
        #expect(arrivals.sorted { ($0.at, $0.id) < ($1.at, $1.id) } == crossings, "seed \(seed)")
        var latest = Instant.distantPast
        for crossing in arrivals {
            #expect(latest - crossing.at <= window, "seed \(seed), \(crossing.id)")
            latest = max(latest, crossing.at)
        }
    }

    @Test("without a window and without repeats nothing happens", arguments: seeds)
    func calm(seed: UInt64) {
        let crossings = SimulatedRace.run(.generated(seed: seed)).recording.crossings
        #expect(Disturbance(seed: seed, window: .zero).arrivals(of: crossings) == crossings, "seed \(seed)")
    }
}
