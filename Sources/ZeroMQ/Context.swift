import CZeroMQ
import Glibc

/// The I/O threads that sockets share. One for a process is enough; tests make their own to be alone.
///
/// A socket keeps its context alive. The context terminates when the last holder lets go, and then waits for what
/// closed sockets still have to send, at most as long as the longest `SocketOptions.linger`.
public final class Context: Sendable {
    // Set once; libzmq's contexts are safe to use from any thread (zmq_ctx_new(3)).
    nonisolated(unsafe) let handle: UnsafeMutableRawPointer

    /// - Parameters:
    ///   - ioThreads: threads that move bytes. One carries about a gigabyte a second.
    ///   - maxSockets: sockets open at one time, those of monitors included (two each).
    /// - Throws: `ZeroMQError` when the process has no descriptor left or a number is out of range.
    public init(ioThreads: Int = 1, maxSockets: Int = 1023) throws(ZeroMQError) {
        guard let handle = zmq_ctx_new() else { throw ZeroMQError("create a context") }
        func set(_ option: Int32, _ value: Int, _ name: String) throws(ZeroMQError) {
            if zmq_ctx_set(handle, option, Int32(clamping: value)) != 0 {
                let error = ZeroMQError("set \(name) of a context to \(value)")
                zmq_ctx_term(handle)
                throw error
            }
        }
        try set(ZMQ_IO_THREADS, ioThreads, "ioThreads")
        try set(ZMQ_MAX_SOCKETS, maxSockets, "maxSockets")
        self.handle = handle
    }

    /// A peer costs a descriptor: from now on as many as the system lets this process have.
    public static func takeAllDescriptors() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }

    /// How many descriptors this process may have open.
    public static var mostDescriptors: Int {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return .max }
        return Int(clamping: limit.rlim_cur)
    }

    /// Ends every wait: all calls on this context's sockets, on any thread, throw `.terminated` from now on. The way
    /// to stop threads that wait for ever. May be called from any thread and more than once.
    public func shutdown() {
        zmq_ctx_shutdown(handle)
    }

    /// The libzmq this process runs with, which may be newer than the one it was built with.
    public static var version: (major: Int, minor: Int, patch: Int) {
        var (major, minor, patch) = (Int32(0), Int32(0), Int32(0))
        zmq_version(&major, &minor, &patch)
        return (Int(major), Int(minor), Int(patch))
    }

    deinit {
        while zmq_ctx_term(handle) != 0 && zmq_errno() == EINTR {}
    }
}
