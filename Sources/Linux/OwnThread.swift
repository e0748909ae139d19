import CLinux
import Glibc
import Synchronization

/// A named thread that owns the things its body makes: sockets, the core, buffers.
package final class OwnThread: Sendable {
    private let handle: Mutex<pthread_t?>

    /// Starts the thread. Linux keeps 15 bytes of the name. A patient one lets the others go first where they want the
    /// same processor.
    package init(_ name: String, isPatient: Bool = false, _ body: @escaping @Sendable () -> Void) {
        let start = Unmanaged.passRetained(Start(name: name, isPatient: isPatient, body: body))
        var thread = pthread_t()
        let failure = pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                let start = Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
                _ = CLinux_nameThread(start.name)
                // Linux takes it for the thread that calls.
                if start.isPatient { _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, Start.patience) }
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
        let isPatient: Bool
        let body: @Sendable () -> Void

        /// Its niceness: a lane on the same processor has three times as much of it.
        static let patience: Int32 = 5

        init(name: String, isPatient: Bool, body: @escaping @Sendable () -> Void) {
            self.name = name
            self.isPatient = isPatient
            self.body = body
        }
    }
}
