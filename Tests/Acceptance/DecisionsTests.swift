import Foundation
import Testing

extension WholeHouse {
    /// What race control and timekeepers command, against a daemon that holds a race: what is said, and what is lost.
    struct Deciding {
        @Test("a start signal for a session that has started is refused, put right by its instant, or begun anew")
        func start() async throws {
            try await withRace { daemon in
                let before = try await daemon.results()
                let signal = try start(before)
                let typed = try await daemon.control("session", "start")
                #expect(typed.status == 1)
                #expect(typed.errors.contains("already-started") && typed.errors.contains("it has ended"))

                let right = try await daemon.control(
                    "session", "start", "--at-us", "\(signal + 2000)000", "--id", "right"
                )
                .well()
                #expect(right.text.contains("in place of sim-start"), "\(right.text)")
                #expect(right.text.contains("30 totals changed: -2.000 for "), "\(right.text)")
                let moved = try await daemon.results()
                #expect(try start(moved) == signal + 2000)
                #expect(
                    zip(moved.rows, before.rows).allSatisfy { $0.number == $1.number && $0.laps == $1.laps },
                    "laps and places are those since then")
                #expect(moved.rows[0].totalMs == before.rows[0].totalMs.map { $0 - 2000 })
                // Said once more with its name it is the same act.
                let again = try await daemon.control(
                    "session", "start", "--at-us", "\(signal + 2000)000", "--id", "right"
                )
                .well()
                #expect(again.text.contains("known already"))
                try await daemon.control("withdraw", "right").well()
                #expect(try await daemon.results().classification == before.classification)

                let asked = try await daemon.control("session", "start", "--again")
                #expect(asked.status == 1)
                for words in ["would-lose", "laps of 30 cars", "the chequered flag", "--anyway", "--clock"] {
                    #expect(asked.errors.contains(words), "\(asked.errors)")
                }
                #expect(try await daemon.results().classification == before.classification)
                let anew = try await daemon.control("session", "start", "--again", "--anyway").well()
                #expect(anew.text.contains("30 numbers of laps changed"), "\(anew.text)")
                #expect(try await daemon.results().rows.allSatisfy { $0.laps == 0 })
                try await daemon.control(
                    "withdraw", try #require(anew.text.split(separator: ":").first.map(String.init))
                )
                .well()
                #expect(try await daemon.results().classification == before.classification)
            }
        }

        @Test("a dry run says what the command then does, and does nothing; the command said twice is asked about")
        func dryRun() async throws {
            try await withRace { daemon in
                let before = try await daemon.results()
                let car = before.rows[0].number
                let commands: [[String]] = [
                    ["penalty", car, "--time", "90s", "--reason", "x"],
                    ["bulletin", "--opens", "1min", "--closes", "2min", "--clock", "0:00:30"],
                    ["session", "start", "--clock", "2s"], ["flag", "red", "--clock", "0:20:00"],
                    ["car", car, "retired"], ["session", "final"],
                ]
                for command in commands {
                    let (results, seq) = try await (picture(daemon), daemon.status().seq)
                    let dry = try await control(daemon, command + ["--dry-run"]).well().text
                    #expect(dry.hasPrefix("dry run: nothing is done\n"))
                    #expect(try await picture(daemon) == results, "\(command)")
                    #expect(try await daemon.status().seq == seq)
                    let done = try await control(daemon, command).well().text
                    #expect(consequences(done) == consequences(dry) && !consequences(dry).isEmpty, "\(command)")
                    let name = try #require(done.split(separator: ":").first.map(String.init))

                    let twice = try await control(daemon, command)
                    #expect(twice.status == 1 && twice.errors.contains("(twice)"), "\(command): \(twice.errors)")
                    #expect(twice.errors.contains(name) && twice.errors.contains("--anyway"), "\(twice.errors)")
                    try await control(daemon, ["withdraw", name]).well()
                    #expect(try await daemon.results().classification == before.classification, "\(command)")
                    // Taken back it may be said again.
                    try await control(daemon, command + ["--dry-run"]).well()
                }
            }
        }

        @Test("a decision whose car the entry list has no more waits, is told everywhere, and is applied to its car")
        func renumbered() async throws {
            let folder = try Folder()
            let race = try await Race.simulated(77).recorded(in: folder)
            let stand = try Stand()
            let journal = folder.newPath("journal")
            let more = "journal: {directory: \"\(journal)\"}"
            let first = try RunningDaemon(event: race.event, on: stand, in: folder, more: more)
            defer { first.child.kill() }
            try await first.took(race)
            let car = try await first.results().rows[0].number
            try await first.control("penalty", car, "--time", "90s", "--reason", "track limits", "--id", "decision-12")
                .well()
            try await first.control("session", "final").well()
            let decided = try await first.results()
            try await first.stopped().well()

            let event = try String(contentsOfFile: race.event, encoding: .utf8)
            let renumbered = event.replacing("number: \"\(car)\"", with: "number: \"909\"")
            #expect(renumbered != event)
            try renumbered.write(toFile: race.event, atomically: true, encoding: .utf8)
            let daemon = try RunningDaemon(event: race.event, on: stand, in: folder, more: more)
            defer { daemon.child.kill() }
            try await daemon.status { $0.inputs.crossings >= race.crossings }
            let text = "car \(car) gets 1:30.000 added: track limits"
            let query = ["--query", stand.query]
            for (command, options) in [
                ("status", query), ("results", query), ("decisions", query + ["--pending"]),
                ("watch", query + ["--once", "--width", "150", "--publication", stand.publication]),
                ("classify", [try RunningDaemon.session(ofJournals: journal)]),
            ] {
                let said = try await run(Project.program("lapwing"), [command] + options, in: folder).well().text
                #expect(said.contains("decision-12"), "\(command): \(said)")
                #expect(said.contains(text), "\(command): \(said)")
            }
            let waiting = try await daemon.results()
            #expect(waiting.text.contains("\"result\":\"provisional\""))
            #expect(daemon.child.errorText.contains("decision-12 is refused now and waits"))

            let applied = try await daemon.control("apply", "decision-12", "--car", "909").well().text
            #expect(applied.contains("in place of decision-12") && applied.contains("result provisional → final"))
            let results = try await daemon.results()
            #expect(results.rows.map(\.totalMs) == decided.rows.map(\.totalMs))
            #expect(!results.text.contains("pending"))
            let core = try await run(
                Project.program("lapwing"),
                ["classify", try RunningDaemon.session(ofJournals: journal), "--format", "json"], in: folder)
            #expect(try RaceResults(core.well().text).classification == results.classification)
            let list = try await lapwing("decisions", "--query", stand.query, in: folder).well().text
            #expect(list.contains("decision-12  \(text)") && list.contains("[taken back or replaced by "), "\(list)")
        }

        @Test("an act is named by the beginning of its id where only one begins so, Lapwing's own by the number")
        func beginnings() async throws {
            try await withRace { daemon in
                let car = try await daemon.results().rows[0].number
                for name in ["decision-12", "decision-13", "note-7"] {
                    try await daemon.control(
                        "penalty", car, "--time", "5s", "--reason", name, "--id", name
                    ).well()
                }
                let given = try await daemon.control("flag", "yellow").well().text
                for (typed, words) in [
                    ("decision-1", "no act is named"), ("decision", "begins 2 acts; expected one of decision-12, "),
                    ("nothing", "no act is named"),
                ] {
                    let ended = try await daemon.control("withdraw", typed)
                    #expect(ended.status == 1 && ended.errors.contains(words), "\(typed): \(ended.errors)")
                }
                #expect(try await daemon.control("withdraw", "note").well().text.contains("note-7 taken back"))
                let back = try await daemon.control("withdraw", "note")
                #expect(back.status == 1 && back.errors.contains("has been taken back by"), "\(back.errors)")
                let name = try #require(given.split(separator: ":").first.map(String.init))
                let number = try #require(Int(name.split(separator: "-").last ?? ""))
                #expect(try await daemon.control("withdraw", "\(number)").well().text.contains("\(name) taken back"))
                let ids = try await lapwing(
                    "decisions", "--ids", "--query", daemon.stand.query, in: daemon.folder
                ).well()
                #expect(ids.lines.contains("decision-12") && ids.lines.contains(name))
            }
        }

        // MARK: What is asked

        /// The results without the time, which goes on by itself.
        private func picture(_ daemon: RunningDaemon) async throws -> String {
            try await daemon.results().text.replacing(#/"nowMs":\d+/#, with: "")
        }

        private func start(_ results: RaceResults) throws -> Int64 {
            let found = try #require(results.text.firstMatch(of: #/"startMs":(\d+)/#))
            return try #require(Int64(found.output.1))
        }

        /// What follows from a command, as its answer says it. Time goes on between two.
        private func consequences(_ answer: String) -> [Substring] {
            answer.split(separator: "\n").filter { $0.hasPrefix("  →") }
        }

        private func control(_ daemon: RunningDaemon, _ typed: [String]) async throws -> Ended {
            let all = ["control", typed[0], "--control", daemon.stand.control] + typed.dropFirst()
            return try await run(Project.program("lapwing"), all, in: daemon.folder)
        }

        /// With a race that has been run.
        private func withRace(_ test: (RunningDaemon) async throws -> Void) async throws {
            let folder = try Folder()
            let race = try await Race.simulated(77).recorded(in: folder)
            try await withDaemon(event: race.event, in: folder) { daemon in
                try await daemon.took(race)
                try await test(daemon)
            }
        }
    }
}
