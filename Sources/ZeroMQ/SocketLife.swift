import Glibc

/// What pollers and monitors may keep of a socket they do not own: whether it is still open, and whose it is.
/// It is read and written on the socket's thread only, or under the lock of a shared one.
final class SocketLife {
    let handle: UnsafeMutableRawPointer
    /// Kept here so that a context outlives its sockets: terminating it would wait for them for ever.
    let context: Context
    var isOpen = true
    var isMonitored = false
    private var owner = pthread_self()

    init(handle: UnsafeMutableRawPointer, context: Context) {
        self.handle = handle
        self.context = context
    }

    /// The socket is this thread's from here on. A lock has to lie between the threads (`SharedPublisher`).
    func adopt() { owner = pthread_self() }

    /// Stops the process, in release builds too, when called on another thread than the socket's.
    func requireOwner() {
        precondition(
            pthread_equal(owner, pthread_self()) != 0, "a socket was used on another thread than its own")
    }

    /// The same on the path of every message: in debug builds only.
    @inline(__always)
    func assertOwner() {
        assert(pthread_equal(owner, pthread_self()) != 0, "a socket was used on another thread than its own")
    }
}
