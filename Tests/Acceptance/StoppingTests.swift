import Foundation
import Testing

extension WholeRaces {
    /// SIGTERM while a feed sends and a subscriber lags.
    struct Stopping {
        @Test("a daemon told to stop publishes everything it had received, to a subscriber that has read nothing yet")
        func everythingReceived() async throws {
            let words = try await lastWords("--when", "received")
            #expect(words.before == words.sent)
            #expect(words.published == words.sent)
        }

        @Test("a daemon told to stop in the middle of a burst publishes without a gap up to where it stops")
        func inTheMiddle() async throws {
            let words = try await lastWords("--when", "first-delta")
            #expect(words.published >= words.before)
            #expect(words.published <= words.sent)
        }

        @Test("SIGINT, as from a terminal, ends it as well")
        func interrupted() async throws {
            let folder = try Folder()
            let race = try await Race.simulated(1).recorded(in: folder)
            try await withDaemon(event: race.event, in: folder) { daemon in
                try await daemon.status { _ in true }
                daemon.child.signal(SIGINT)
                try await daemon.child.ended(within: 5).well()
            }
        }

        /// What a subscriber hears of a daemon that is stopped under load.
        private struct LastWords: Decodable {
            /// Crossings that were fed, that were known to be taken before the signal, and that were published.
            let sent, before, published: Int
            /// Whether the crossings published are 1 … n, and the deltas too.
            let isGapless: Bool
            /// Of the last heartbeat, and one above the last delta.
            let next, following: Int
        }

        private func lastWords(_ options: String...) async throws -> LastWords {
            let folder = try Folder()
            let event = try folder.write(Self.event, to: "event.yaml")
            let stand = try Stand()
            let daemon = try RunningDaemon(event: event, on: stand, in: folder)
            let watcher = try Child(
                Project.python,
                [
                    Project.client("last_words.py"), "--bind", stand.feeds[0].connect, "--publication",
                    stand.publication, "--query", stand.query, "--session", "race", "--daemon", "\(daemon.child.id)",
                    "--count", "20000",
                ] + options, in: folder)
            let stopped = try await daemon.child.ended(within: 40)
            let words = try await watcher.ended(within: 20).well()
            #expect(stopped.status == 0)
            #expect(stopped.errors.contains("finishing what is held"))
            #expect(stopped.errors.hasSuffix("stopped\n"))
            let heard = try JSONDecoder().decode(LastWords.self, from: Data(words.text.utf8))
            #expect(heard.isGapless)
            #expect(heard.next == heard.following)
            return heard
        }

        /// One car, one loop: what is crossed does not matter here.
        private static let event = """
            event: Test
            circuit:
              name: Test
              loops:
                - {id: 1, name: Line, kind: line}
            series:
              name: Test
              race: {classifiedPercent: 0, classifiedBasis: overall}
            sessions:
              - {id: race, name: Race, kind: race}
            entries:
              - {number: 1, class: GT3, team: Test, transponders: [1], drivers: []}

            """
    }
}
