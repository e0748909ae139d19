import Service
import Testing
import Timing

@Suite("A time far ahead")
struct FarTimesTests {
    /// 2026-11-28, in milliseconds.
    private static let clock: Int64 = 1_795_900_000_000
    private static let day: Int64 = 86_400_000

    private func isFar(_ at: Int64, reached: Int64?, clock: Int64 = Self.clock) -> Bool {
        let reached = reached.map { Instant(milliseconds: $0) } ?? .distantPast
        return FarTimes.isFar(Instant(milliseconds: at), reached: reached) { clock }
    }

    @Test("is one that is more than a day ahead of the session and of the machine's clock, both")
    func both() {
        let (clock, day) = (Self.clock, Self.day)
        #expect(!isFar(clock + day, reached: clock))
        #expect(isFar(clock + day + 1, reached: clock))
        // A race of the past is replayed, a clock went wrong: the other of the two is asked.
        #expect(!isFar(clock, reached: clock - 3000 * day))
        #expect(!isFar(clock + 100 * day, reached: clock + 99 * day))
        #expect(isFar(4_102_444_800_000, reached: clock - 3000 * day))
    }

    @Test("before the session has a time, the machine's clock may itself be wrong by a year, or never have been set")
    func first() {
        let (clock, day) = (Self.clock, Self.day)
        #expect(!isFar(clock + 366 * day, reached: nil))
        #expect(isFar(4_102_444_800_000, reached: nil))
        #expect(!isFar(clock, reached: nil, clock: 63_072_000_000))
    }

    @Test("is not reached by small steps: a day ahead of the machine's clock is the end of them")
    func steps() {
        var far = FarTimes()
        let clock = Self.clock
        var (reached, at, refused) = (clock, clock, 0)
        for _ in 0..<1000 {
            at += Self.day - 60_000
            let isFar = far.isFar(
                Instant(milliseconds: at), reached: Instant(milliseconds: reached), clock: { clock }, now: { 5000 })
            if isFar { refused += 1 } else { reached = at }
        }
        #expect(reached < clock + Self.day && refused >= 998)
    }

    @Test("a machine's clock that is wrong, or set back by days while cars run, stops no session")
    func setBack() {
        for lead in [0, 3000 * Self.day] {
            var far = FarTimes()
            var reached = Self.clock + lead
            for second in Int64(0)..<90_000 {
                // After an hour the machine says that it is five days earlier.
                let clock = Self.clock + second * 1000 - (second < 3600 ? 0 : 5 * Self.day)
                let at = Self.clock + lead + second * 1000
                let isFar = far.isFar(
                    Instant(milliseconds: at), reached: Instant(milliseconds: reached), clock: { clock },
                    now: { second * 1000 })
                if isFar { break }
                reached = at
            }
            #expect(reached == Self.clock + lead + 89_999 * 1000)
        }
    }
}
