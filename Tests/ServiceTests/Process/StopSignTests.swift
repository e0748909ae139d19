import Foundation
import Linux
import Service
import Testing

@Suite("Stopping, and the machine's clock")
struct StopSignTests {
    @Test("a stop sign is hidden until it is shown, and then seen by every thread")
    func stopSign() {
        let sign = StopSign()
        #expect(!sign.isShown)
        let done = DispatchSemaphore(value: 0)
        let waiting = Thread {
            while !sign.isShown { usleep(100) }
            done.signal()
        }
        waiting.start()
        sign.show()
        #expect(done.wait(timeout: .now() + 60) == .success)
        sign.show()
        #expect(sign.isShown)
    }

    @Test("the clock of deadlines goes on with the time that passes, and the other is UTC")
    func clocks() {
        let (monotonic, utc) = (MachineClock.monotonic, MachineClock.utc)
        usleep(30_000)
        #expect((20..<60_000).contains(MachineClock.monotonic - monotonic))
        #expect(abs(utc - Int64(Date().timeIntervalSince1970 * 1000)) < 60_000)
    }
}
