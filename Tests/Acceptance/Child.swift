import Foundation
import Glibc

/// A process of ours, with all that it starts. Its output goes to files, so that it never waits for a reader.
///
/// Not Foundation's: that keeps descriptors of every process it has started, and ends in a fault where there are many.
final class Child {
    /// Its process, and its group.
    let id: Int32
    /// File of the standard error stream.
    let errors: String
    private let output: String
    private let said: String
    /// As `waitpid` tells it; nil while it runs.
    private var end: Int32?

    /// Starts the program in the folder. Journal and service manager of whoever runs the tests are kept from it.
    init(_ program: URL, _ arguments: [String], in folder: Folder, environment: [String: String] = [:]) throws {
        said = ([program.lastPathComponent] + arguments).joined(separator: " ")
        output = folder.newPath("\(program.lastPathComponent).out")
        errors = folder.newPath("\(program.lastPathComponent).err")
        var all = ProcessInfo.processInfo.environment
        for name in ["NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID", "JOURNAL_STREAM"] { all[name] = nil }
        all["PYTHONDONTWRITEBYTECODE"] = "1"
        all.merge(environment) { $1 }

        var files = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&files)
        defer { posix_spawn_file_actions_destroy(&files) }
        SpawnStep.changeDirectory(&files, folder.url.path)
        posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        let asNew = O_WRONLY | O_CREAT | O_TRUNC
        posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, output, asNew, 0o644)
        posix_spawn_file_actions_addopen(&files, STDERR_FILENO, errors, asNew, 0o644)
        SpawnStep.closeAll(&files, 3)

        var manner = posix_spawnattr_t()
        posix_spawnattr_init(&manner)
        defer { posix_spawnattr_destroy(&manner) }
        // A group of its own, and no signal held back or passed over: threads of tests hold many back.
        var none = sigset_t()
        var every = sigset_t()
        sigemptyset(&none)
        sigfillset(&every)
        posix_spawnattr_setsigmask(&manner, &none)
        posix_spawnattr_setsigdefault(&manner, &every)
        posix_spawnattr_setpgroup(&manner, 0)
        posix_spawnattr_setflags(
            &manner, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

        let path = program.path(percentEncoded: false)
        var words = ([path] + arguments).map { strdup($0) } + [nil]
        var settings = all.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in words + settings { free(text) } }
        var started: pid_t = 0
        let fault = posix_spawn(&started, path, &files, &manner, &words, &settings)
        guard fault == 0 else { throw Trouble("\(said): \(String(cString: strerror(fault)))") }
        id = started
    }

    deinit { kill() }

    var isRunning: Bool {
        if end != nil { return false }
        var status: Int32 = 0
        guard waitpid(id, &status, WNOHANG) == id else { return true }
        end = status
        return false
    }

    var text: String { Self.content(output) }

    var errorText: String { Self.content(errors) }

    func signal(_ number: Int32) { _ = Glibc.kill(id, number) }

    /// Ends it and whatever it has started, at once. Nothing happens when it has ended.
    func kill() {
        guard isRunning else { return }
        _ = Glibc.kill(-id, SIGKILL)
        var status: Int32 = 0
        while waitpid(id, &status, 0) != id, errno == EINTR {}
        end = status
    }

    /// Waits for its end; one that takes longer is killed.
    func ended(within seconds: Double) async throws -> Ended {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while isRunning {
            guard ContinuousClock.now < deadline else {
                let state = Self.content("/proc/\(id)/status").split(separator: "\n").prefix(3)
                kill()
                throw Trouble(
                    "\(said): still running after \(seconds) s (\(state.joined(separator: ", ")))\n\(tail)")
            }
            try await Task.sleep(for: .milliseconds(5))
        }
        // The low seven bits are the signal that ended it, the second byte is the exit status.
        let (signal, status) = ((end ?? 0) & 0x7F, (end ?? 0) >> 8 & 0xFF)
        return Ended(said: said, status: signal != 0 ? 128 + signal : status, text: text, errors: errorText)
    }

    private var tail: String { "\(text.suffix(2000))\(errorText.suffix(4000))" }

    private static func content(_ path: String) -> String {
        String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    }
}

/// Steps of a new process before its program begins. The system's library has them; Swift's module of it does not
/// show them.
private enum SpawnStep {
    private typealias Files = UnsafeMutablePointer<posix_spawn_file_actions_t>

    static func changeDirectory(_ files: inout posix_spawn_file_actions_t, _ path: String) {
        typealias Add = @convention(c) (Files, UnsafePointer<CChar>) -> CInt
        let add = unsafeBitCast(dlsym(nil, "posix_spawn_file_actions_addchdir_np"), to: Add.self)
        precondition(add(&files, path) == 0)
    }

    /// This descriptor and all above it: what a test has open is nothing to the process.
    static func closeAll(_ files: inout posix_spawn_file_actions_t, _ first: CInt) {
        typealias Add = @convention(c) (Files, CInt) -> CInt
        let add = unsafeBitCast(dlsym(nil, "posix_spawn_file_actions_addclosefrom_np"), to: Add.self)
        precondition(add(&files, first) == 0)
    }
}

/// How a process ended, and what it said.
struct Ended {
    /// The command line.
    let said: String
    /// The exit status; 128 and the signal where a signal ended it, as a shell says it.
    let status: Int32
    let text: String
    let errors: String

    var lines: [String] { text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init).dropLast() }

    /// Itself, when the process ended well.
    @discardableResult
    func well() throws -> Ended {
        guard status == 0 else {
            throw Trouble("\(said): exit status \(status)\n\(text.suffix(2000))\(errors.suffix(4000))")
        }
        return self
    }
}

/// Runs a program to its end.
func run(
    _ program: URL, _ arguments: [String], in folder: Folder, environment: [String: String] = [:],
    within seconds: Double = 30
) async throws -> Ended {
    try await Child(program, arguments, in: folder, environment: environment).ended(within: seconds)
}

/// Runs the command line.
func lapwing(_ arguments: String..., in folder: Folder, within seconds: Double = 30) async throws -> Ended {
    try await run(Project.program("lapwing"), arguments, in: folder, within: seconds)
}

/// Runs the client that was written from docs/protocol.md alone.
func stranger(_ arguments: [String], in folder: Folder, within seconds: Double = 60) async throws -> Ended {
    try await run(Project.python, [Project.client("lapwing_client.py")] + arguments, in: folder, within: seconds)
}
