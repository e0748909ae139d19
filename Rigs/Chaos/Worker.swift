import Glibc
import Synchronization

/// What went wrong, in words.
struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// A thread with a piece of work, which may fail.
final class Worker: Sendable {
    private let thread: pthread_t
    private let box: Box

    init(_ work: @escaping @Sendable () throws -> Void) throws {
        box = Box(work)
        let passed = Unmanaged.passRetained(box)
        var started = pthread_t()
        let code = pthread_create(
            &started, nil,
            { argument in
                if let argument { Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().run() }
                return nil
            }, passed.toOpaque())
        guard code == 0 else {
            passed.release()
            throw Failure("no thread could be started: \(String(cString: strerror(code)))")
        }
        thread = started
    }

    /// What it failed with so far.
    var failure: String? { box.failure.withLock { $0 } }

    func join() throws {
        pthread_join(thread, nil)
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
func microseconds() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
}

/// What the system says against it.
func systemFailure(_ what: String) -> Failure { Failure("\(what): \(String(cString: strerror(errno)))") }

func rest(microseconds: Int) {
    var time = timespec(tv_sec: microseconds / 1_000_000, tv_nsec: microseconds % 1_000_000 * 1000)
    nanosleep(&time, nil)
}
