import Timing

/// The race clock, and when the time has run out. Instants are milliseconds since the start signal.
extension ReferenceRace {
    /// How far the race clock was when the start signal was given.
    var clockAtStart: Int64 { (start ?? 0) - (clockStart ?? start ?? 0) }

    /// How long the red flag was shown between two instants.
    func redTime(from: Int64, to: Int64) -> Int64 {
        reds.map { max(0, min($0.to, to) - max($0.from, from)) }.reduce(0, +)
    }

    func isRed(_ at: Int64) -> Bool { flag(at: at + (start ?? 0))?.flag == .red }

    /// The race clock at an instant.
    func clock(_ at: Int64) -> Int64 {
        at + clockAtStart - (session.rules.redFlag.stopsClock ? redTime(from: .min, to: at) : 0)
    }

    /// The session's time; from the end on that of the end.
    var judgedAt: Int64 { min(official.now.milliseconds, end ?? .max) - (start ?? 0) }

    /// The first instant at which the race clock shows this, as it is told: as if a red flag that is still shown
    /// did not stop it.
    func instant(ofClock clock: Int64) -> Int64 {
        var at = clock - clockAtStart
        guard session.rules.redFlag.stopsClock else { return at }
        for red in reds where at > red.from && red.to <= judgedAt { at += red.to - red.from }
        return at
    }

    /// The same to compare with: never, while the clock stands short of it.
    func deadline(ofClock time: Int64) -> Int64 {
        let isStanding = session.rules.redFlag.stopsClock && reds.contains { $0.from <= judgedAt && judgedAt < $0.to }
        return isStanding && clock(judgedAt) < time ? .max : instant(ofClock: time)
    }

    /// Whether the time has run out at an instant. What prolongs the session holds from the beginning, so that every
    /// command is looked at, also those that are still to come; what cuts it short holds from when it is said.
    func isOutOfTime(_ at: Int64) -> Bool {
        let clock = clock(at)
        var lasts = session.rules.duration?.count
        var isOut = lasts.map { clock >= $0 } ?? false
        for command in official.durations {
            if command.lasts > lasts ?? .max {
                isOut = isOut && clock >= command.lasts
            } else if at + (start ?? 0) >= command.told {
                isOut = isOut || clock >= command.lasts
            }
            lasts = command.lasts
        }
        return isOut
    }

    /// Whether the chequered flag can fall by itself for a car that has completed so many laps and leads.
    func isTime(_ at: Int64, laps: Int) -> Bool {
        isOutOfTime(at) || session.rules.laps.map { laps >= $0 } ?? false
    }

    /// In practice and qualifying the flag is out once the time has run out; `instant` is of UTC.
    mutating func letTimeRunOut(_ instant: Int64) {
        guard session.kind != .race, let start, chequered == nil, endedByCommand == nil, instant >= start,
            isOutOfTime(instant - start)
        else { return }
        var (before, until) = (-1 as Int64, instant - start)
        while until - before > 1 {
            let middle = (before + until) / 2
            if isOutOfTime(middle) { until = middle } else { before = middle }
        }
        chequered = until
        show(Shown(flag: .chequered, from: start + until))
    }
}
