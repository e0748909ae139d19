import DayRecord
import Linux
package import Timing
import Wire

/// Times far ahead of the session's and of the machine's clock: a box that says the wrong year must not take the
/// session with it. It is decided before the journal is written, so that a replay takes what was taken.
///
/// Crossings are held, and taken once a command says what their decoder's clock is. A restart asks the feed for them
/// again: they are in no journal.
package struct FarTimes {
    private var held: [Crossing] = []
    private var names: Set<CrossingID> = []
    private var isToBeLookedAt = false
    /// Up to here no time is far: a day ahead of the machine's clock as it was looked at last, and further by what the
    /// session was ahead of it at first.
    private var near = Instant.distantPast
    private var lead: Milliseconds?
    /// Where the session's time was, and when, as it first came beyond that.
    private var beyond: (reached: Instant, at: Int64)?

    /// Of more the oldest are kept; the feed has the others.
    private static let most = 10_000
    private static let day = Milliseconds.minutes(24 * 60)
    /// Before the session has a time there is the machine's clock alone, and that may be wrong as well.
    private static let first = Milliseconds.minutes(400 * 24 * 60)
    /// 2020-01-01: a machine that says less has never been told the time.
    private static let leastClock: Int64 = 1_577_836_800_000

    /// Beyond a day ahead of the machine's clock time goes on, by steps of less than a day, no faster than a race that
    /// is played so many times as fast as it was run.
    private static let fastest: Int64 = 60
    private static let start = Milliseconds.minutes(60)

    package init() {}

    /// - Parameters:
    ///   - reached: the session's time; the distant past before it has one.
    ///   - clock: the machine's, in milliseconds of UTC.
    package static func isFar(_ instant: Instant, reached: Instant, clock: () -> Int64) -> Bool {
        if reached > .distantPast {
            return instant > reached + day && instant > Instant(milliseconds: clock()) + day
        }
        let now = clock()
        return now >= leastClock && instant > Instant(milliseconds: now) + first
    }

    /// Whether a time is far, as the machine's clocks have it now.
    ///
    /// Small steps must not lead as far as a large one. But a machine's clock may be set back while cars run: so time
    /// may go on from where it was.
    package mutating func isFar(_ instant: Instant, reached: Instant, clock: () -> Int64, now: () -> Int64) -> Bool {
        if instant <= near { return false }
        guard reached > .distantPast else { return Self.isFar(instant, reached: reached, clock: clock) }
        let utc = Instant(milliseconds: clock())
        let lead = self.lead ?? max(.zero, reached - utc)
        self.lead = lead
        near = utc + lead + Self.day
        if instant <= near { return false }
        if Self.isFar(instant, reached: reached, clock: clock) { return true }
        let now = now()
        let beyond = self.beyond ?? (reached, now)
        self.beyond = beyond
        return instant > beyond.reached + Self.start + Milliseconds((now - beyond.at) * Self.fastest)
    }

    private mutating func isFarNow(_ instant: Instant, reached: Instant) -> Bool {
        isFar(instant, reached: reached, clock: { MachineClock.utc }, now: { MachineClock.monotonic })
    }

    /// Whether the crossing's instant, as its decoder's clock is held to be by command, is far ahead. One that a
    /// command says to be right is believed.
    mutating func isFar(_ crossing: Crossing, reached: Instant, _ clocks: SaidClocks) -> Bool {
        guard isFarNow(crossing.at, reached: reached) else { return false }
        guard let ahead = clocks.correction(of: crossing)?.ahead else { return true }
        let instant = Instant(cutting: crossing.stamp - ahead)
        return ahead != 0 && isFarNow(instant, reached: reached)
    }

    /// The same of a time that a decoder tells.
    mutating func isFar(_ told: Instant, of decoder: UInt32, reached: Instant, _ clocks: SaidClocks) -> Bool {
        guard isFarNow(told, reached: reached) else { return false }
        guard let ahead = clocks.correction(of: decoder, at: told)?.ahead else { return true }
        let instant = told - Milliseconds(ahead / 1000)
        return ahead != 0 && isFarNow(instant, reached: reached)
    }

    /// - Returns: false where it is held already.
    mutating func hold(_ crossing: Crossing) -> Bool {
        guard held.count < Self.most else { return !names.contains(crossing.id) }
        guard names.insert(crossing.id).inserted else { return false }
        held.append(crossing)
        return true
    }

    /// A command may have said what a clock is.
    mutating func lookAgain() { isToBeLookedAt = !held.isEmpty }

    /// The crossings to be looked at again.
    mutating func taken() -> [Crossing] {
        guard isToBeLookedAt else { return [] }
        isToBeLookedAt = false
        defer { (held, names) = ([], []) }
        return held
    }

    static func refusal(_ instant: Instant, of decoder: UInt32, field: String) -> Refusal {
        let days = (instant - Instant(milliseconds: MachineClock.utc)).count / Self.day.count
        return Refusal(
            .farAhead, field: field,
            "decoder \(decoder) says a time \(days) days ahead of session and clock: it is not believed",
            expected: "a time of today",
            remedy: "say by how much its clock is ahead (lapwing control clock \(decoder) …s), or 0s if it is right")
    }
}
