import Glibc
import Linux
import Synchronization

/// The failure, in words.
struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// A thread with a piece of work, which may fail.
final class Worker: Sendable {
    private let thread: OwnThread
    private let box: Box

    init(_ work: @escaping @Sendable () throws -> Void) {
        box = Box(work)
        thread = OwnThread("chaos-worker") { [box] in box.run() }
    }

    /// Its failure so far.
    var failure: String? { box.failure.withLock { $0 } }

    func join() throws {
        thread.join()
        if let failure { throw Failure(failure) }
    }

    private final class Box: Sendable {
        private let work: @Sendable () throws -> Void
        let failure = Mutex<String?>(nil)

        init(_ work: @escaping @Sendable () throws -> Void) { self.work = work }

        func run() {
            do {
                try work()
            } catch {
                failure.withLock { $0 = "\(error)" }
            }
        }
    }
}

/// Microseconds of a clock that never goes back.
func microseconds() -> Int64 { MachineClock.nanoseconds / 1000 }

/// The system's error.
func systemFailure(_ what: String) -> Failure { Failure("\(what): \(String(cString: strerror(errno)))") }

func rest(microseconds: Int) {
    var time = timespec(tv_sec: microseconds / 1_000_000, tv_nsec: microseconds % 1_000_000 * 1000)
    nanosleep(&time, nil)
}
