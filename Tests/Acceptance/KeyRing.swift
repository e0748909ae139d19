import Foundation
import Wire

/// The keys of a circuit, each made by `lapwing keys new`: the daemon's, its standby's, those of the parties on its
/// allow-list, and a stranger's.
struct KeyRing {
    static let roles = [
        ("stand", "feed"), ("timekeeper", "timekeeper"), ("control", "raceControl"), ("wall", "reader"),
    ]

    let folder: Folder
    private var keys: [String: String] = [:]

    init(in folder: Folder) async throws {
        self.folder = folder
        for name in ["server", "second", "stranger"] + Self.roles.map(\.0) {
            try await lapwing("keys", "new", file(name), in: folder).well()
            keys[name] = try await lapwing("keys", "show", file(name), in: folder).well().lines.first
        }
        try allow(Self.roles)
    }

    /// A party's secret key.
    func file(_ name: String) -> String { folder.path("\(name).key") }

    /// A party's public key.
    func key(_ name: String) throws -> String {
        guard let key = keys[name] else { throw Trouble("\(name) has no key") }
        return key
    }

    /// Writes the allow-list; under a `mistaken` name with the key of another.
    func allow(_ parties: [(name: String, role: String)], mistaken: [String: String] = [:]) throws {
        let lines = try parties.map {
            "- {name: \($0.name), key: \"\(try key(mistaken[$0.name] ?? $0.name))\", roles: [\($0.role)]}"
        }
        try folder.write(lines.joined(separator: "\n") + "\n", to: "allowed.yaml")
    }

    /// The options by which a party connects.
    func options(_ name: String) throws -> [String] {
        ["--key", file(name), "--server-key", try key("server")]
    }
}

/// A daemon with keys at every door, and the address of its control socket on the network.
final class KeyedDaemon {
    let ring: KeyRing
    let stand: Stand
    let control: String
    let daemon: RunningDaemon
    private let ports: Ports

    /// `own` is the name of its key; `more` are lines of its configuration, `feeds` such of further feeds that have
    /// addresses of the stand.
    init(
        event: String, _ ring: KeyRing, own: String = "server", feeds count: Int = 1,
        feeds: (Stand) -> [String] = { _ in [] }, more: [String] = []
    ) throws {
        self.ring = ring
        stand = try Stand(feeds: count)
        ports = try Ports(1)
        control = ports.addresses[0]
        let feed = stand.feeds[0]
        let configuration = """
            event: \(event)
            feeds:
              - {name: stand, connect: "\(feed.connect)", recovery: "\(feed.recovery)", key: stand}
            \(feeds(stand).map { "  - \($0)" }.joined(separator: "\n"))
            publication: \(stand.publication)
            query: \(stand.query)
            control: \(control)
            keys: {own: \(own).key, allowed: allowed.yaml}
            \(more.joined(separator: "\n"))
            """
        daemon = try RunningDaemon(configuration: configuration, on: stand, in: ring.folder)
    }

    /// The daemon's status, asked for by the wall.
    func status() async throws -> JSON {
        let asked = ["status", "--json", "--timeout", "10s", "--query", stand.query] + (try ring.options("wall"))
        let answer = try await run(Project.program("lapwing"), asked, in: ring.folder).well()
        return try JSON(Array(answer.text.utf8.dropLast()))
    }

    /// Asks until the status is as wanted.
    func status(until isReached: (JSON) -> Bool) async throws -> JSON {
        let deadline = ContinuousClock.now + .seconds(20)
        while true {
            let found = try await status()
            if isReached(found) { return found }
            guard ContinuousClock.now < deadline else {
                throw Trouble("not reached; the last status is \(String(decoding: found.bytes, as: UTF8.self))")
            }
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    /// How many were refused at a door.
    func refused(at door: String) async throws -> Int64 {
        try await status()["doors"]?[door]?["refused"]?.integer ?? 0
    }

    /// What a party says, or somebody without options.
    func says(_ arguments: [String], _ options: [String]) async throws -> Ended {
        try await run(Project.program("lapwing"), arguments + ["--timeout", "2s"] + options, in: ring.folder)
    }

    /// Plays a recording's crossings at the feed's addresses.
    func plays(_ recording: Recorded, _ options: [String], at place: Int = 0) async throws -> Ended {
        let feed = stand.feeds[place]
        let all =
            ["replay", recording.directory, "--quiet", "--speed", "max", "--only-crossings", "--wait", "3s"]
            + ["--linger", "1s", "--feed", feed.connect, "--recovery", feed.recovery] + options
        return try await run(Project.program("lapwing"), all, in: ring.folder, within: 60)
    }
}
