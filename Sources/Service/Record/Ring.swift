package import Linux
import Synchronization

/// A bounded queue from one thread to another. Both never wait inside it.
///
/// The reader may sleep on `bell`; the writer rings it only when the reader has said that it sleeps,
/// so that a busy lane costs no system call.
// Sendable because one thread at a time has an end (it is handed on under a lock, as a lane is): a slot is touched by
// that thread alone to which its end's index gives it, and indices are written with release order and read with acquire
// order.
package final class Ring<Element: Sendable>: @unchecked Sendable {
    /// What one thread knows of the queue for itself.
    private struct End {
        /// The writer's: how far it will have come.
        var next = 0
        /// How far the other had come when this one looked last: it looks only when that is not enough.
        var seen = 0
    }

    /// From `read` to below `written` they hold an element, else nothing.
    private let slots: UnsafeMutablePointer<Element>
    private let mask: Int
    /// Each thread's part lies in cache lines of its own: no core waits for a line that the other writes all the time.
    private let parts: UnsafeMutableRawPointer
    private let written: UnsafeMutablePointer<Atomic<Int>>
    private let writer: UnsafeMutablePointer<End>
    private let read: UnsafeMutablePointer<Atomic<Int>>
    private let reader: UnsafeMutablePointer<End>
    private static var part: Int { 128 }
    private let readerSleeps = Atomic<Bool>(false)
    package let bell: Bell

    /// `capacity` is rounded up to a power of two. Rings of one reader share a bell.
    package init(capacity: Int, bell: Bell = Bell()) {
        self.bell = bell
        var size = 64
        while size < capacity { size *= 2 }
        mask = size - 1
        slots = .allocate(capacity: size)
        parts = .allocate(byteCount: 2 * Self.part, alignment: Self.part)
        written = parts.initializeMemory(as: Atomic<Int>.self, to: Atomic(0))
        writer = (parts + 64).initializeMemory(as: End.self, to: End())
        read = (parts + Self.part).initializeMemory(as: Atomic<Int>.self, to: Atomic(0))
        reader = (parts + Self.part + 64).initializeMemory(as: End.self, to: End())
    }

    deinit {
        release()
        while pop() != nil {}
        slots.deallocate()
        written.deinitialize(count: 1)
        read.deinitialize(count: 1)
        parts.deallocate()
    }

    package var count: Int {
        written.pointee.load(ordering: .acquiring) - read.pointee.load(ordering: .acquiring)
    }

    /// Writer only. False when the queue is full.
    package func push(_ element: Element) -> Bool {
        guard stage(element) else { return false }
        release()
        return true
    }

    /// The same, but the reader does not have it before `release` or `wake`.
    package func stage(_ element: Element) -> Bool {
        let place = writer.pointee.next
        if place - writer.pointee.seen > mask {
            writer.pointee.seen = read.pointee.load(ordering: .acquiring)
            guard place - writer.pointee.seen <= mask else { return false }
        }
        (slots + (place & mask)).initialize(to: element)
        writer.pointee.next = place + 1
        return true
    }

    /// Writer only: the reader has what was staged.
    package func release() { written.pointee.store(writer.pointee.next, ordering: .releasing) }

    /// Writer only, after a batch: releases what was staged, and wakes the reader if it sleeps.
    package func wake() {
        if handOver() { bell.ring() }
    }

    /// Writer only, after a batch: releases what was staged. Whether the reader sleeps, and has to be woken.
    package func handOver() -> Bool {
        // The reader says that it sleeps and then looks; so what is released is seen by all before it is asked.
        written.pointee.store(writer.pointee.next, ordering: .sequentiallyConsistent)
        return readerSleeps.load(ordering: .sequentiallyConsistent)
    }

    /// Reader only.
    package func pop() -> Element? {
        let place = read.pointee.load(ordering: .relaxed)
        if place == reader.pointee.seen {
            reader.pointee.seen = written.pointee.load(ordering: .acquiring)
            guard place < reader.pointee.seen else { return nil }
        }
        // Moved out, not copied: a copy may be made no sooner than it is used, when the writer has the slot again.
        let element = (slots + (place & mask)).move()
        read.pointee.store(place + 1, ordering: .releasing)
        return element
    }

    /// Reader only, before waiting on the descriptor. False when something has come meanwhile.
    package func goToSleep() -> Bool {
        readerSleeps.store(true, ordering: .sequentiallyConsistent)
        let written = written.pointee.load(ordering: .sequentiallyConsistent)
        guard read.pointee.load(ordering: .relaxed) == written else {
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
