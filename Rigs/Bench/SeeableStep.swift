import Recording
import Rulebook
import Simulation
import Timing

/// Whether a step of a clock in a simulated race has to be found: it is of 0.8 s or more, and cars passed the loop on
/// green laps often enough: twice before the step and a dozen times after it.
struct SeeableStep {
    let isSeeable: Bool

    /// Microseconds.
    private static let least: Int64 = 800_000
    private static let passages = 12
    private static let cars = 3

    init(_ offset: Troubles.ClockOffset, in race: SimulatedRace, of setting: RaceSetting) {
        let loop = LoopID(UInt16(truncatingIfNeeded: offset.decoder - 100))
        // No car passes the loops of the pit lane often enough for a step to be seen there.
        guard (103...107).contains(offset.decoder), setting.sectorLoops >= 2, abs(offset.ahead) >= Self.least else {
            isSeeable = false
            return
        }
        let from = race.truth.startMs + (offset.from?.count ?? 0)
        let worn = race.event.sessions[0].entries.map(\.transponders)
        var passages = 0
        var cars = 0
        for own in worn {
            let times = race.recording.crossings.filter { own.contains($0.transponder) }
            let seen = Self.steadyPassages(times, at: loop, race)
            let after = seen.count { $0 >= from + 2000 && $0 < race.truth.chequeredMs ?? .max }
            guard seen.count(where: { $0 < from }) >= 2, after >= 1 else { continue }
            passages += after
            cars += 1
        }
        isSeeable = passages >= Self.passages && cars >= Self.cars
    }

    /// When a car passed the loop with nothing of the pit lane since it passed the Line before last, green throughout.
    private static func steadyPassages(
        _ crossings: [Crossing], at loop: LoopID, _ race: SimulatedRace
    ) -> [Int64] {
        var found: [Int64] = []
        var lines: [Int64] = []
        var pit = Int64.min
        for crossing in crossings.sorted(by: { $0.at < $1.at }) {
            let at = crossing.at.milliseconds
            switch crossing.loop.value {
            case 1 where at - (lines.last ?? .min / 2) > 20_000: lines.append(at)
            case 2, 10, 11: pit = at
            default: break
            }
            guard crossing.loop == loop, lines.count >= 3, let before = lines.dropLast().last, pit < before,
                isGreen(from: before, to: at, race)
            else { continue }
            found.append(at)
        }
        return found
    }

    private static func isGreen(from: Int64, to: Int64, _ race: SimulatedRace) -> Bool {
        let flags = race.truth.troubles.flags.sorted { $0.atMs < $1.atMs }
        let before = flags.last { $0.atMs <= from }
        return (before.map { $0.flag == .green } ?? true) && !flags.contains { $0.atMs > from && $0.atMs <= to }
    }
}
