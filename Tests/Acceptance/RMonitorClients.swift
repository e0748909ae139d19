import Foundation
import Glibc

/// A `lapwing-bridge rmonitor` of one test, on a port of its own.
final class RunningBridge {
    let port: UInt16
    private let ports: Ports
    private let stand: Stand
    private let folder: Folder
    private(set) var child: Child

    init(to stand: Stand, in folder: Folder, _ options: String...) throws {
        ports = try Ports(1)
        port = ports.numbers[0]
        (self.stand, self.folder) = (stand, folder)
        child = try Self.child(port, stand, folder, options)
    }

    private static func child(_ port: UInt16, _ stand: Stand, _ folder: Folder, _ options: [String]) throws -> Child {
        let addresses = ["--publication", stand.publication, "--query", stand.query]
        return try Child(
            Project.program("lapwing-bridge"), ["rmonitor", "--listen", "127.0.0.1:\(port)"] + addresses + options,
            in: folder)
    }

    /// Ends it without a word, and starts it again.
    func killed() async throws {
        child.signal(SIGKILL)
        _ = try await child.ended(within: 5)
        child = try Self.child(port, stand, folder, [])
    }

    /// Clients that are connected when this returns.
    func clients(_ options: String...) async throws -> RMonitorClients {
        let child = try Child(Project.python, [Project.client("rmonitor_client.py"), "\(port)"] + options, in: folder)
        let deadline = ContinuousClock.now + .seconds(20)
        while !child.text.contains("connected") {
            guard child.isRunning, ContinuousClock.now < deadline else {
                throw Trouble("no client came in:\n\(child.errorText)\(self.child.errorText)")
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        return RMonitorClients(child: child)
    }
}

/// Clients of RMonitor in a process of theirs, written from its specification alone.
struct RMonitorClients {
    struct Row: Decodable, Hashable {
        var position: Int
        var laps: Int
        var total: Int
        var best: Int
        var bestLap: Int
        let bestPosition: Int
        /// Nil where no passing has told it.
        let last: Int?
    }

    struct Connection: Decodable {
        let faults: [String]
        let resets: Int
        let beats: Int
        let connects: Int
        let gone: Bool
        let bytes: Int
        let rows: [String: Row]
        /// What `$A` says behind the registration.
        let names: [String: [String]]

        /// What differs from a result.
        func differences(from results: RaceResults, withLast: Bool) -> [String] {
            results.rows.enumerated().compactMap { place, row in
                guard let told = rows[row.number] else { return "\(row.number) is missing" }
                var wanted = told
                (wanted.position, wanted.laps, wanted.total) = (row.position ?? place + 1, row.laps, row.totalMs ?? 0)
                (wanted.best, wanted.bestLap) = (row.bestLapMs ?? 0, row.bestLap ?? 0)
                let isSame = told == wanted && (told.last == row.lastLapMs || !withLast && told.last == nil)
                return isSame ? nil : "\(row.number): \(told), wanted \(wanted), last \(row.lastLapMs ?? 0)"
            }
        }
    }

    let child: Child

    /// Ends them, and tells what each has.
    func ended() async throws -> [Connection] {
        child.signal(SIGTERM)
        let text = try await child.ended(within: 10).well().text
        return try JSONDecoder().decode([Connection].self, from: Data((text.split(separator: "\n").last ?? "").utf8))
    }
}
