import Foundation
import Testing

extension WholeRaces {
    /// Instants as people say them, and commands that cannot be meant, against a daemon that holds a race.
    struct ControlMeaning {
        @Test("what cannot be is refused with its reason and the way out, and nothing is changed")
        func impossible() async throws {
            try await withRace { daemon in
                let results = try await daemon.results()
                let car = results.rows[0].number
                let refused: [(typed: [String], said: [String])] = [
                    (
                        ["penalty", car, "--lap-time", "900", "--reason", "x"],
                        ["unknown-lap", "has not driven lap 900", "expected 1 to", "check car and lap"]
                    ),
                    (["driver", car, "77"], ["unknown-driver", "no driver 77", "expected one of 1 ", "entry list"]),
                    (["insert", car, "--loop", "1", "--driver", "77", "--at", "-60s"], ["unknown-driver"]),
                    (["insert", car, "--loop", "99", "--at", "-60s"], ["unknown-loop", "expected one of 1 Line, "]),
                    (["insert", car, "--loop", "99", "--at", "-60s", "--anyway"], ["unknown-loop"]),
                    (["insert", car, "--loop", "1"], ["missing-field", "atUs"]),
                    (["void", "9", "9", "9"], ["unknown-crossing"]),
                    (["count", "9", "9", "9"], ["unknown-crossing"]),
                    (["withdraw", "decision-9"], ["unknown-act", "no act is named", "lapwing decisions"]),
                    (["served", "decision-9", "yes"], ["unknown-act"]),
                    (["served", "sim-start", "yes"], ["wrong-value", "nothing to be served"]),
                    (["apply", "decision-9", "--car", car], ["unknown-act"]),
                    (["apply", "sim-start", "--car", car], ["wrong-value", "expected an act about a car"]),
                    (
                        ["ruling", car, "stop9", "excused", "--reason", "x"],
                        ["wrong-value", "nothing named \"stop9\"", "expected one of stop1", "lapwing compliance"]
                    ),
                    (
                        ["penalty", car, "--time", "5s", "--for", "stint7", "--reason", "x"],
                        ["wrong-value", "nothing named \"stint7\""]
                    ),
                    (["raw", "{}"], ["wrong-version"]), (["raw", "flag fcy"], ["not-json"]),
                    (
                        ["bulletin", "--minimum", "90s", "--class", "GT5"],
                        ["wrong-value", "\"GT5\"", "expected one of"]
                    ),
                    (
                        ["flag", "fcy", "--at-us", "1826716000000000"],
                        ["outside-session", "after the session's present time", "--anyway"]
                    ),
                    (
                        ["flag", "fcy", "--at", "2010-01-01T00:00:00Z"],
                        ["outside-session", "before the session's start"]
                    ),
                    (["flag", "fcy", "--clock", "9:00:00"], ["outside-session", "after the session's present time"]),
                    (["flag", "fcy", "--at", "-30h"], ["outside-session", "before the session's start"]),
                    (["flag", "fcy", "--at", "23:11:04"], ["wrong-value", "local time is not known", "timeZone"]),
                    (
                        ["assign", "5", car, "--at", "-10s", "--until", "-20s"],
                        ["wrong-value", "an instant after atUs"]
                    ),
                ]
                for (typed, said) in refused {
                    let ended = try await control(daemon, typed)
                    #expect(ended.status == 1, "\(typed): \(ended.said) \(ended.errors)")
                    for words in said { #expect(ended.errors.contains(words), "\(typed): \(ended.errors)") }
                }
                #expect(try await daemon.results().classification == results.classification)
            }
        }

        @Test("one instant is the same said by the race clock, by the circuit's clock, with its zone and in µs")
        func same() async throws {
            try await withRace(zone: "+08:00") { daemon in
                let told = try await text(daemon)
                let found = try #require(told.firstMatch(of: #/"startMs":(\d+)/#))
                let start = try #require(Int64(found.output.1))
                let at = start + 981_500
                let there = Date(timeIntervalSince1970: Double(at / 1000 + 8 * 3600)).formatted(.iso8601)
                let local = there.dropLast() + ".\(String(at % 1000 + 1000).dropFirst())"
                let ways = [
                    ["--clock", "0:16:21.5"], ["--at", String(local)], ["--at", local + "+08:00"],
                    ["--at-us", "\(at)000"],
                ]
                for (place, way) in ways.enumerated() {
                    try await control(daemon, ["flag", "yellow", "--id", "way-\(place)"] + way).well()
                    #expect(try await text(daemon).contains("\"fromMs\":\(at)"), "\(way)")
                    try await control(daemon, ["withdraw", "way-\(place)"]).well()
                    #expect(try await !text(daemon).contains("\"fromMs\":\(at)"), "\(way)")
                }
                #expect(told.contains(#""utcOffsetMs":28800000"#))
                // Nobody at the circuit reckons in UTC, or in milliseconds.
                let early = try await control(daemon, ["flag", "fcy", "--at", "-30h"])
                #expect(early.errors.contains(#/at: \d\d:\d\d:\d\d\S* local is \d+:\d\d:\d\d before /#))
                #expect(early.errors.contains(#/at most 1:\d\d:\d\d\S* \(\S+ local\);/#), "\(early.errors)")
            }
        }

        private func control(_ daemon: RunningDaemon, _ typed: [String]) async throws -> Ended {
            let all = ["control", typed[0], "--control", daemon.stand.control] + typed.dropFirst()
            return try await run(Project.program("lapwing"), all, in: daemon.folder)
        }

        private func text(_ daemon: RunningDaemon) async throws -> String {
            try await lapwing("results", "--query", daemon.stand.query, "--format", "json", in: daemon.folder).well()
                .text
        }

        /// With a race that has been run, at a circuit whose file states this time zone.
        private func withRace(
            zone: String? = nil, _ test: (borrowing RunningDaemon) async throws -> Void
        ) async throws {
            let folder = try Folder()
            let race = try await Race.simulated(77).recorded(in: folder)
            if let zone {
                let file = URL(filePath: race.event)
                let event = try String(contentsOf: file, encoding: .utf8)
                let zoned = event.replacing("\n  loops:\n", with: "\n  timeZone: \(zone)\n  loops:\n")
                #expect(zoned != event)
                try zoned.write(to: file, atomically: true, encoding: .utf8)
            }
            try await withDaemon(event: race.event, in: folder) { daemon in
                try await daemon.took(race)
                try await test(daemon)
            }
        }
    }
}
