import Linux
import Synchronization
import Timing

/// Late crossings taken into the race beside the lane (R1.10): by a thread of its own, on a copy of the core.
///
/// The lane goes on meanwhile. What it has taken since is given to the copy afterwards, and then the copy's fold is the
/// lane's. When that happens is written in the journal, so a restart does the same at the same place.
final class LateFold: Sendable {
    /// How many of the crossings that wait take effect.
    let count: Int
    private let copy: Mutex<Timekeeper?>
    private let isDone = Atomic<Bool>(false)
    private let thread = Mutex<OwnThread?>(nil)

    /// Starts the thread. `bell` is rung when the fold is done.
    init(_ timekeeper: borrowing Timekeeper, bell: Bell) {
        count = timekeeper.waitingCrossings
        copy = Mutex(Timekeeper(copying: timekeeper))
        let input = Input.lateTaken(count: count, at: timekeeper.now)
        start([input], bell)
    }

    /// Whether the copy stands where it was asked to.
    var isFinished: Bool { isDone.load(ordering: .acquiring) }

    /// The lane has gone far on meanwhile: these inputs are folded beside it too.
    func goOn(with inputs: [Input], bell: Bell) {
        join()
        start(inputs, bell)
    }

    /// Takes the last few inputs, and hands over the copy.
    func finish<Result>(with inputs: [Input], _ body: (borrowing Timekeeper) -> Result) -> Result? {
        join()
        return copy.withLock { copy in
            guard var finished = copy.take() else { return nil }
            for input in inputs { finished.read(input) }
            return body(finished)
        }
    }

    /// Waits for its end.
    func join() {
        thread.withLock { thread in
            thread?.join()
            thread = nil
        }
    }

    private func start(_ inputs: [Input], _ bell: Bell) {
        isDone.store(false, ordering: .releasing)
        thread.withLock { thread in
            thread = OwnThread("lapwing-late", isPatient: true) { [self] in
                copy.withLock { copy in
                    for input in inputs { copy?.read(input) }
                }
                isDone.store(true, ordering: .releasing)
                bell.ring()
            }
        }
    }
}
