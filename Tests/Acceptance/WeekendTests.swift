import Foundation
import Glibc
import Testing

extension WholeRaces {
    /// A made-up meeting of two series through one daemon, from the first practice to the decision after the last race.
    struct Weekend {
        @Test(
            "every session of a weekend is what it is alone, and what really happened; a stranger follows all of it",
            arguments: [7, 21])
        func whole(seed: Int) async throws {
            let folder = try Folder()
            let weekend = try await SimulatedDays(seed: seed, in: folder)
            let daemon = try weekend.daemon()
            defer { daemon.child.kill() }
            let table = folder.newPath("followed.json")
            let follower = try Child(
                Project.python,
                [
                    Project.client("lapwing_client.py"), "meeting", "--publication", daemon.stand.publication,
                    "--query",
                    daemon.stand.query, "--timeout", "100", "--out", table,
                ], in: folder)
            let replay = try weekend.replay(on: daemon, "--speed", "1200")
            try await replay.ended(within: 60).well()
            try await follower.ended(within: 60).well()
            try await weekend.isTold(by: daemon)
            try await weekend.isFollowed(String(contentsOfFile: table, encoding: .utf8))
            try await daemon.stopped().well()
            try await weekend.isTrue()
        }

        @Test("killed again and again in the middle of a weekend, it ends as if nothing had been")
        func killed() async throws {
            let folder = try Folder()
            let weekend = try await SimulatedDays(seed: 3, in: folder)
            var daemon = try weekend.daemon()
            let replay = try weekend.replay(on: daemon, "--speed", "800")
            defer { replay.kill() }
            for _ in 1...4 {
                try await Task.sleep(for: .milliseconds(2100))
                daemon.child.signal(SIGKILL)
                _ = try await daemon.child.ended(within: 5)
                daemon = try weekend.daemon()
            }
            // A command that is said at the moment of a kill is said again.
            try await replay.ended(within: 60).well()
            try await weekend.isTold(by: daemon)
            try await daemon.stopped().well()
            try await weekend.isTrue()
        }
    }
}

/// A simulated weekend in a folder, and the daemon that runs it.
struct SimulatedDays {
    let folder: Folder
    let stand: Stand
    let path: String
    /// All sessions, those too that were added.
    let sessions: [String]
    private let journal: String

    init(seed: Int, in folder: Folder) async throws {
        self.folder = folder
        stand = try Stand()
        path = folder.newPath("weekend")
        journal = folder.newPath("journal")
        try await lapwing("simulate", "--meeting", "--seed", "\(seed)", "-o", path, in: folder).well()
        sessions = try FileManager.default.contentsOfDirectory(atPath: "\(path)/sessions").sorted()
        guard sessions.count == 11 else { throw Trouble("sessions: \(sessions)") }
    }

    func daemon() throws -> RunningDaemon {
        try RunningDaemon(
            event: "\(path)/event.yaml", on: stand, in: folder, more: "journal: {directory: \"\(journal)\"}")
    }

    func replay(on daemon: RunningDaemon, _ options: String...) throws -> Child {
        try Child(
            Project.program("lapwing"),
            [
                "replay", path, "--feed", stand.feeds[0].connect, "--recovery", stand.feeds[0].recovery, "--control",
                stand.control, "--linger", "2s",
            ] + options, in: folder)
    }

    /// The result of each session is that of the session alone, byte for byte but for its place in the publication.
    func isTold(by daemon: RunningDaemon) async throws {
        for session in sessions {
            let alone = try await lapwing("classify", "\(path)/sessions/\(session)", "--format", "json", in: folder)
                .well().text
            var told = ""
            let deadline = ContinuousClock.now + .seconds(20)
            repeat {
                told = try await lapwing(
                    "results", "--query", stand.query, "--session", session, "--format", "json", in: folder
                ).well().text
            } while Self.withoutPlace(told) != Self.withoutPlace(alone) && ContinuousClock.now < deadline
            #expect(Self.withoutPlace(told) == Self.withoutPlace(alone), "\(session)")
        }
    }

    private static func withoutPlace(_ results: String) -> String {
        results.replacing(#/"(epoch|seq|nowMs)":\d+,/#, with: "")
    }

    /// Who followed has the classification of every session that was not given up.
    func isFollowed(_ text: String) async throws {
        struct Followed: Decodable {
            struct Results: Decodable { let classification: [RaceResults.Row] }
            let results: [String: Results]
        }
        let followed = try JSONDecoder().decode(Followed.self, from: Data(text.utf8)).results
        for session in sessions where session != "race1" {
            let alone = try RaceResults(
                try await lapwing("classify", "\(path)/sessions/\(session)", "--format", "json", in: folder).well().text
            )
            let rows = try #require(followed[session]?.classification, "\(session) was not followed")
            #expect(rows.map(\.number) == alone.rows.map(\.number) && rows.map(\.totalMs) == alone.rows.map(\.totalMs))
        }
    }

    /// The results out of the meeting's journal are what the simulator knows. One race has a decision more, and one was
    /// given up.
    func isTrue() async throws {
        let event = try FileManager.default.contentsOfDirectory(atPath: journal)
        for session in sessions where !["race1", "race1a"].contains(session) {
            let truth = "\(path)/sessions/\(session)/truth.json"
            let told = try await lapwing(
                "classify", "\(journal)/\(event[0])/meeting", "--session", session, "--expect", truth, in: folder)
            #expect(told.status == 0, "\(session)\n\(told.lines.suffix(12).joined(separator: "\n"))")
        }
    }
}
