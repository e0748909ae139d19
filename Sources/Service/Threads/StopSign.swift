import Synchronization

/// Shown once, seen by every thread: finish the work in hand and return.
package final class StopSign: Sendable {
    private let shown = Atomic<Bool>(false)

    package init() {}

    package var isShown: Bool { shown.load(ordering: .relaxed) }

    package func show() { shown.store(true, ordering: .relaxed) }
}
