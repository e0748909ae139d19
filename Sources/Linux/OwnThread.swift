import CLinux
import Glibc
import Synchronization

/// A named thread that owns the things its body makes: sockets, the core, buffers.
package final class OwnThread: Sendable {
    private let handle: Mutex<pthread_t?>

    /// Starts the thread. Linux keeps 15 bytes of the name.
    package init(_ name: String, _ body: @escaping @Sendable () -> Void) {
        let start = Unmanaged.passRetained(Start(name: name, body: body))
        var thread = pthread_t()
        let failure = pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                let start = Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
                _ = CLinux_nameThread(start.name)
                start.body()
                return nil
            }, start.toOpaque())
        precondition(failure == 0, "no thread could be started: \(String(cString: strerror(failure)))")
        handle = Mutex(thread)
    }

    /// Waits until the body has returned. Once only.
    package func join() {
        guard let thread = handle.withLock({ handle in handle.take() }) else { return }
        pthread_join(thread, nil)
    }

    private final class Start: Sendable {
        let name: String
        let body: @Sendable () -> Void

        init(name: String, body: @escaping @Sendable () -> Void) {
            self.name = name
            self.body = body
        }
    }
}
