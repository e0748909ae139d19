import Foundation
import Testing

/// A way to play a recording, and what a status has to show of it afterwards.
struct Manner: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let options: [String]
    var repeats = false
    var recovers = false

    static let all = [
        Manner(testDescription: "packed", options: ["--speed", "max"]),
        Manner(testDescription: "as JSON", options: ["--speed", "max", "--json"]),
        Manner(testDescription: "up to 5 s out of order", options: ["--speed", "max", "--shuffle", "5s"]),
        Manner(testDescription: "1 % twice", options: ["--speed", "max", "--duplicate", "10"], repeats: true),
        Manner(
            testDescription: "1 % only on request", options: ["--speed", "max", "--withhold", "10"], recovers: true),
        Manner(
            testDescription: "with every trouble, as JSON",
            options: ["--speed", "max", "--shuffle", "5s", "--duplicate", "10", "--withhold", "10", "--json"],
            repeats: true, recovers: true),
    ]
}

extension WholeRaces {
    struct SameClassification {
        private static let races = (Project.hasRaces ? [Race.asia, .limeRock] : []) + [.sebring, .simulated(77)]

        @Test("the classification is the same to the byte however the crossings come", arguments: races)
        func alwaysTheSame(_ race: Race) async throws {
            let folder = try Folder()
            let recording = try await race.recorded(in: folder)
            let alone = try await recording.classified(in: folder)
            #expect(alone.rows.count > 10)
            for manner in Manner.all { try await expectSame(as: alone, recording, manner, in: folder) }
        }

        @Test("the classification is the same to the byte at 600 times real speed, by the clock")
        func atSpeed() async throws {
            let folder = try Folder()
            let race = try await (Project.hasRaces ? Race.asia : .simulated(77)).recorded(in: folder)
            let start = ContinuousClock.now
            let manner = Manner(testDescription: "600 times", options: ["--speed", "600"])
            try await expectSame(as: race.classified(in: folder), race, manner, in: folder)
            // Somewhat more than an hour: it was played at its speed, not as fast as it goes.
            #expect(ContinuousClock.now - start > .seconds(6))
        }

        private func expectSame(
            as alone: RaceResults, _ recording: Recorded, _ manner: Manner, in folder: Folder
        ) async throws {
            try await withDaemon(event: recording.event, in: folder) { daemon in
                let replay = try daemon.replay(recording, manner.options + ["--linger", manner.recovers ? "3s" : "1s"])
                try await replay.ended(within: 60).well()
                let status = try await daemon.holds(recording)
                let results = try await daemon.results()
                #expect(results.classification == alone.classification, "\(manner.testDescription)")
                #expect((status.feeds[0].repeated > 0) == manner.repeats, "\(manner.testDescription)")
                let recovered = status.feeds[0].decoders.reduce(0) { $0 + $1.recovered }
                #expect((recovered > 0) == manner.recovers, "\(manner.testDescription)")
                #expect(status.feeds[0].decoders.allSatisfy { $0.lost == 0 }, "\(manner.testDescription)")
                try await daemon.stopped().well()
            }
        }
    }
}
