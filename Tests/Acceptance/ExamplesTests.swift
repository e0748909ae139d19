import Foundation
import Testing

extension WholeHouse {
    /// `examples/`: what a stranger begins with.
    struct Examples {
        @Test("the feed and the subscriber of examples/ carry a race from first crossing to result")
        func race() async throws {
            let folder = try Folder()
            let race = try await Race.simulated(41).recorded(in: folder)
            let crossings = try Self.crossings(of: race, in: folder)
            try await withDaemon(event: race.event, in: folder) { daemon in
                let stand = daemon.stand
                let start = try #require(try Self.start(of: race))
                try await daemon.control("session", "start", "--at-us", "\(start)", "--anyway").well()
                let subscriber = try Child(
                    Project.python, [Project.example("subscriber.py"), stand.publication, stand.query], in: folder)
                let feed = try Child(
                    Project.python, [Project.example("feed.py"), crossings, "900"], in: folder,
                    environment: ["LAPWING_FEED": stand.feeds[0].connect, "LAPWING_RECOVERY": stand.feeds[0].recovery])
                defer { feed.kill() }
                let told = try await subscriber.ended(within: 90).well().lines
                let status = try await daemon.status()
                #expect(status.feeds[0].decoders.map(\.received) == [race.crossings])
                #expect(status.feeds[0].decoders.map(\.lost) == [0])
                let results = try await daemon.results()
                let wanted = results.rows.compactMap { row in
                    row.position.map { "\($0) \(row.number) \(row.laps)" }
                }
                #expect(wanted.count > 20)
                #expect(told.suffix(wanted.count).map(Self.placed) == wanted)
                #expect(told.count { $0.contains(": lap ") } > 200, "it joined too late to follow anything")
            }
        }

        /// Position, number and laps of a line of the result.
        private static func placed(_ line: String) -> String {
            line.split(separator: " ").prefix(3).joined(separator: " ")
        }

        /// The crossings of a recording as a box that does everything alone would have them.
        private static func crossings(of race: Recorded, in folder: Folder) throws -> String {
            struct Crossing: Decodable {
                let timeUs, loop, transponder: Int
                let driver: Int?
            }
            struct Line: Decodable { let crossings: [Crossing]? }
            let found = try lines(of: race).flatMap { try JSONDecoder().decode(Line.self, from: $0).crossings ?? [] }
            let text = found.sorted { $0.timeUs < $1.timeUs }
                .map { "\($0.timeUs) \($0.loop) \($0.transponder) \($0.driver ?? 0)\n" }.joined()
            return try folder.write(text, to: "crossings.txt")
        }

        /// The instant of the start signal; nil when race control has more to say than that.
        private static func start(of race: Recorded) throws -> Int? {
            struct Line: Decodable {
                struct Command: Decodable { let action: String? }
                let atUs: Int?
                let command: Command?
            }
            let acts = try lines(of: race).map { try JSONDecoder().decode(Line.self, from: $0) }
                .filter { $0.command != nil }
            return acts.first { $0.command?.action == "start" }?.atUs
        }

        private static func lines(of race: Recorded) throws -> [Data] {
            try String(contentsOfFile: race.file, encoding: .utf8).split(separator: "\n").map { Data($0.utf8) }
        }
    }
}
