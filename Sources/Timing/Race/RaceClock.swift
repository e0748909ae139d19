/// The race clock: it runs from an instant on and, where the rulebook says so, stands while the red flag is shown
/// (R14).
///
/// It turns instants of UTC into its readings, which are lengths of race time, and back. Where it never stands it is
/// plain addition.
struct RaceClock: Equatable {
    /// From when it runs.
    let began: Instant
    /// When it has stood, in order of time; the last one has no end while the red flag is shown.
    private let stands: [RedPeriod]

    /// Flags after `end` are ignored: a red flag shown at `end` stays.
    init(from began: Instant, flags: FlagLog, rule: RaceRules.RedFlagRule, end: Deadline = .none) {
        self.began = began
        stands =
            rule.stopsClock
            ? flags.reds.compactMap { red in
                if end.isBefore(red.from) { return nil }
                let from = max(red.from, began)
                let until = red.until <= end ? red.until : .none
                return until.isReached(at: from) ? nil : RedPeriod(from: from, until: until)
            } : []
    }

    /// How long it has stood before an instant.
    func stopped(by instant: Instant) -> Milliseconds {
        stands.reduce(.zero) { sum, stand in sum + max(.zero, stand.until.orEarlier(instant) - stand.from) }
    }

    /// Its reading at an instant; negative before it runs.
    func reading(at instant: Instant) -> Milliseconds { instant - began - stopped(by: instant) }

    /// The instant at which it reaches a time, none while it stands short of that: every instant that has passed
    /// compares with it as its reading does with the time.
    func deadline(of time: Milliseconds) -> Deadline { standsBefore(time) ? .none : Deadline(instant(of: time)) }

    /// The instant at which it reaches a time, as far as is known. While it stands short of that, the red flag that is
    /// shown is left out: the instant stays as it was told before the flag.
    func instant(of time: Milliseconds) -> Instant {
        var instant = began + time
        for stand in stands where stand.from < instant { instant = instant + (stand.length ?? .zero) }
        return instant
    }

    /// How long it has stood, without the red flag that is shown.
    var stoppedBefore: Milliseconds { stands.reduce(.zero) { $0 + ($1.length ?? .zero) } }

    /// It stands now.
    var isStanding: Bool { stands.last.map { $0.until == .none } ?? false }

    /// It stands now and has not reached the time.
    private func standsBefore(_ time: Milliseconds) -> Bool {
        guard isStanding, let last = stands.last else { return false }
        return reading(at: last.from) < time
    }
}
