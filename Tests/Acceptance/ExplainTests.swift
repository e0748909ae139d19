import Foundation
import Testing

extension WholeHouse {
    /// Why the table says what it says, asked of a daemon and of a recording.
    struct Explaining {
        private func said(_ verb: String, _ arguments: [String], in folder: Folder) async throws -> Ended {
            try await run(Project.program("lapwing"), [verb] + arguments, in: folder)
        }

        @Test("a daemon explains a place, a lap and a stop in the words in which the recording alone explains them")
        func same() async throws {
            let folder = try Folder()
            let race = try await Race.simulated(77).recorded(in: folder)
            try await withDaemon(event: race.event, in: folder) { daemon in
                try await daemon.took(race)
                let row = try #require(try await daemon.results().rows.first { !$0.stops.isEmpty })
                let best = try #require(row.bestLap)
                for thing in [["--position"], ["--lap", "\(best)"], ["--lap", "1"], ["--stop", "1"]] {
                    let car = ["--car", row.number] + thing
                    let asked = try await said("explain", ["--query", daemon.stand.query] + car, in: folder).well()
                    let alone = try await said("explain", ["--recording", race.directory] + car, in: folder).well()
                    #expect(asked.lines.map(Self.withoutPlace) == alone.lines.map(Self.withoutPlace))
                    #expect(asked.lines[0].hasPrefix("car \(row.number) · "))
                    #expect(asked.text.contains("decoder 1"))
                }
                let lap = try await said(
                    "explain", ["--query", daemon.stand.query, "--car", row.number, "--lap", "\(best)"], in: folder
                ).well()
                #expect(lap.lines.contains { $0.hasPrefix("the car's best lap") })
                let place = try await said(
                    "explain", ["--query", daemon.stand.query, "--car", row.number], in: folder
                ).well()
                #expect(place.text.contains(#/event\.yaml:\d+: race\.classifiedPercent: \d+/#))
            }
        }

        @Test("a decision, an amendment and their taking back are named where they bear")
        func decisions() async throws {
            let folder = try Folder()
            let race = try await Race.simulated(77).recorded(in: folder)
            try await withDaemon(event: race.event, in: folder) { daemon in
                try await daemon.took(race)
                let row = try await daemon.results().rows[1]
                let best = try #require(row.bestLap)
                let car = ["--query", daemon.stand.query, "--car", row.number]
                _ = try await daemon.control(
                    "penalty", row.number, "--time", "500000ms", "--reason", "track limits", "--id", "decision-1"
                ).well()
                _ = try await daemon.control(
                    "penalty", row.number, "--lap-time", "\(best)", "--reason", "cutting", "--id", "decision-2"
                ).well()
                var place = try await said("explain", car, in: folder).well()
                #expect(place.text.contains("+ 8:20.000 of penalties ="))
                #expect(place.text.contains("decision-1 by timekeeper"))
                let lap = try await said("explain", car + ["--lap", "\(best)"], in: folder).well()
                #expect(lap.text.contains("not the car's best lap: its time was deleted by decision-2"))
                _ = try await daemon.control("withdraw", "decision-1", "--id", "decision-3").well()
                place = try await said("explain", car, in: folder).well()
                #expect(!place.text.contains("of penalties ="))
                #expect(place.text.contains("track limits; taken back by decision-3"))
            }
        }

        @Test("what is not there is refused in words, by a daemon as of a recording")
        func refusals() async throws {
            let folder = try Folder()
            let race = try await Race.simulated(77).recorded(in: folder)
            try await withDaemon(event: race.event, in: folder) { daemon in
                try await daemon.took(race)
                let number = try await daemon.results().rows[0].number
                let asked: [(arguments: [String], words: String)] = [
                    (["--car", "no car"], "refused (unknown-car): car: no entry has number \"no car\""),
                    (["--car", number, "--lap", "999"], "refused (wrong-value): lap: found 999; expected 1 to "),
                    (["--car", number, "--stop", "99"], "refused (wrong-value): stop: found 99; expected 1 to "),
                ]
                for source in [["--query", daemon.stand.query], ["--recording", race.directory]] {
                    for each in asked {
                        let ended = try await said("explain", source + each.arguments, in: folder)
                        #expect(ended.status != 0 && ended.text.isEmpty)
                        #expect(ended.errors.contains(each.words), "\(ended.errors)")
                    }
                }
                let both = try await said("explain", ["--car", number, "--lap", "1", "--stop", "1"], in: folder)
                #expect(both.status != 0 && both.errors.contains("one of --lap, --stop, --obligation and --position"))
            }
        }

        @Test("every explanation of a race with missed reads and clocks put right is as the schema says")
        func schema() async throws {
            let folder = try Folder()
            let directory = folder.newPath("race")
            let trouble = [
                "-o", directory, "--seed", "5", "--cars", "8", "--duration", "12min", "--missed-reads", "40",
                "--clock-offset", "103=7250@5:00", "--dead-heat", "place",
            ]
            try await said("simulate", trouble, in: folder).well()
            let race = try Recorded(directory)
            var blocks: [String] = []
            for row in try await race.classified(in: folder).rows.prefix(4) {
                let car = ["--recording", directory, "--json", "--car", row.number]
                var things = [["--position"]] + (1..<row.laps + 1).map { ["--lap", "\($0)"] }
                things += row.stops.indices.map { ["--stop", "\($0 + 1)"] }
                for thing in things {
                    let message = try await said("explain", car + thing, in: folder).well().text
                    blocks.append("```json\n\(message.trimmingCharacters(in: .newlines))\n```\n")
                }
            }
            #expect(blocks.contains { $0.contains("\"basis\":\"provisional\"") })
            #expect(blocks.contains { $0.contains("\"retimedBy\":\"") })
            let document = try folder.write(blocks.joined(), to: "explanations.md")
            let checked = try await run(
                Project.python,
                [
                    Project.client("check_examples.py"), document,
                    Project.root.appending(path: "docs/protocol.schema.json").path,
                ],
                in: folder
            ).well()
            #expect(checked.text == "\(blocks.count) examples valid\n")
        }

        @Test(
            "a classification on the way is the same of a daemon and of a recording, and only at the rulebook's times")
        func intermediate() async throws {
            let folder = try Folder()
            let race = try await Race.simulated(77).recorded(in: folder)
            let event = try String(contentsOfFile: race.event, encoding: .utf8)
            let ruled = event.replacing("  race:\n", with: "  race:\n    intermediates: [20 min, 40 min]\n")
            try Data(ruled.utf8).write(to: URL(filePath: race.event))
            try await withDaemon(event: race.event, in: folder) { daemon in
                try await daemon.took(race)
                let query = ["--query", daemon.stand.query]
                for time in ["20min", "40 min"] {
                    let at = ["--intermediate", time, "--format", "json"]
                    let asked = try await said("results", query + at, in: folder).well()
                    let alone = try await said("classify", [race.directory] + at, in: folder).well()
                    #expect(Self.classification(asked.text) == Self.classification(alone.text))
                    #expect(asked.text.contains("\"isComplete\":true"))
                }
                let text = try await said("results", query + ["--intermediate", "20min"], in: folder).well()
                #expect(text.lines[0].hasSuffix("at 0:20:00 · complete"))
                #expect(text.lines[2].split(separator: " ").suffix(3) == ["LAPS", "TOTAL", "GAP"])
                let wrong = try await said("results", query + ["--intermediate", "30min"], in: folder)
                #expect(wrong.status != 0)
                #expect(wrong.errors.contains("refused (wrong-value): intermediateMs: found 1800000"))
                #expect(wrong.errors.contains("expected 1200000 or 2400000"))
            }
        }

        private static func classification(_ text: String) -> Substring? {
            text.range(of: "\"classification\":").map { text[$0.upperBound...] }
        }

        /// A rule without the path of its file, which the daemon and the command line may have been given differently.
        private static func withoutPlace(_ line: String) -> String {
            line.replacing(#/^  \S+event\.yaml:/#, with: "  event.yaml:")
        }
    }
}
