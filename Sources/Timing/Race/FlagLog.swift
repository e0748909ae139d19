/// The flags shown since the start signal.
struct FlagLog: Equatable {
    struct Shown: Equatable {
        let flag: Flag
        var from: Instant
        /// The leader's laps when it was shown.
        var laps: Int32
        let isEstimated: Bool
        let throughPitLane: Bool
        /// Shown to the car that completed a lap with it.
        var isTaken = false
    }

    private(set) var shown: [Shown] = [] { didSet { now = shown.last?.flag } }
    /// The flag that is shown; nil before the first. Every crossing asks for it.
    private(set) var now: Flag?

    /// When the red flag was last withdrawn.
    private(set) var redUntil = LastTime.never

    /// The safety car leads the field through the pit lane.
    var isThroughPitLane: Bool { shown.last?.throughPitLane ?? false }

    /// Until when the flag at this place was shown; none while it is.
    func end(of place: Int) -> Deadline {
        place + 1 < shown.count ? Deadline(shown[place + 1].from) : .none
    }

    /// Whether one of the flags was shown between two instants, or at one of them. One that another took the place of
    /// at once was not.
    func wasShown(oneOf wanted: Set<Flag>, from: Instant, to: Instant) -> Bool {
        shown.indices.contains { place in
            let (begin, end) = (shown[place].from, end(of: place))
            return begin <= to && !end.isReached(at: from) && !end.isReached(at: begin)
                && wanted.contains(shown[place].flag)
        }
    }

    /// The flag shown at an instant; nil before the first.
    @inline(__always)
    func flag(at instant: Instant) -> Flag? {
        var index = shown.count - 1
        while index >= 0, shown[index].from > instant { index -= 1 }
        return index < 0 ? nil : shown[index].flag
    }

    /// The same flag again is no new period.
    mutating func show(_ next: Shown) {
        if let last = shown.last, last.flag == next.flag, last.throughPitLane == next.throughPitLane { return }
        assert(shown.last.map { $0.from <= next.from } ?? true, "flags are shown in order of time")
        if now == .red { redUntil = LastTime(next.from) }
        shown.append(next)
    }

    /// Whether full course yellow, safety car or red flag was shown at any time from then on.
    func wasNeutralised(since then: Instant) -> Bool {
        var place = shown.count - 1
        while place >= 0 {
            switch shown[place].flag {
            case .fullCourseYellow, .safetyCar, .red: return true
            case .green, .yellow, .chequered: break
            }
            if shown[place].from <= then { return false }
            place -= 1
        }
        return false
    }

    /// The start signal: what is shown now is the first flag of the race.
    mutating func begin(_ first: Shown) {
        shown = [first]
    }

    /// The chequered flag turns out to have fallen earlier.
    mutating func moveTaken(to instant: Instant) {
        guard let place = shown.lastIndex(where: \.isTaken) else { return }
        shown[place].from = place > 0 ? max(instant, shown[place - 1].from) : instant
    }

    /// A lap turns out to have been completed first at this instant, not at the other. True when a period has
    /// another count of laps for it.
    mutating func creditLap(at instant: Instant, until other: Deadline) -> Bool {
        var isCredited = false
        for index in shown.indices where shown[index].from > instant {
            // The flag that fell with that lap was shown at its end.
            let isBefore = !other.isReached(at: shown[index].from)
            guard isBefore || !shown[index].isTaken && other == Deadline(shown[index].from) else { continue }
            shown[index].laps += 1
            isCredited = true
        }
        return isCredited
    }

    /// No more laps count than these.
    mutating func countBack(to laps: Int32) {
        for index in shown.indices { shown[index].laps = min(shown[index].laps, laps) }
    }

    /// The chequered flag has not fallen after all.
    mutating func takeBack() {
        if let place = shown.lastIndex(where: \.isTaken) { shown.remove(at: place) }
    }

    func periods(leaderLaps: Int32) -> [FlagPeriod] {
        shown.indices.map { index in
            let period = shown[index]
            let next = index + 1 < shown.count ? shown[index + 1] : nil
            return FlagPeriod(
                flag: period.flag, from: period.from, to: next?.from,
                laps: Int((next?.laps ?? leaderLaps) - period.laps), isEstimated: period.isEstimated,
                throughPitLane: period.throughPitLane)
        }
    }
}
