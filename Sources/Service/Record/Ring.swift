package import Linux
import Synchronization

/// A bounded queue from one thread to one other. Both never wait inside it.
///
/// The reader may sleep on `bell`; the writer rings it only when the reader has said that it sleeps,
/// so that a busy lane costs no system call.
// Sendable because each index is written by one thread only and read by the other with acquire order: a slot
// is never touched by both at once.
package final class Ring<Element: Sendable>: @unchecked Sendable {
    /// From `read` to below `written` they hold an element, else nothing.
    private let slots: UnsafeMutablePointer<Element>
    private let mask: Int
    private let written = Atomic<Int>(0)
    private let read = Atomic<Int>(0)
    private let readerSleeps = Atomic<Bool>(false)
    package let bell: Bell

    /// `capacity` is rounded up to a power of two. Rings of one reader share a bell.
    package init(capacity: Int, bell: Bell = Bell()) {
        self.bell = bell
        var size = 64
        while size < capacity { size *= 2 }
        mask = size - 1
        slots = .allocate(capacity: size)
    }

    deinit {
        while pop() != nil {}
        slots.deallocate()
    }

    package var count: Int {
        written.load(ordering: .acquiring) - read.load(ordering: .acquiring)
    }

    /// Writer only. False when the queue is full.
    package func push(_ element: Element) -> Bool {
        let place = written.load(ordering: .relaxed)
        guard place - read.load(ordering: .acquiring) <= mask else { return false }
        (slots + (place & mask)).initialize(to: element)
        written.store(place + 1, ordering: .sequentiallyConsistent)
        return true
    }

    /// Writer only, after a batch: wakes the reader if it sleeps.
    package func wake() {
        if readerSleeps.load(ordering: .sequentiallyConsistent) { bell.ring() }
    }

    /// Reader only.
    package func pop() -> Element? {
        let place = read.load(ordering: .relaxed)
        guard place < written.load(ordering: .acquiring) else { return nil }
        // Moved out, not copied: a copy may be made no sooner than it is used, when the writer has the slot again.
        let element = (slots + (place & mask)).move()
        read.store(place + 1, ordering: .releasing)
        return element
    }

    /// Reader only, before waiting on the descriptor. False when something has come meanwhile.
    package func goToSleep() -> Bool {
        readerSleeps.store(true, ordering: .sequentiallyConsistent)
        guard read.load(ordering: .relaxed) == written.load(ordering: .sequentiallyConsistent) else {
            readerSleeps.store(false, ordering: .sequentiallyConsistent)
            return false
        }
        return true
    }

    /// Reader only, after waiting.
    package func wakeUp() {
        getUp()
        bell.silence()
    }

    /// The same for one of several rings with one bell.
    func getUp() { readerSleeps.store(false, ordering: .sequentiallyConsistent) }
}
