/// The race clock, and when it runs out (R14).
extension Race {
    /// From when the race clock runs.
    var clockAt: Int64? {
        state.clockStart ?? (rules.start == .formation ? state.formationAt : nil)
    }

    /// How long the session lasts by its clock, in milliseconds.
    var duration: Int64? { state.durationSet ?? rules.duration?.count }

    /// When time runs out, as far as it is known: also by a command that prolongs the session afterwards.
    var deadline: Int64? {
        guard state.startAt != nil, let clockAt, duration != nil else { return nil }
        var lasts = rules.duration?.count ?? .max
        var deadline = lasts == .max ? .max : instant(of: lasts, since: clockAt)
        for told in durations {
            let runsOut = instant(of: told.duration, since: clockAt)
            // A longer duration holds from the beginning. A session cut to less than has passed ends with the
            // command.
            deadline = told.duration > lasts ? max(deadline, runsOut) : min(deadline, max(told.at, runsOut))
            lasts = told.duration
        }
        return deadline
    }

    /// When the race clock reaches a time; `never` while it stands before it.
    private func instant(of time: Int64, since began: Int64) -> Int64 {
        guard rules.redFlag.stopsClock else { return began + time }
        return RaceClock(from: began, flags: state.flags, rule: rules.redFlag).deadline(of: time)
    }

    /// Nil before the race clock runs.
    var raceClock: RaceClock? { raceClock(end: nil) }

    /// As it is known at the end, where there is one.
    func raceClock(end: Int64?) -> RaceClock? {
        clockAt.map { RaceClock(from: $0, flags: state.flags, rule: rules.redFlag, end: end ?? .max) }
    }
}
