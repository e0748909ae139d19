import Glibc

/// One `lapwingd`, from its start to its end.
final class DaemonProcess {
    let id: pid_t
    let startedAt = microseconds()
    private var status: Int32?
    /// It has ended, and was not killed by the rig.
    private(set) var endedByItself = false

    /// - Parameter environment: lines beside the harness' own.
    init(_ program: String, configuration: String, log: String, environment: [String]) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 2, log, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        let arguments = [program, "--config", configuration]
        var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        let all = Self.environment + environment
        var names: [UnsafeMutablePointer<CChar>?] = all.map { strdup($0) } + [nil]
        defer { for word in words + names { free(word) } }
        var started = pid_t()
        let code = posix_spawn(&started, program, &actions, nil, &words, &names)
        guard code == 0 else { throw Failure("\(program) could not be started: \(String(cString: strerror(code)))") }
        id = started
    }

    deinit { kill() }

    /// The harness' own environment, without the variables of a service manager.
    private static var environment: [String] {
        var lines: [String] = []
        var place = environ
        while let line = place.pointee {
            lines.append(String(cString: line))
            place += 1
        }
        let kept = ["NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID", "JOURNAL_STREAM", "STATE_DIRECTORY"]
        return lines.filter { line in !kept.contains { line.hasPrefix("\($0)=") } }
    }

    func signal(_ number: Int32) { if status == nil { Glibc.kill(id, number) } }

    /// At once, with no chance to do anything.
    func kill() {
        guard status == nil else { return }
        Glibc.kill(id, SIGKILL)
        var end: Int32 = 0
        waitpid(id, &end, 0)
        status = end
    }

    var isRunning: Bool {
        guard status == nil else { return false }
        var end: Int32 = 0
        guard waitpid(id, &end, WNOHANG) == id else { return true }
        status = end
        endedByItself = true
        return false
    }

    /// Tells it to stop, and waits for it.
    func stop() throws {
        signal(SIGTERM)
        let deadline = microseconds() + 15_000_000
        while isRunning {
            guard microseconds() < deadline else {
                kill()
                throw Failure("the daemon did not stop within 15 s")
            }
            rest(microseconds: 1000)
        }
        guard status == 0 else { throw Failure("the daemon ended with status \(status ?? -1)") }
    }
}
