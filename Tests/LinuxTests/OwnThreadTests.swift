import Foundation
import Glibc
import Linux
import Synchronization
import Testing

@Suite("A thread of one's own")
struct OwnThreadTests {
    @Test("its body runs on another thread, under its name, and has ended when it is joined")
    func name() {
        let found = Mutex((name: "", thread: pthread_self()))
        let thread = OwnThread("lapwing-lane") {
            let text = (try? String(contentsOfFile: "/proc/thread-self/comm", encoding: .utf8)) ?? ""
            found.withLock { $0 = (text, pthread_self()) }
        }
        thread.join()
        #expect(found.withLock { $0.name } == "lapwing-lane\n")
        #expect(found.withLock { pthread_equal($0.thread, pthread_self()) } == 0)
        // Joined already: nothing to wait for.
        thread.join()
    }

    @Test("several run at one time")
    func together() {
        let arrived = Atomic<Int>(0)
        let threads = (0..<4).map { number in
            OwnThread("runner \(number)") {
                arrived.wrappingAdd(1, ordering: .sequentiallyConsistent)
                // Nobody goes on before all are there.
                while arrived.load(ordering: .sequentiallyConsistent) < 4 { usleep(100) }
            }
        }
        for thread in threads { thread.join() }
        #expect(arrived.load(ordering: .sequentiallyConsistent) == 4)
    }
}
