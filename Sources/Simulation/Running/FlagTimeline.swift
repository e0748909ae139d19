import Timing

/// The flag at each instant: of several neutralisations at once the strongest, otherwise green.
struct FlagTimeline {
    struct Shown: Hashable {
        let at: Instant
        let flag: Flag
        let throughPitLane: Bool
    }

    /// In order of time; nothing before the first flag that is not green.
    let shown: [Shown]

    init(_ schedule: Schedule) {
        let periods =
            Self.periods(schedule.suspensions, .red) + Self.periods(schedule.pitLaneLaps, .safetyCar, true)
            + Self.periods(schedule.safetyCars, .safetyCar) + Self.periods(schedule.yellows, .fullCourseYellow)
        let changes = Set(periods.flatMap { [$0.range.lowerBound, $0.range.upperBound] }).sorted()
        var shown: [Shown] = []
        for at in changes {
            let holding = periods.first { $0.range.contains(at) }
            let next = Shown(at: at, flag: holding?.flag ?? .green, throughPitLane: holding?.throughPitLane ?? false)
            let last = shown.last
            if (last?.flag ?? .green, last?.throughPitLane ?? false) != (next.flag, next.throughPitLane) {
                shown.append(next)
            }
        }
        self.shown = shown
    }

    /// Whether the safety car leads through the pit lane at this instant.
    func isThroughPitLane(at instant: Instant) -> Bool {
        shown.last { $0.at <= instant }?.throughPitLane ?? false
    }

    func flag(at instant: Instant) -> Flag {
        shown.last { $0.at <= instant }?.flag ?? .green
    }

    private typealias Period = (range: Range<Instant>, flag: Flag, throughPitLane: Bool)

    private static func periods(_ ranges: [Range<Int64>], _ flag: Flag, _ through: Bool = false) -> [Period] {
        ranges.map {
            (Instant(cutting: $0.lowerBound)..<Instant(cutting: $0.upperBound), flag, through)
        }
    }
}
