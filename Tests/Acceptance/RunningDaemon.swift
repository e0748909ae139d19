import Foundation
import Glibc

/// The addresses of one daemon and its feeds, on ports that nobody else has, and a control socket in a folder that
/// nobody else may open.
final class Stand {
    private let ports: Ports
    private let folder: ShortFolder
    let publication: String
    let query: String
    let control: String
    /// PUB and ROUTER socket of each feed.
    let feeds: [(connect: String, recovery: String)]

    init(feeds count: Int = 1) throws {
        ports = try Ports(2 + 2 * count)
        folder = try ShortFolder()
        let addresses = ports.addresses
        (publication, query, control) = (addresses[0], addresses[1], "ipc://\(folder.path)/control")
        feeds = (0..<count).map { (addresses[2 + 2 * $0], addresses[3 + 2 * $0]) }
    }

    /// Ports of the publication and the query socket.
    var publicPorts: [UInt16] { Array(ports.numbers.prefix(2)) }

    /// Somebody else who listens at an address of this stand.
    func taken(_ address: String) throws -> Listener {
        if let place = ports.addresses.firstIndex(of: address) { return try Listener(ports.numbers[place]) }
        guard address == control else { throw Trouble("\(address) is not ours") }
        return try Listener(path: String(control.dropFirst("ipc://".count)))
    }

    /// The daemon's configuration for the event's first session. `more` are further lines of it.
    func configuration(event: String, feeds: [(connect: String, recovery: String)]? = nil, more: [String] = [])
        -> String
    {
        let feeds = feeds ?? self.feeds
        var lines = ["event: \(event)", "feeds:"]
        for (place, feed) in feeds.enumerated() {
            lines.append("  - {name: feed \(place + 1), connect: \"\(feed.connect)\", recovery: \"\(feed.recovery)\"}")
        }
        lines += ["publication: \(publication)", "query: \(query)", "control: \(control)"]
        // A recording's commands come at the speed at which it is played.
        lines.append("limits: {requestsPerSecond: 1000000}")
        return (lines + more).joined(separator: "\n") + "\n"
    }
}

/// A `lapwingd` of one test, and the questions a test asks it.
final class RunningDaemon {
    let stand: Stand
    let folder: Folder
    let child: Child

    convenience init(
        event: String, on stand: Stand, in folder: Folder, program: URL? = nil, environment: [String: String] = [:],
        more: String...
    ) throws {
        try self.init(
            configuration: stand.configuration(event: event, more: more), on: stand, in: folder, program: program,
            environment: environment)
    }

    /// A program of another folder is that of a test's own.
    init(
        configuration: String, on stand: Stand, in folder: Folder, program: URL? = nil,
        environment: [String: String] = [:]
    ) throws {
        self.stand = stand
        self.folder = folder
        let file = folder.newPath("lapwing.yaml")
        try Data(configuration.utf8).write(to: URL(filePath: file))
        child = try Child(
            program ?? Project.program("lapwingd"), ["--config", file], in: folder, environment: environment)
        Self.began(child.errors)
    }

    deinit {
        child.kill()
        Self.ended(child.errors)
    }

    /// Tells it to stop, and waits for it.
    func stopped(within seconds: Double = 10) async throws -> Ended {
        child.signal(SIGTERM)
        return try await child.ended(within: seconds)
    }

    // MARK: Asking

    func status() async throws -> Status {
        let answer = try await stranger(["status", "--query", stand.query], in: folder).well()
        return try JSONDecoder().decode(Status.self, from: Data(answer.text.utf8))
    }

    func results() async throws -> RaceResults {
        try RaceResults(
            try await lapwing("results", "--query", stand.query, "--format", "json", in: folder).well().text)
    }

    /// A single question may go unanswered: in the moment in which a standby takes over, or on a disk that is busy with
    /// everything else.
    private func asked() async -> Result<Status, any Error> {
        do {
            return .success(try await status())
        } catch {
            return .failure(error)
        }
    }

    /// Asks until the daemon is as wanted.
    @discardableResult
    func status(within seconds: Double = 20, until isReached: (Status) -> Bool) async throws -> Status {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while true {
            guard child.isRunning else { throw Trouble("the daemon has ended:\n\(child.errorText.suffix(4000))") }
            let found = await asked()
            if let status = try? found.get(), isReached(status) { return status }
            guard ContinuousClock.now < deadline else {
                throw Trouble("not reached within \(seconds) s; the last status is \(found)")
            }
        }
    }

    /// Waits until it holds the whole recording.
    @discardableResult
    func holds(_ recording: Recorded, acts: Int? = nil) async throws -> Status {
        try await status { $0.holds(crossings: recording.crossings, acts: acts ?? recording.acts) }
    }

    /// A stranger who prints the messages of a topic, a line each, until none has come for so many seconds. He is
    /// connected when this returns.
    func listener(to topic: String, quiet seconds: Int) async throws -> Child {
        let listener = try Child(
            Project.python,
            [
                Project.client("lapwing_client.py"), "listen", "--publication", stand.publication, "--topic", topic,
                "--quiet", "\(seconds)",
            ], in: folder)
        let deadline = ContinuousClock.now + .seconds(20)
        while !listener.text.contains("listening") {
            guard listener.isRunning, ContinuousClock.now < deadline else {
                throw Trouble("nobody listens:\n\(listener.errorText.suffix(2000))")
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        return listener
    }

    // MARK: Feeding and commanding

    /// Starts to play a recording on the first feed.
    func replay(_ recording: Recorded, _ options: String...) throws -> Child {
        try replay(recording, options)
    }

    func replay(_ recording: Recorded, _ options: [String]) throws -> Child {
        let feed = stand.feeds[0]
        let addresses = ["--feed", feed.connect, "--recovery", feed.recovery, "--control", stand.control]
        return try Child(
            Project.program("lapwing"), ["replay", recording.directory, "--quiet"] + addresses + options, in: folder)
    }

    /// Plays a recording to its end, as fast as it goes.
    func plays(_ recording: Recorded, lingering linger: String = "1s", _ options: [String] = []) async throws {
        let replay = try replay(recording, ["--speed", "max", "--linger", linger] + options)
        try await replay.ended(within: 60).well()
    }

    /// Plays a recording as fast as it goes and waits until the daemon holds it.
    @discardableResult
    func took(_ recording: Recorded, _ options: String...) async throws -> Status {
        try await plays(recording, options)
        return try await holds(recording)
    }

    /// Sends a command.
    func control(_ arguments: String...) async throws -> Ended {
        guard let kind = arguments.first else { throw Trouble("a command has a kind") }
        let all = ["control", kind, "--control", stand.control] + arguments.dropFirst()
        return try await run(Project.program("lapwing"), all, in: folder)
    }
}

/// Runs a test with a daemon, and lets no daemon outlive it. What it has taken is read in its journal as well. An error
/// tells the daemon's log.
func withDaemon(
    event: String, feeds: Int = 1, in folder: Folder, _ body: (RunningDaemon) async throws -> Void
) async throws {
    let journals = folder.newPath("journal")
    let daemon = try RunningDaemon(
        event: event, on: Stand(feeds: feeds), in: folder, more: "journal: {directory: \"\(journals)\"}")
    defer { daemon.child.kill() }
    do {
        try await body(daemon)
        if daemon.child.isRunning { try await daemon.agrees(withJournals: journals) }
    } catch {
        throw Trouble("\(error)\nthe daemon's log:\n\(daemon.child.errorText.suffix(6000))")
    }
}
