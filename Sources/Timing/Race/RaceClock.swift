/// The race clock: it runs from an instant on and, where the rulebook says so, stands while the red flag is shown
/// (R14).
///
/// Instants are milliseconds of UTC, times of the clock milliseconds. Where it never stands it is plain addition.
struct RaceClock: Equatable {
    /// From when it runs.
    let began: Int64
    /// When it has stood, in order of time; the last one ends with `.max` while the red flag is shown.
    private let stands: [Range<Int64>]

    /// Flags after `end` are ignored: a red flag shown at `end` stays.
    init(from began: Int64, flags: FlagLog, rule: RaceRules.RedFlagRule, end: Int64 = .max) {
        self.began = began
        stands =
            rule.stopsClock
            ? flags.reds.compactMap { red in
                guard red.lowerBound <= end else { return nil }
                let until = red.upperBound <= end ? red.upperBound : .max
                return (red.lowerBound..<until).clamped(to: began..<(.max)).ifNotEmpty
            } : []
    }

    /// How long it has stood before an instant.
    func stopped(by instant: Int64) -> Int64 {
        stands.reduce(0) { sum, stand in sum + max(0, min(stand.upperBound, instant) - stand.lowerBound) }
    }

    /// Its reading at an instant; negative before it runs.
    func reading(at instant: Int64) -> Int64 { instant - began - stopped(by: instant) }

    /// The instant at which it reaches a time, `.max` while it stands short of that: every instant that has passed
    /// compares with it as its reading does with the time.
    func deadline(of time: Int64) -> Int64 { standsBefore(time) ? .max : instant(of: time) }

    /// The instant at which it reaches a time, as far as is known. While it stands short of that, the red flag that is
    /// shown is left out: the instant stays as it was told before the flag.
    func instant(of time: Int64) -> Int64 {
        var instant = began + time
        for stand in stands where stand.upperBound < .max && stand.lowerBound < instant {
            instant += stand.upperBound - stand.lowerBound
        }
        return instant
    }

    /// How long it has stood, without the red flag that is shown.
    var stoppedBefore: Int64 {
        stands.reduce(0) { sum, stand in stand.upperBound < .max ? sum + stand.upperBound - stand.lowerBound : sum }
    }

    /// It stands now.
    var isStanding: Bool { stands.last?.upperBound == .max }

    /// It stands now and has not reached the time.
    private func standsBefore(_ time: Int64) -> Bool {
        guard isStanding, let last = stands.last else { return false }
        return reading(at: last.lowerBound) < time
    }
}

extension Range {
    fileprivate var ifNotEmpty: Range? { isEmpty ? nil : self }
}
