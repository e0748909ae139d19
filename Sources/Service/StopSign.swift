import Synchronization

/// Shown once, seen by every thread: finish what you hold and return.
final class StopSign: Sendable {
    private let shown = Atomic<Bool>(false)

    var isShown: Bool { shown.load(ordering: .relaxed) }

    func show() { shown.store(true, ordering: .relaxed) }
}
