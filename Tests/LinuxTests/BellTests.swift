import Glibc
import Linux
import Testing

@Suite("A bell")
struct BellTests {
    private func isReadable(_ bell: Bell) -> Bool {
        var waiting = pollfd(fd: bell.descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&waiting, 1, 0) == 1
    }

    @Test("rung many times it is heard once, and again when it is rung again")
    func once() {
        let bell = Bell()
        #expect(!isReadable(bell) && !bell.silence())
        for _ in 0..<1000 { bell.ring() }
        bell.wait()
        #expect(isReadable(bell))
        #expect(bell.silence())
        #expect(!isReadable(bell) && !bell.silence())
        bell.ring()
        #expect(isReadable(bell))
    }

    @Test("a thread that waits is woken by another, whether it came first or last")
    func wakes() {
        for delay in [0, 2000] as [UInt32] {
            let bell = Bell()
            let sleeper = OwnThread("sleeper") { bell.wait() }
            usleep(delay)
            bell.ring()
            sleeper.join()
            #expect(isReadable(bell))
        }
    }
}
