import Foundation
import Testing

extension WholeOutside {
    struct BadInput {
        @Test("100,000 random and broken messages in mid-race harm neither the daemon nor the classification")
        func fuzzed() async throws {
            let folder = try Folder()
            let race = try await (Project.hasRaces ? Race.asia : .simulated(77)).recorded(in: folder)
            try await withDaemon(event: race.event, feeds: 2, in: folder) { daemon in
                let stand = daemon.stand
                let began = ContinuousClock.now
                let slow = try daemon.replay(race, "--from", "0:20:00", "--speed", "10")
                let before = try await daemon.status { $0.seq > 500 }
                let said = try await stranger(
                    [
                        "fuzz", "--count", "100000", "--feed-bind", stand.feeds[1].connect, "--control", stand.control,
                        "--query", stand.query,
                    ], in: folder, within: 120
                ).well().text
                let after = try await daemon.status()
                #expect(said.contains("100000 messages sent"))
                #expect(try await daemon.results().phase == "running", "the race was over before the noise was")
                #expect(after.feeds[0].crossings > before.feeds[0].crossings, "the race stood still in the noise")
                expectCounted(after)
                slow.kill()

                // The stand starts again and sends everything: what is known counts once.
                try await daemon.took(race)
                let results = try await daemon.results()
                #expect(results.classification == (try await race.classified(in: folder)).classification)
                expectShortLog(daemon, since: began)
                #expect(daemon.child.isRunning)
                try await daemon.stopped().well()
            }
        }

        /// Everything that was not understood is counted under its reason.
        private func expectCounted(_ status: Status) {
            let reasons = [
                "not-json", "wrong-version", "wrong-type", "missing-field", "wrong-value", "unknown-session",
                "unknown-car", "outside-session", "bad-magic", "bad-length",
            ]
            for reason in reasons { #expect(status.refused[reason, default: 0] > 100, "\(reason)") }
            // Of a hundred messages about six are still sound after their mutation.
            let total = status.refused.values.reduce(0, +)
            #expect((50_000...100_000).contains(total), "\(status.refused)")
            #expect(status.feeds[1].messages > 30_000)
            #expect(status.feeds[1].state != "waiting")
        }

        /// Each door tells each reason at most once in ten seconds, and strange transponders a hundred times at most.
        private func expectShortLog(_ daemon: RunningDaemon, since began: ContinuousClock.Instant) {
            let tens = Int((ContinuousClock.now - began).components.seconds / 10) + 1
            let lines = daemon.child.errorText.split(separator: "\n")
            let refusals = lines.count { $0.contains("refused at") }
            #expect(refusals > 10)
            #expect(refusals <= 2 * 15 * tens, "\(lines.count) lines")
            #expect(lines.count <= 2 * 15 * tens + 101 + 20, "\(lines.count) lines")
            #expect(lines.allSatisfy { $0.utf8.count < 2000 })
        }
    }
}
