import Foundation
import Glibc

/// A `lapwing-web` of one test, and the browsers of it.
final class RunningWeb {
    let daemon: RunningDaemon
    let folder: Folder
    private(set) var child: Child
    private let ports: Ports
    private let options: [String]

    var port: UInt16 { ports.numbers[0] }
    var address: String { "127.0.0.1:\(port)" }

    init(following daemon: RunningDaemon, in folder: Folder, _ options: String...) throws {
        self.daemon = daemon
        self.folder = folder
        self.options = options
        ports = try Ports(1)
        child = try Self.start(daemon, folder, ports, options)
    }

    deinit { child.kill() }

    private static func start(
        _ daemon: RunningDaemon, _ folder: Folder, _ ports: Ports, _ options: [String]
    ) throws -> Child {
        try Child(
            Project.program("lapwing-web"),
            [
                "--publication", daemon.stand.publication, "--query", daemon.stand.query, "--listen",
                "127.0.0.1:\(ports.numbers[0])",
            ] + options, in: folder)
    }

    /// Ends it at once, and starts it again.
    func killed() async throws {
        child.signal(SIGKILL)
        _ = try await child.ended(within: 10)
        try startAgain()
    }

    /// Starts it again at the same address.
    func startAgain() throws { child = try Self.start(daemon, folder, ports, options) }

    /// A browser without its picture.
    func browser(_ arguments: String...) throws -> Child {
        try Child(Project.python, [Project.client("board.py"), "follow", "--web", address] + arguments, in: folder)
    }

    /// Holds a board that a browser has against the results of the daemon.
    func compare(_ board: String) async throws -> Ended {
        let results = try await lapwing("results", "--query", daemon.stand.query, "--format", "json", in: folder).well()
        let file = try folder.write(results.text, to: "results-\(UUID().uuidString).json")
        return try await run(Project.python, [Project.client("board.py"), "compare", board, file], in: folder)
    }

    /// What it answers to a GET.
    func get(_ path: String) async throws -> (status: Int, text: String) {
        let told = try await run(
            Project.python, [Project.client("board.py"), "get", "--web", address, path], in: folder
        ).well().text
        let lines = told.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
        return (Int(lines.first ?? "") ?? 0, String(lines.last ?? ""))
    }
}
