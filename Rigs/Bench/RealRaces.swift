import Recording
import Timing

/// Doubts and laps of real races, without trouble added.
enum RealRaces {
    /// Prints the doubts they have; how many of them lost a lap or are taken for trouble that they did not have.
    static func tell() throws -> Int {
        let races: [(name: String, recording: Recording)]
        do {
            races = try PastRaces.all()
        } catch let failure as TextFile.Failure {
            print("the real races are not there: \(failure)")
            return 0
        }
        var wrong = 0
        for (name, recording) in races {
            let race = RecordedRace(recording)
            var counts: [String: Int] = [:]
            for doubt in race.whole.doubts { counts[doubt.kind.rawValue, default: 0] += doubt.count }
            let taken = ["lineAgain", "pitLoopOnTrack", "trackLoopInPit"].reduce(0) { $0 + counts[$1, default: 0] }
            let lost = lapsLost(race)
            let steps = race.whole.clocks.count
            let doubts = counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
            print(
                "\(name): doubts \(doubts.isEmpty ? "none" : doubts); clocks off \(steps); "
                    + "cars with a lap taken \(lost)")
            for clock in race.whole.clocks {
                let start = race.whole.startedAt?.milliseconds ?? 0
                let since = clock.since.map { "\($0.milliseconds - start) ms" } ?? "ever"
                let against = clock.against.map { "\($0)" } ?? "the sectors"
                print("  decoder \(clock.decoder) off by \(clock.ahead.count) ms against \(against) since \(since)")
            }
            wrong += taken == 0 && lost == 0 && steps == 0 ? 0 : 1
        }
        return wrong
    }

    /// Cars with fewer laps than crossings of the Line say, those of one passage taken together.
    private static func lapsLost(_ race: borrowing RecordedRace) -> Int {
        var lines: [Transponder: [Int64]] = [:]
        let start = race.whole.startedAt?.milliseconds ?? 0
        for case .crossing(let crossing) in race.inputs where race.isLine(crossing.loop) {
            let at = crossing.at.milliseconds
            guard at - start >= 30_000 else { continue }
            if let last = lines[crossing.transponder]?.last, at - last < 30_000 { continue }
            lines[crossing.transponder, default: []].append(at)
        }
        let chequered = race.whole.chequeredAt?.milliseconds ?? .max
        return race.session.entries.enumerated().count { slot, entry in
            let own = entry.transponders.flatMap { lines[$0] ?? [] }.sorted()
            let counted = own.prefix { $0 < chequered }.count
            return race.whole.lapping(of: CarIndex(slot)).laps < counted
        }
    }
}
