import Linux
import Testing

@Suite("The machine's clock")
struct MachineClockTests {
    @Test("it never goes back, in milliseconds as in nanoseconds of one clock")
    func monotonic() {
        var last = MachineClock.nanoseconds
        for _ in 0..<1000 {
            let milliseconds = MachineClock.monotonic
            let now = MachineClock.nanoseconds
            #expect(last <= now)
            #expect(last / 1_000_000 <= milliseconds && milliseconds <= now / 1_000_000)
            last = now
        }
    }

    @Test("UTC is the same instant in milliseconds and in microseconds, and of this century")
    func utc() {
        let before = MachineClock.utcMicroseconds
        let milliseconds = MachineClock.utc
        let after = MachineClock.utcMicroseconds
        // The system may set it meanwhile, but not by a day.
        #expect(abs(milliseconds - before / 1000) < 86_400_000 && abs(after - before) < 86_400_000_000)
        #expect((1_577_836_800_000...4_102_444_800_000).contains(milliseconds))
    }
}
