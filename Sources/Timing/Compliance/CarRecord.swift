/// What the verdicts on a car rest on: its visits to the pit lane, who drove, and where it is now. Instants in
/// milliseconds of UTC.
struct CarRecord {
    /// A visit to the pit lane.
    struct Visit {
        /// From 1.
        let number: Int
        let entered: Int64?
        let left: Int64?
        let isOpen: Bool
        let driverIn: UInt8
        let driverOut: UInt8
        /// The safety car did not lead through the pit lane, and it served no penalty.
        let counts: Bool

        var duration: Int64? {
            guard let entered, let left else { return nil }
            return left - entered
        }

        /// Who drove in and who drove out are identified, and differ.
        var showsDriverChange: Bool { driverIn != 0 && driverOut != 0 && driverIn != driverOut }
    }

    let entry: Entry
    let kind: Session.Kind
    let start: Int64
    /// From when the race clock runs.
    let clock: Int64
    let now: Int64
    let visits: [Visit]
    let flags: FlagLog

    let driver: UInt8
    let starter: UInt8
    /// Bit n: driver n has been identified.
    let drove: UInt64
    let laps: Int
    let wasSeen: Bool
    let lastSeen: Int64
    /// Crossing of the Line that began the present lap; once it has finished, its finish.
    let lapBegan: Int64
    let hasFinished: Bool
    /// Retired by command, or all is over without its finish.
    let isOut: Bool
    let isOver: Bool
    /// When the session's time runs out; nil where it has none.
    let ends: Int64?
    /// On the track and not overdue.
    let isOnTrack: Bool
    /// When it would be at the pit entry on the lap after the present one.
    let nextEntry: Int64?

    let asked: [Asked]
    let rulings: [ObligationID: Set<Ruling>]

    /// What is asked at an instant; now, where there is none.
    func asked(at instant: Int64?) -> Obligations {
        let instant = instant ?? now
        return (asked.last { $0.from <= instant } ?? asked[0]).obligations
    }

    /// Neither out nor past its finish.
    var isRunning: Bool { !isOut && !hasFinished }

    /// It was still about at an instant of the past.
    func wasOutThere(at instant: Int64) -> Bool {
        if let last = visits.last, last.isOpen, let entered = last.entered, entered < instant { return false }
        return lastSeen >= instant && wasSeen || isOnTrack
    }

    func isRuled(_ obligation: ObligationID, _ ruling: Ruling) -> Bool {
        rulings[obligation]?.contains(ruling) ?? false
    }

    /// How long the red flag was shown between two instants.
    func red(from: Int64, to: Int64) -> Int64 {
        var sum: Int64 = 0
        for (index, shown) in flags.shown.enumerated() where shown.flag == .red {
            let end = index + 1 < flags.shown.count ? flags.shown[index + 1].from : .max
            sum += max(0, min(end, to) - max(shown.from, from))
        }
        return sum
    }

    /// Whether one of the flags was shown at any time between two instants.
    func wasShown(_ wanted: Set<Flag>, from: Int64, to: Int64) -> Bool {
        flags.shown.enumerated().contains { index, shown in
            let end = index + 1 < flags.shown.count ? flags.shown[index + 1].from : .max
            return wanted.contains(shown.flag) && shown.from < end && shown.from <= to && end > from
        }
    }
}
