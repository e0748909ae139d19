import Simulation
import Testing
import Timing
import Wire

@Suite("Boxes that start again at any instant, on any line")
struct BoxRunsPropertyTests {
    @Test(
        "every crossing has one name of its own, however often and in whatever order it comes",
        arguments: 1...300 as ClosedRange<UInt64>)
    func names(seed: UInt64) {
        var feed = RestartingFeed(seed: seed)
        feed.play(BoxRuns(), loses: true)
        #expect(feed.faults.isEmpty, "seed \(seed): \(feed.faults.prefix(3))")
        #expect(Set(feed.named.values).count == feed.crossings.count, "seed \(seed)")
    }

    @Test(
        "where nothing of the old run is awaited when the box starts again, every crossing is named by its own run",
        arguments: 1...200 as ClosedRange<UInt64>)
    func runs(seed: UInt64) {
        var feed = RestartingFeed(seed: seed)
        feed.play(BoxRuns(), loses: false)
        #expect(feed.faults.isEmpty, "seed \(seed): \(feed.faults.prefix(3))")
        for (place, crossing) in feed.crossings.enumerated() {
            #expect(feed.named[place]?.epoch == RunEpoch.of(run: feed.runs[place], epoch: crossing.id.epoch))
        }
    }

    @Test(
        "a daemon that starts again anywhere between goes on with the same names",
        arguments: 1...200 as ClosedRange<UInt64>)
    func journal(seed: UInt64) {
        var feed = RestartingFeed(seed: seed)
        feed.play(BoxRuns(), loses: true, startsAgain: true)
        #expect(feed.faults.isEmpty, "seed \(seed): \(feed.faults.prefix(3))")
        #expect(Set(feed.named.values).count == feed.crossings.count, "seed \(seed)")
    }

    @Test("the same crossings in the same order have the same names", arguments: 1...20 as ClosedRange<UInt64>)
    func again(seed: UInt64) {
        var (first, second) = (RestartingFeed(seed: seed), RestartingFeed(seed: seed))
        first.play(BoxRuns(), loses: true)
        second.play(BoxRuns(), loses: true)
        #expect(first.named == second.named)
    }
}

/// Boxes that start again one to three times, and the line on which their crossings come.
private struct RestartingFeed {
    /// As the boxes number them: under the same name more than once.
    private(set) var crossings: [Crossing] = []
    /// Which run each belongs to.
    private(set) var runs: [Int] = []
    /// What each was called, by its place.
    private(set) var named: [Int: CrossingID] = [:]
    private(set) var faults: [String] = []
    private var random: SeededGenerator

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
        // Some have numbers that end alike.
        let apart: UInt32 = random.chance(permille: 500) ? 64 : 1
        for place in 1...random.int(in: 1...3) as ClosedRange<UInt32> {
            let decoder = place * apart
            var stamp: Int64 = random.int(in: 0...1_000_000)
            for run in 1...random.int(in: 2...4) {
                for number in 1...random.int(in: 1...120) as ClosedRange<UInt64> {
                    stamp += random.int(in: 1...3_000_000)
                    let id = CrossingID(decoder: decoder, epoch: 1, number: number)
                    let transponder = Transponder(UInt32(random.int(in: 1...5)))
                    crossings.append(Crossing(id: id, stamp: stamp, transponder: transponder, loop: LoopID(1)))
                    runs.append(run)
                }
                // A box takes its time to start.
                stamp += 60_000_000
            }
        }
    }

    /// Where each crossing comes: late by some seconds, some twice, and of those that are lost each much later.
    private mutating func arrivals(loses: Bool) -> [Int] {
        var arrivals: [(at: Int64, place: Int)] = []
        let (lost, twice) = (loses ? random.int(in: 0...300) : 0, random.int(in: 0...200))
        // In order where nothing is lost: nothing of the old run is awaited when the box starts again.
        let window: Int64 = random.int(in: 0...(loses ? 20_000_000 : 0))
        for (place, crossing) in crossings.enumerated() {
            var at = crossing.stamp + random.int(in: 0...window)
            if random.chance(permille: lost) { at += random.int(in: 0...400_000_000) }
            arrivals.append((at, place))
            if random.chance(permille: twice) { arrivals.append((at + random.int(in: 0...400_000_000), place)) }
        }
        return arrivals.sorted { ($0.at, $0.place) < ($1.at, $1.place) }.map(\.place)
    }

    mutating func play(_ beginning: BoxRuns, loses: Bool, startsAgain: Bool = false) {
        var boxes = beginning
        let arrivals = arrivals(loses: loses)
        let startsAt = startsAgain ? random.int(in: 0...arrivals.count) : -1
        var journal: [Crossing] = []
        for (turn, place) in arrivals.enumerated() {
            if turn == startsAt {
                boxes = BoxRuns()
                for crossing in journal { boxes.learn(crossing) }
            }
            let name = boxes.name(crossings[place])
            let isRepeated = name.finding == .repeated
            if isRepeated != (named[place] != nil) { faults.append("\(crossings[place].id) is \(name.finding)") }
            if isRepeated, named[place] != name.id { faults.append("\(crossings[place].id) is now \(name.id)") }
            if !isRepeated { journal.append(crossings[place].called(name.id)) }
            named[place] = name.id
        }
    }
}
