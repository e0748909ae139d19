package import Linux
import Synchronization

/// A bounded queue from one thread to one other. Both never wait inside it.
///
/// The reader may sleep on `bell`; the writer rings it only when the reader has said that it sleeps,
/// so that a busy lane costs no system call.
// Sendable because each end is one thread's: a slot is touched by that thread alone to which its end's index gives it,
// and indices are written with release order and read with acquire order.
package final class Ring<Element: Sendable>: @unchecked Sendable {
    /// What one thread has of the queue. Each end has cache lines of its own: no core waits for a line that the other
    /// writes all the time.
    private struct End: ~Copyable {
        /// How far this thread has come.
        let place = Atomic<Int>(0)
        /// The writer's: how far it will have come.
        var next = 0
        /// How far the other had come when this one looked last: it looks only when that is not enough.
        var seen = 0
        static var bytes: Int { 128 }
    }

    /// From `reader` to below `writer` they hold an element, else nothing.
    private let slots: UnsafeMutablePointer<Element>
    private let mask: Int
    private let writer: UnsafeMutablePointer<End>
    private let reader: UnsafeMutablePointer<End>
    private let readerSleeps = Atomic<Bool>(false)
    package let bell: Bell

    /// `capacity` is rounded up to a power of two. Rings of one reader share a bell.
    package init(capacity: Int, bell: Bell = Bell()) {
        self.bell = bell
        var size = 64
        while size < capacity { size *= 2 }
        mask = size - 1
        slots = .allocate(capacity: size)
        let ends = UnsafeMutableRawPointer.allocate(byteCount: 2 * End.bytes, alignment: End.bytes)
        writer = ends.bindMemory(to: End.self, capacity: 1)
        reader = (ends + End.bytes).bindMemory(to: End.self, capacity: 1)
        writer.initialize(to: End())
        reader.initialize(to: End())
    }

    deinit {
        release()
        while pop() != nil {}
        slots.deallocate()
        reader.deinitialize(count: 1)
        writer.deinitialize(count: 1)
        UnsafeMutableRawPointer(writer).deallocate()
    }

    package var count: Int {
        writer.pointee.place.load(ordering: .acquiring) - reader.pointee.place.load(ordering: .acquiring)
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
            writer.pointee.seen = reader.pointee.place.load(ordering: .acquiring)
            guard place - writer.pointee.seen <= mask else { return false }
        }
        (slots + (place & mask)).initialize(to: element)
        writer.pointee.next = place + 1
        return true
    }

    /// Writer only: the reader has what was staged.
    package func release() { writer.pointee.place.store(writer.pointee.next, ordering: .releasing) }

    /// Writer only, after a batch: releases what was staged, and wakes the reader if it sleeps.
    package func wake() {
        // The reader says that it sleeps and then looks; so what is released is seen by all before it is asked.
        writer.pointee.place.store(writer.pointee.next, ordering: .sequentiallyConsistent)
        if readerSleeps.load(ordering: .sequentiallyConsistent) { bell.ring() }
    }

    /// Reader only.
    package func pop() -> Element? {
        let place = reader.pointee.place.load(ordering: .relaxed)
        if place == reader.pointee.seen {
            reader.pointee.seen = writer.pointee.place.load(ordering: .acquiring)
            guard place < reader.pointee.seen else { return nil }
        }
        // Moved out, not copied: a copy may be made no sooner than it is used, when the writer has the slot again.
        let element = (slots + (place & mask)).move()
        reader.pointee.place.store(place + 1, ordering: .releasing)
        return element
    }

    /// Reader only, before waiting on the descriptor. False when something has come meanwhile.
    package func goToSleep() -> Bool {
        readerSleeps.store(true, ordering: .sequentiallyConsistent)
        let written = writer.pointee.place.load(ordering: .sequentiallyConsistent)
        guard reader.pointee.place.load(ordering: .relaxed) == written else {
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
