import Foundation
import Glibc

/// A process of ours, with all that it starts. Its output goes to files, so that it never waits for a reader.
final class Child {
    private let process = Process()
    private let output: String
    /// File of the standard error stream.
    let errors: String
    private let said: String

    /// Starts the program in the folder. Journal and service manager of whoever runs the tests are kept from it.
    init(_ program: URL, _ arguments: [String], in folder: Folder, environment: [String: String] = [:]) throws {
        said = ([program.lastPathComponent] + arguments).joined(separator: " ")
        output = folder.newPath("\(program.lastPathComponent).out")
        errors = folder.newPath("\(program.lastPathComponent).err")
        process.executableURL = program
        process.arguments = arguments
        process.currentDirectoryURL = folder.url
        var all = ProcessInfo.processInfo.environment
        for name in ["NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID", "JOURNAL_STREAM"] { all[name] = nil }
        all["PYTHONDONTWRITEBYTECODE"] = "1"
        process.environment = all.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try Self.file(output)
        process.standardError = try Self.file(errors)
        try process.run()
    }

    deinit { kill() }

    var id: Int32 { process.processIdentifier }

    var isRunning: Bool { process.isRunning }

    var text: String { Self.content(output) }

    var errorText: String { Self.content(errors) }

    func signal(_ number: Int32) { _ = Glibc.kill(id, number) }

    /// Ends it and whatever it has started, at once. Nothing happens when it has ended.
    func kill() {
        guard process.isRunning else { return }
        // Foundation gives each process a group of its own.
        _ = Glibc.kill(-id, SIGKILL)
        process.waitUntilExit()
    }

    /// Waits for its end; one that takes longer is killed.
    func ended(within seconds: Double) async throws -> Ended {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while process.isRunning {
            guard ContinuousClock.now < deadline else {
                let state = Self.content("/proc/\(process.processIdentifier)/status").split(separator: "\n").prefix(3)
                kill()
                throw Trouble(
                    "\(said): still running after \(seconds) s (\(state.joined(separator: ", ")))\n\(tail)")
            }
            try await Task.sleep(for: .milliseconds(5))
        }
        let isSignal = process.terminationReason == .uncaughtSignal
        return Ended(
            said: said, status: isSignal ? 128 + process.terminationStatus : process.terminationStatus, text: text,
            errors: errorText)
    }

    private var tail: String { "\(text.suffix(2000))\(errorText.suffix(4000))" }

    private static func file(_ path: String) throws -> FileHandle {
        guard FileManager.default.createFile(atPath: path, contents: nil) else { throw Trouble("cannot write \(path)") }
        return try FileHandle(forWritingTo: URL(filePath: path))
    }

    private static func content(_ path: String) -> String {
        String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
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
