import Foundation
import Testing

extension WholeRaces {
    /// A client that was written from docs/protocol.md alone, at both ends. It holds every message that it gets
    /// against docs/protocol.schema.json and fails at the first that is not as that says.
    struct StrangersClient {
        @Test(
            "what a stranger's client feeds, with losses, repeats and late ones, is classified as the core alone does",
            arguments: Race.oneOfEach, ["--json", "--packed", "--mixed"])
        func feeds(_ race: Race, _ form: String) async throws {
            let folder = try Folder()
            let recording = try await race.recorded(in: folder)
            try await withDaemon(event: recording.event, in: folder) { daemon in
                let trouble = ["--withhold", "0.02", "--shuffle-seconds", "5", "--duplicate", "0.02"]
                let fed = try await stranger(fed(recording, by: daemon) + [form] + trouble, in: folder).well()
                let done = try FeedReport(fed.text)
                #expect(done.crossings == recording.crossings)
                #expect(done.duplicated > 0 && done.withheld > 0 && done.recovered >= done.withheld)
                #expect(done.commands == recording.acts && done.lost == 0)
                switch form {
                case "--json": #expect(done.packed == 0)
                case "--packed": #expect(done.packed > 0)
                default: #expect(done.packed > 0 && done.packed < done.messages * 3 / 4)
                }
                try await daemon.holds(recording)
                let results = try await daemon.results()
                #expect(results.classification == (try await recording.classified(in: folder)).classification)
            }
        }

        @Test(
            "a stranger's client that joins late and loses a tenth of the messages ends with the daemon's table",
            arguments: Race.oneOfEach)
        func follows(_ race: Race) async throws {
            let folder = try Folder()
            let recording = try await race.recorded(in: folder)
            try await withDaemon(event: recording.event, in: folder) { daemon in
                let stand = daemon.stand
                let table = folder.path("table.json")
                let replay = try daemon.replay(recording, "--speed", "400", "--linger", "1s")
                let late = try await daemon.status { $0.seq >= 300 }.seq
                let follower = try Child(
                    Project.python,
                    [
                        Project.client("lapwing_client.py"), "follow", "--publication", stand.publication, "--query",
                        stand.query, "--session", recording.session, "--drop", "0.1", "--timeout", "60", "--out", table,
                    ], in: folder)
                try await replay.ended(within: 60).well()
                let followed = try await follower.ended(within: 60).well().text
                let said = try #require(followed.firstMatch(of: Self.report), "\(followed)")
                let messages = try #require(Int(said.1))
                // Heartbeats and status come beside the deltas, three a second.
                #expect(messages < recording.crossings + recording.acts - late + 100, "it did not join late")
                #expect(messages > 500, "it joined too late to follow anything")
                #expect(try #require(Int(said.2)) > 20, "next to nothing was dropped")
                #expect(try #require(Int(said.3)) > 20, "next to nothing was recovered")

                struct Table: Decodable { let rows: [RaceResults.Row] }
                let text = try Data(contentsOf: URL(filePath: table))
                let theirs = try JSONDecoder().decode(Table.self, from: text).rows
                let ours = try await recording.classified(in: folder).rows
                #expect(
                    theirs.map { SheetRow($0, countingStops: true) } == ours.map { SheetRow($0, countingStops: true) })
            }
        }

        private static var report: Regex<(Substring, Substring, Substring, Substring)> {
            /follow: (\d+) messages, (\d+) dropped on purpose, (\d+) recovered by range, \d+ snapshots, table equal/
        }

        private func fed(_ recording: Recorded, by daemon: RunningDaemon) -> [String] {
            let feed = daemon.stand.feeds[0]
            return [
                "feed", "--recording", recording.file, "--bind", feed.connect, "--recovery", feed.recovery, "--query",
                daemon.stand.query, "--control", daemon.stand.control, "--timeout", "50",
            ]
        }
    }
}

/// The line that `feed` ends with.
private struct FeedReport {
    var crossings, messages, packed, duplicated, withheld, recovered, commands, lost: Int

    init(_ text: String) throws {
        let numbers = [
            /(\d+) crossings in/, /in (\d+) messages/, /\((\d+) packed/, /(\d+) duplicated/, /(\d+) withheld/,
            /with (\d+) crossings/, /(\d+) commands \(0 refused/, /(\d+) lost/,
        ].compactMap { text.firstMatch(of: $0).flatMap { Int($0.1) } }
        guard numbers.count == 8 else { throw Trouble("not understood: \(text)") }
        (crossings, messages, packed, duplicated) = (numbers[0], numbers[1], numbers[2], numbers[3])
        (withheld, recovered, commands, lost) = (numbers[4], numbers[5], numbers[6], numbers[7])
    }
}
