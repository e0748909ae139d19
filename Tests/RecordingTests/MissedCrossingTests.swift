import Recording
import Rulebook
import Simulation
import Testing
import Timing

/// What the core does about crossings that no loop reported, in real races.
///
/// `scripts/bench missed` takes more of them away, and runs each race to its end without each.
@Suite("Missed crossings in real races", .enabled(if: RealRaces.arePresent, RealRaces.absence))
struct MissedCrossingTests {
    @Test(
        "nothing is provisional but ends of sectors that the file does not have, no loop is dead and no clock is off",
        arguments: SectorRace.all)
    func unharmed(_ race: SectorRace) throws {
        let (recording, rows) = try race.read()
        let core = try LostCrossings(recording).whole()
        #expect(core.deadLoops.isEmpty)
        #expect(core.clocks.isEmpty)
        let missing = Set(rows.flatMap(\.missing))
        let taken = core.provisional.map { provisional in
            // Loops 3 and 4 are the ends of sectors 1 and 2; any other is nowhere in the file.
            SectorRace.End(
                car: recording.event.entries[provisional.car.slot].number.text, lap: provisional.lap,
                sector: Int(provisional.loop.value) - 2)
        }
        #expect(Set(taken).count == taken.count)
        #expect(Set(taken).isSubset(of: missing))
        #expect(taken.count == race.provisional)
        // Before a car's first crossing nothing is provisional, and beside the pit lane only the Line.
        for row in rows where !Set(taken).isSuperset(of: row.missing) { #expect(row.lap == 1 || row.isBesidePitLane) }
    }

    @Test("a crossing that is lost costs nobody a lap in 99.5 of 100 cases, and where it does it is known why")
    func removals() throws {
        let seed: UInt64 = 1
        var random = SeededGenerator(seed: seed)
        var (tried, changed) = (0, 0)
        for race in SectorRace.all {
            let lost = LostCrossings(try race.read().recording)
            let share = lost.crossings.count * race.permille / 1000
            let changes = try lost.changes(without: Set(random.shuffled(lost.crossings.map(\.id)).prefix(share)))
            for change in changes {
                let reason = try #require(lost.reason(change), "\(race), seed \(seed): \(change)")
                print(
                    "\(race), seed \(seed): a lap of car \(lost.session.entries[change.car.slot].number) is lost: \(reason)"
                )
            }
            tried += share
            changed += changes.count
        }
        print("seed \(seed): \(tried - changed) of \(tried) removals change no car's laps")
        #expect(changed * 1000 <= tried * 5, "seed \(seed)")
    }

    @Test("a car that no sector loop reads keeps 28 of its 36 laps when the Line misses it once, and it is known why")
    func unmeasured() throws {
        let lost = LostCrossings(try SectorRace.asia.read().recording)
        let entry = try #require(lost.session.entries.first { $0.number == CarNumber("18") })
        let lines = lost.crossings.filter { $0.transponder == entry.transponders[0] && lost.isLine($0.loop) }
        #expect(lines.count == 36)
        let reasons = try lost.changes(without: Set(lines.map(\.id))).map { try #require(lost.reason($0), "\($0)") }
        #expect(
            reasons.sorted() == [
                .lapOne, .besidePitLane, .besidePitLane, .besidePitLane, .behindSafetyCar, .behindSafetyCar,
                .behindSafetyCar, .last,
            ])
    }
}

/// Why a lap cannot be known without one of a car's crossings.
private enum Reason: Int, Comparable {
    /// The car was never read by a sector loop, and its first Line is missing.
    case lapOne
    /// It was never read by a sector loop, and one of the two laps that are now one began, ended or passed in the
    /// pit lane.
    case besidePitLane
    /// It was never read by a sector loop, and one of the two was a quarter longer than the usual lap.
    case behindSafetyCar
    /// Nothing follows it.
    case last

    static func < (left: Reason, right: Reason) -> Bool { left.rawValue < right.rawValue }
}

extension LostCrossings {
    /// Read from the crossings alone; nil where there is no reason.
    fileprivate func reason(_ change: Change) -> Reason? {
        let mine = crossings.filter { $0.transponder == change.lost.transponder }
        guard session.entries[change.car.slot].transponders.contains(change.lost.transponder),
            change.laps.without == change.laps.with - 1, isLine(change.lost.loop)
        else { return nil }
        if change.lost == mine.last { return .last }
        guard mine.allSatisfy({ isLine($0.loop) || $0.loop == LoopID(10) || $0.loop == LoopID(11) }) else { return nil }
        let lines = mine.filter { isLine($0.loop) }
        guard let place = lines.firstIndex(of: change.lost), place + 1 < lines.count else { return nil }
        if place == 0 { return .lapOne }
        let (before, after) = (lines[place - 1].at, lines[place + 1].at)
        if mine.contains(where: { $0.loop != LoopID(1) && $0.at >= before && $0.at <= after }) { return .besidePitLane }
        let longest = max(change.lost.at - before, after - change.lost.at)
        return 4 * longest.count >= 5 * usualLap ? .behindSafetyCar : nil
    }

    /// The median of all laps of all cars, in milliseconds.
    private var usualLap: Int64 {
        let laps = session.entries.flatMap { entry in
            let lines = crossings.filter { entry.transponders.contains($0.transponder) && isLine($0.loop) }
            return zip(lines, lines.dropFirst()).map { ($1.at - $0.at).count }
        }
        return laps.sorted()[laps.count / 2]
    }
}
