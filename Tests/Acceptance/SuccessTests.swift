import Foundation
import Testing

/// Two simulated races of one entry list, of which the second has success penalties.
private struct Meeting {
    let first: Recorded
    let second: Recorded
    /// The event of the second race, with the rules; its stop lasts 85 s at least.
    let event: String

    init(in folder: Folder) async throws {
        var races: [Recorded] = []
        for duration in ["20min", "30min"] {
            let directory = folder.newPath("race")
            try await lapwing("simulate", "-o", directory, "--seed", "77", "--duration", duration, in: folder).well()
            races.append(try Recorded(directory))
        }
        (first, second) = (races[0], races[1])
        let rules = """
            series:
              success: {times: [15 s, 10 s, 5 s]}
              points: {scale: [25, 18, 15, 12, 10, 8, 6, 4, 2, 1], halfBelow: 75, leastLaps: 2}

            """
        event = try String(contentsOfFile: second.event, encoding: .utf8).replacing("series:\n", with: rules)
    }

    /// The three best of a class by its results, and their times in the next race.
    static func podium(_ results: String, of carClass: String) throws -> [String: String] {
        struct Results: Decodable {
            struct Row: Decodable {
                let number: String
                let `class`: String
                let classPosition: Int?
            }
            let classification: [Row]
        }
        let times = ["15 s", "10 s", "5 s"]
        let rows = try JSONDecoder().decode(Results.self, from: Data(results.utf8)).classification
        return Dictionary(
            uniqueKeysWithValues: rows.filter { $0.class == carClass }.compactMap { row in
                row.classPosition.flatMap { $0 <= 3 ? (row.number, times[$0 - 1]) : nil }
            })
    }

    /// Lines of the event's file as cars and times.
    static func additions(_ yaml: String) -> [String: String] {
        Dictionary(
            uniqueKeysWithValues: yaml.matches(of: /\n  "(.+)": (\d+ s)/).map { (String($0.1), String($0.2)) })
    }
}

@Suite("Success penalties and points from the command line")
struct SuccessTests {
    @Test("the first three of each class have their times in the next race, in its event's file too")
    func file() async throws {
        let folder = try Folder()
        let meeting = try await Meeting(in: folder)
        let event = try folder.write(meeting.event, to: "event.yaml")
        let results = try await lapwing("classify", meeting.first.directory, "--format", "json", in: folder).well().text
        let sheet = try folder.write(results, to: "first.json")
        let asked = ["success", "--event", event, "--session", "race"]
        let yaml = try await run(Project.program("lapwing"), asked + [sheet, "--format", "yaml"], in: folder).well()
        let podiums = try ["GT3", "GT4"].map { try Meeting.podium(results, of: $0) }
        #expect(podiums.map(\.count) == [3, 3])
        #expect(Meeting.additions(yaml.text) == podiums[0].merging(podiums[1]) { first, _ in first })
        // The recording itself says the same.
        let recorded = try await run(
            Project.program("lapwing"), asked + [meeting.first.directory, "--format", "yaml"], in: folder
        ).well()
        #expect(recorded.text == yaml.text)

        let text = try await run(Project.program("lapwing"), asked + [sheet], in: folder).well()
        #expect(text.lines.count { $0.contains(" 15.000  place 1 in Race, Sepang") } == 2)
        #expect(text.text.contains("the result is provisional"))

        let lines = yaml.lines.map { "    \($0)\n" }.joined()
        let stated = try folder.write(
            meeting.event.replacing("    kind: race\n", with: "    kind: race\n\(lines)"), to: "stated.yaml")
        #expect(try await lapwing("check", stated, in: folder).well().text == "\(stated): good\n")
    }

    @Test("when the stewards disqualify a winner, those behind move up, also in the points")
    func amended() async throws {
        let folder = try Folder()
        let meeting = try await Meeting(in: folder)
        let event = try folder.write(meeting.event, to: "event.yaml")
        let before = try await lapwing("classify", meeting.first.directory, "--format", "json", in: folder).well().text
        let winner = try #require(try Meeting.podium(before, of: "GT3").first { $0.value == "15 s" }?.key)
        let decisions = try folder.write(
            #"{"v":1,"type":"command","by":"stewards","command":{"kind":"penalty","car":"\#(winner)","#
                + #""disqualified":true,"reason":"underweight"}}"# + "\n"
                + #"{"v":1,"type":"command","by":"stewards","command":{"kind":"session","action":"final"}}"# + "\n",
            to: "decisions.jsonl")
        let after = try await lapwing(
            "classify", meeting.first.directory, "--commands", decisions, "--format", "json", in: folder
        ).well().text
        let sheet = try folder.write(after, to: "amended.json")
        let yaml = try await lapwing(
            "success", "--event", event, "--session", "race", sheet, "--format", "yaml", in: folder
        ).well().text
        let podiums = try ["GT3", "GT4"].map { try Meeting.podium(after, of: $0) }
        #expect(podiums[0][winner] == nil)
        #expect(Meeting.additions(yaml) == podiums[0].merging(podiums[1]) { first, _ in first })
        #expect(!yaml.contains("provisional"))
        let points = try await lapwing("points", "--event", event, sheet, meeting.second.directory, in: folder).well()
        #expect(points.lines.contains { $0.hasPrefix("R1 Race, Sepang") && !$0.contains("provisional") })
        #expect(points.lines.contains("GT3 Pro/Am"))
    }

    @Test("what is no result of a race that is over is refused, with what to do")
    func refusals() async throws {
        let folder = try Folder()
        let meeting = try await Meeting(in: folder)
        let event = try folder.write(meeting.event, to: "event.yaml")
        let results = try await lapwing("classify", meeting.first.directory, "--format", "json", in: folder).well().text
        func file(_ name: String, _ old: String, _ new: String) throws -> String {
            try folder.write(results.replacing(old, with: new), to: name)
        }
        let good = try file("good.json", "", "")
        let earlier = try file("earlier.json", "\"startMs\":1526715136227", "\"startMs\":1526715136226")
        let asked: [(arguments: [String], words: String)] = [
            ([event, "race9", good], "found no race \"race9\", expected one of race"),
            ([event, "race", event], "no results; expected those of a race"),
            (
                [event, "race", try file("q.json", "\"kind\":\"race\"", "\"kind\":\"qualifying\"")],
                "which is qualifying"
            ),
            (
                [event, "race", try file("now.json", "\"phase\":\"ended\"", "\"phase\":\"running\"")],
                "which is running, expected a race that has ended"
            ),
            ([event, "race", good, earlier], "expected a later race; name the results in order of the races"),
            ([meeting.second.event, "race", good], "no success penalties; expected the key success in the series"),
        ]
        for each in asked {
            let arguments = ["success", "--event", each.arguments[0], "--session"] + each.arguments.dropFirst()
            let ended = try await run(Project.program("lapwing"), arguments, in: folder)
            #expect(ended.status != 0 && ended.text.isEmpty)
            #expect(ended.errors.contains(each.words), "\(ended.errors)")
        }
    }
}

extension WholeHouse {
    struct SuccessSending {
        /// What a daemon requires of each car at its stop, in milliseconds.
        private func required(_ daemon: RunningDaemon) async throws -> [String: Int] {
            struct Results: Decodable {
                struct Verdict: Decodable {
                    let car: String
                    let id: String
                    let requiredMs: Int?
                }
                let verdicts: [Verdict]
            }
            let results = try JSONDecoder().decode(Results.self, from: Data(try await daemon.results().text.utf8))
            return Dictionary(
                uniqueKeysWithValues: results.verdicts.filter { $0.id == "stop1" }.map { ($0.car, $0.requiredMs ?? 0) })
        }

        @Test("penalties sent to a daemon before the race are asked at the stop; sent anew, those of before are gone")
        func sent() async throws {
            let folder = try Folder()
            let meeting = try await Meeting(in: folder)
            let event = try folder.write(meeting.event, to: "event.yaml")
            try await withDaemon(event: event, in: folder) { daemon in
                func send(_ race: Recorded) async throws -> [String: String] {
                    let sent = try await lapwing(
                        "success", "--event", event, "--session", "race", race.directory, "--format", "yaml", "--send",
                        "--control", daemon.stand.control, in: folder
                    ).well()
                    #expect(sent.lines.last == "# sent to \(daemon.stand.control): 30 cars, 6 with a time")
                    return Meeting.additions(sent.text)
                }
                func asked(_ additions: [String: String], _ required: [String: Int]) {
                    #expect(required.count == 30)
                    for (car, time) in required {
                        let seconds = additions[car]?.split(separator: " ").first.flatMap { Int($0) } ?? 0
                        #expect(time == 85_000 + seconds * 1000, "car \(car)")
                    }
                }
                let first = try await send(meeting.first)
                try await daemon.control("session", "start").well()
                asked(first, try await required(daemon))
                // As if another race had been the one before.
                let second = try await send(meeting.second)
                #expect(second != first)
                asked(second, try await required(daemon))
            }
        }
    }
}
