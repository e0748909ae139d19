import Client
import Foundation
import Glibc
import Timing

/// The standby of a pair, on a disk with little room.
final class Second {
    private let stand: Stand
    private let disk: SmallDisk
    private let daemon: DaemonProcess
    private let questions: Questions

    /// The line of a configuration.
    static func pair(of stand: Stand, isPrimary: Bool) -> String {
        let (first, second) = ("ipc://\(stand.folder)/first", "ipc://\(stand.folder)/second")
        return "pair: {role: \(isPrimary ? "primary" : "standby"), listen: \"\(isPrimary ? first : second)\", "
            + "peer: \"\(isPrimary ? second : first)\", goneAfter: 1 s}"
    }

    /// Starts it.
    init(_ plan: Plan, _ stand: Stand, program: String) throws {
        self.stand = stand
        let folder = "\(stand.folder)/standby"
        disk = try SmallDisk(folder)
        let query = "ipc://\(stand.folder)/query-2"
        let feed = stand.feeds[0]
        let lines = [
            "event: event.yaml", "session: \(plan.race.session.id)",
            "feeds: [{name: feed 1, connect: \"\(feed.feed)\", recovery: \"\(feed.recovery)\"}]",
            "publication: \"ipc://\(stand.folder)/publication-2\"", "query: \"\(query)\"",
            "control: \"ipc://\(stand.folder)/control-2\"", "journal: {directory: standby/journal}",
            Self.pair(of: stand, isPrimary: false), "limits: {requestsPerSecond: 1000000}",
        ]
        let configuration = "\(stand.folder)/standby.yaml"
        try stand.write(lines.joined(separator: "\n") + "\n", to: configuration)
        daemon = try DaemonProcess(
            program, configuration: configuration, log: "\(stand.folder)/standby.log", environment: [])
        questions = try Questions(query, session: plan.race.session.id)
    }

    func fill(leaving left: Int) throws { try disk.fill(leaving: left) }

    /// Once the other has ended: whether it runs the session, full disk or not.
    func takesOver() throws -> Bool {
        let deadline = microseconds() + 15_000_000
        while daemon.isRunning, microseconds() < deadline {
            // The question is the vote.
            if try questions.status() != nil { return true }
            rest(microseconds: 20_000)
        }
        return false
    }

    func end() {
        daemon.kill()
        disk.unmount()
    }
}
