/// The race clock, and when it runs out (R14).
extension Race {
    /// From when the race clock runs.
    var clockAt: Instant? {
        state.clockStart ?? (rules.start == .formation ? state.formationAt : nil)
    }

    /// How long the session lasts by its clock.
    var duration: Milliseconds? { state.durationSet ?? rules.duration }

    /// When time runs out, as far as it is known: also by a command that prolongs the session afterwards.
    /// Nil where time does not end the session; none while the clock stands.
    var deadline: Deadline? {
        guard state.startAt != nil, let clockAt, duration != nil else { return nil }
        var lasts = rules.duration
        var deadline = lasts.map { self.deadline(of: $0, since: clockAt) } ?? .none
        for told in durations {
            let runsOut = self.deadline(of: told.duration, since: clockAt)
            // A longer duration holds from the beginning. A session cut to less than has passed ends with the
            // command.
            let isProlonged = lasts.map { told.duration > $0 } ?? false
            deadline = isProlonged ? max(deadline, runsOut) : min(deadline, max(Deadline(told.at), runsOut))
            lasts = told.duration
        }
        return deadline
    }

    /// When the race clock reaches a time; none while it stands before it.
    private func deadline(of time: Milliseconds, since began: Instant) -> Deadline {
        guard rules.redFlag.stopsClock else { return Deadline(began + time) }
        return RaceClock(from: began, flags: state.flags, rule: rules.redFlag).deadline(of: time)
    }

    /// Nil before the race clock runs.
    var raceClock: RaceClock? { raceClock(end: .none) }

    /// As it is known at the end, where there is one.
    func raceClock(end: Deadline) -> RaceClock? {
        clockAt.map { RaceClock(from: $0, flags: state.flags, rule: rules.redFlag, end: end) }
    }
}
