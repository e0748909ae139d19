import Foundation
import Testing
import Wire

extension WholeRaces {
    /// What cars owe, through the real processes: each of the simulator's 30 cars one stop of 85 s, begun from 25 to 35
    /// minutes, with a change of drivers.
    struct Owing {
        /// A simulated race, and the instant of its start in µs of UTC.
        private func race(in folder: Folder) async throws -> (recorded: Recorded, start: Int64) {
            let race = try await Race.simulated(2018).recorded(in: folder)
            let start = try Self.messages(race).first { $0["command"]?["action"]?.text == "start" }
            return (race, try #require(start?["atUs"]?.integer))
        }

        private static func messages(_ race: Recorded) throws -> [JSON] {
            try String(contentsOfFile: race.file, encoding: .utf8).split(separator: "\n").map {
                try JSON(Array($0.utf8))
            }
        }

        /// The recording as far as so many seconds after the start.
        private func part(of race: Recorded, until micros: Int64, in folder: Folder) throws -> Recorded {
            let directory = folder.newPath("part")
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
            try FileManager.default.copyItem(atPath: race.event, toPath: "\(directory)/event.yaml")
            let lines = try String(contentsOfFile: race.file, encoding: .utf8).split(separator: "\n").filter { line in
                let message = try JSON(Array(line.utf8))
                let at = message["atUs"] ?? message["crossings"]?.elements?.first?["timeUs"]
                return (at?.integer ?? 0) < micros
            }
            try Data((lines.joined(separator: "\n") + "\n").utf8)
                .write(to: URL(filePath: "\(directory)/recording.jsonl"))
            return try Recorded(directory)
        }

        private func results(_ daemon: RunningDaemon) async throws -> JSON {
            try JSON(Array(try await daemon.results().text.utf8))
        }

        /// States of an obligation, by car.
        private func states(_ results: JSON, of id: String = "stop1") -> [String: String] {
            var states: [String: String] = [:]
            for verdict in results["verdicts"]?.elements ?? [] where verdict["id"]?.text == id {
                states[verdict["car"]?.text ?? ""] = verdict["state"]?.text
            }
            return states
        }

        private func infringement(_ car: String, in results: JSON) -> JSON? {
            results["infringements"]?.elements?.first { $0["car"]?.text == car && $0["id"]?.text == "stop1" }
        }

        @Test("a daemon says of every stop what the recording alone says, and its sheet too")
        func same() async throws {
            let folder = try Folder()
            let race = try await race(in: folder).recorded
            try await withDaemon(event: race.event, in: folder) { daemon in
                try await daemon.took(race)
                let asked = try await results(daemon)
                let alone = try JSON(Array(try await race.classified(in: folder).text.utf8))
                for list in ["verdicts", "infringements", "net"] { #expect(asked[list] == alone[list]) }
                let states = states(asked)
                #expect(states.count == 30 && states.values.count { $0 == "served" } > 25)
                #expect(asked["net"] == .array([]))
                let sheet = try await lapwing("results", "--query", daemon.stand.query, in: folder).well()
                let title = try #require(sheet.lines.firstIndex(of: "mandatory stops"))
                #expect(sheet.lines.count >= title + 32)
                let one = try await lapwing("compliance", "--query", daemon.stand.query, "--car", "7", in: folder)
                    .well().lines
                #expect(one.count == 3 && one[1].contains("stop 1") && one[2].contains("driver change 1"))
                let json = try await lapwing(
                    "compliance", "--query", daemon.stand.query, "--car", "7", "--format", "json", in: folder
                ).well()
                #expect(try JSON(Array(json.text.utf8.dropLast()))["verdicts"]?.elements?.count == 2)
            }
        }

        @Test(
            "the board shows in the window who has to stop until when, who may leave when, and the place net of stops")
        func board() async throws {
            let folder = try Folder()
            let (race, start) = try await race(in: folder)
            let part = try part(of: race, until: start + 1_700_000_000, in: folder)
            try await withDaemon(event: race.event, in: folder) { daemon in
                try await daemon.took(part)
                let watch = ["watch", "--once", "--width", "200", "--publication", daemon.stand.publication]
                let lines = try await run(
                    Project.program("lapwing"), watch + ["--query", daemon.stand.query], in: folder
                ).well().lines
                let columns = try #require(lines.first { $0.hasPrefix("POS") }).split(separator: " ")
                #expect(columns.contains("NET") && columns.contains("STOP"))
                #expect(lines.contains { $0.contains(#/\bopen \d:\d\d\b/#) })
                #expect(lines.contains { $0.contains(#/PIT .* in pit [01]:\d\d\b/#) })
                let net = try await results(daemon)["net"]?.elements?.compactMap { $0["position"]?.integer }
                #expect(net == Array(1...Int64(net?.count ?? 0)) && (net?.count ?? 0) > 25)
            }
        }

        @Test("who takes the alerts hears of each stop that became another, and ends where the results stand")
        func alerts() async throws {
            let folder = try Folder()
            let (race, start) = try await race(in: folder)
            try await withDaemon(event: race.event, in: folder) { daemon in
                let listener = try await daemon.listener(to: "alerts/race", quiet: 5)
                // At a pace at which the end comes after the race, so that each stop is told as it happens.
                let replay = try daemon.replay(race, "--speed", "1500", "--linger", "1s")
                try await replay.ended(within: 60).well()
                try await daemon.holds(race)
                // Longer stops, said after the race: what was served is short now.
                try await daemon.control(
                    "bulletin", "--minimum", "88s", "--at-us", "\(start)", "--id", "bulletin-1"
                ).well()
                let lines = try await listener.ended(within: 60).well().lines.dropFirst()
                var heard: [String: String] = [:]
                var infringements: JSON?
                for line in lines {
                    let message = try JSON(Array(line.utf8))
                    #expect(message["rows"] == .array([]))
                    for verdict in message["verdicts"]?.elements ?? [] where verdict["id"]?.text == "stop1" {
                        heard[verdict["car"]?.text ?? ""] = verdict["state"]?.text
                    }
                    infringements = message["infringements"] ?? infringements
                }
                let results = try await results(daemon)
                #expect(lines.count > 50, "a stop is told when it opens, when the car comes in and when it leaves")
                #expect(heard == states(results))
                #expect(infringements == results["infringements"])
                #expect(heard.values.contains("short") && heard.values.contains("served"))
            }
        }

        @Test("a bulletin moves the window from its instant on, and is as if it had never been when it is taken back")
        func bulletin() async throws {
            let folder = try Folder()
            let (race, start) = try await race(in: folder)
            try await withDaemon(event: race.event, in: folder) { daemon in
                try await daemon.took(race)
                let before = try await results(daemon)
                try await daemon.control(
                    "bulletin", "--opens", "40min", "--closes", "50min", "--at-us", "\(start)", "--id", "bulletin-1"
                ).well()
                let moved = states(try await results(daemon))
                #expect(moved.values.count { $0 == "early" } > 25)
                let explained = try await lapwing(
                    "explain", "--query", daemon.stand.query, "--car", "7", "--obligation", "stop1", in: folder
                ).well()
                #expect(explained.lines[0].hasPrefix("car 7 · stop 1 · EARLY"))
                #expect(explained.text.contains("bulletin-1 by timekeeper"))
                #expect(explained.text.contains("stops.window.opens: 40:00.000"))
                try await daemon.control("withdraw", "bulletin-1").well()
                let after = try await results(daemon)
                #expect(after["verdicts"] == before["verdicts"])
                #expect(after["infringements"] == before["infringements"])
                // Said when all is over it concerns no stop that was made.
                try await daemon.control("bulletin", "--opens", "40min", "--closes", "50min").well()
                #expect(
                    states(try await results(daemon)).filter { $0.value == "served" }
                        == states(before).filter { $0.value == "served" })
            }
        }

        @Test("the stewards' word: a penalty for it, no action, excused")
        func rulings() async throws {
            let folder = try Folder()
            let (race, start) = try await race(in: folder)
            try await withDaemon(event: race.event, in: folder) { daemon in
                try await daemon.took(race)
                try await daemon.control("bulletin", "--minimum", "120s", "--at-us", "\(start)").well()
                let short = states(try await results(daemon)).filter { $0.value == "short" }.keys.sorted()
                let (first, second, third) = (try #require(short.first), short[1], short[2])
                #expect(infringement(first, in: try await results(daemon))?["state"]?.text == "reported")
                try await daemon.control(
                    "penalty", first, "--time", "5000ms", "--for", "stop1", "--reason", "short", "--id", "decision-1"
                ).well()
                for (car, ruling) in [(second, "noAction"), (third, "excused")] {
                    try await daemon.control(
                        "ruling", car, "stop1", ruling, "--reason", "held up", "--id", "ruling-\(ruling)"
                    ).well()
                }
                let decided = try await results(daemon)
                #expect(infringement(first, in: decided)?["state"]?.text == "penalised")
                #expect(infringement(first, in: decided)?["act"]?.text == "decision-1")
                #expect(infringement(second, in: decided)?["state"]?.text == "closed")
                #expect(infringement(third, in: decided) == nil)
                #expect(states(decided)[third] == "notApplicable")
                let text = try await lapwing("compliance", "--query", daemon.stand.query, "--car", first, in: folder)
                    .well().text
                #expect(text.contains("car \(first): stop 1: too short by") && text.contains("penalised by decision-1"))
                let nobody = try await daemon.control("ruling", "none", "stop1", "excused", "--reason", "x")
                #expect(nobody.status != 0 && nobody.errors.contains("unknown-car"))
                let nothing = try await daemon.control("ruling", first, "stops", "excused", "--reason", "x")
                #expect(nothing.status != 0 && nothing.errors.contains("expected the id of an obligation"))
            }
        }

        @Test("every verdict of a race can be explained, as the schema says")
        func explained() async throws {
            let folder = try Folder()
            let race = try await race(in: folder).recorded
            var blocks: [String] = []
            let results = try JSON(Array(try await race.classified(in: folder).text.utf8))
            for verdict in (results["verdicts"]?.elements ?? []).prefix(12) {
                let message = try await lapwing(
                    "explain", "--recording", race.directory, "--json", "--car", verdict["car"]?.text ?? "",
                    "--obligation", verdict["id"]?.text ?? "", in: folder
                ).well().text
                #expect(try JSON(Array(message.utf8.dropLast()))["obligation"] == verdict)
                blocks.append("```json\n\(message.trimmingCharacters(in: .newlines))\n```\n")
            }
            // The check wants so many messages at least.
            let document = try folder.write((blocks + blocks).joined(), to: "explanations.md")
            let schema = Project.root.appending(path: "docs/protocol.schema.json").path
            try await run(Project.python, [Project.client("check_examples.py"), document, schema], in: folder).well()
        }
    }
}
