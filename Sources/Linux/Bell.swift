import CLinux
import Glibc

/// Wakes a waiting thread from another. Rung many times before it is heard, it is heard once.
package final class Bell: Sendable {
    /// To be polled beside others: readable once the bell was rung.
    package let descriptor: Int32 = CLinux_makeEventDescriptor()

    package init() {}

    deinit { close(descriptor) }

    /// Any thread.
    package func ring() {
        var one: UInt64 = 1
        _ = write(descriptor, &one, 8)
    }

    /// Waits until it is rung, and leaves it ringing.
    package func wait() {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        while poll(&waiting, 1, -1) < 0, errno == EINTR {}
    }

    /// Waits until it is rung, at most so long, and leaves it ringing.
    package func wait(milliseconds: Int32) {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        _ = poll(&waiting, 1, milliseconds)
    }

    /// Whether it was rung; it is silent then.
    @discardableResult
    package func silence() -> Bool {
        var rings: UInt64 = 0
        return read(descriptor, &rings, 8) == 8
    }
}
