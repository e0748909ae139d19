import Simulation
import Testing
import Timing

/// What is read of a recording is what was told live.
@Suite("A race that nobody watches ends as one that is watched")
struct UnseenTests {
    /// What differs at the end.
    private static func difference(_ trial: Trial) -> String? {
        var watched = Timekeeper(trial.session)
        var unseen = Timekeeper(trial.session)
        for input in trial.inputs { watched.read(input) }
        unseen.readUnseen(trial.inputs)
        let words = ("unseen", "watched")
        if let found = Picture(unseen).difference(from: Picture(watched), as: words) { return found }
        if let found = Compliance(unseen).difference(from: Compliance(watched), as: words) { return found }
        if unseen.settledResult?.cars != watched.settledResult?.cars { return "the results are not the same" }
        let cars = watched.session.entries.indices.map { CarIndex($0) }
        if cars.map({ unseen.stint(of: $0) }) != cars.map({ watched.stint(of: $0) }) { return "the stints are not" }
        if unseen.netClassification.map(\.car).sorted() != watched.netClassification.map(\.car).sorted() {
            return "other cars are in the net classification"
        }
        return unseen.counts == watched.counts ? nil : "\(unseen.counts) but \(watched.counts)"
    }

    @Test("with stops, stints and driving times, acts and amendments", arguments: Races.seeds(60, set: 61))
    func owing(seed: UInt64) {
        hold(Trial.owing(seed: seed), Self.difference)
    }

    @Test("ended at any instant, under red and not", arguments: Races.seeds(60, set: 62))
    func ended(seed: UInt64) {
        hold(SettledTests.ended(seed), Self.difference)
    }

    @Test("with amendments and penalties", arguments: Races.seeds(40, set: 63))
    func amended(seed: UInt64) {
        hold(.amended(.generated(seed: seed)), Self.difference)
    }

    @Test("when inputs come late", arguments: Races.seeds(40, set: 64))
    func late(seed: UInt64) {
        hold(Trial.owing(seed: seed).arriving(within: .minutes(2), seed: seed), Self.difference)
    }
}
