import Foundation
import Testing

extension WholeRaces {
    /// A journal is a recording, whatever was decided and when.
    struct ReadingJournals {
        @Test(
            "acts taken back at their own instant, acts about what came later and acts ahead of time read as they were taken"
        )
        func sameResult() async throws {
            let folder = try Folder()
            let race = try await Race.simulated(77).recorded(in: folder)
            let journals = folder.newPath("journal")
            let daemon = try RunningDaemon(
                event: race.event, on: Stand(), in: folder, more: "journal: {directory: \"\(journals)\"}")
            defer { daemon.child.kill() }
            try await daemon.took(race)
            let journal = try RunningDaemon.session(ofJournals: journals)
            let cars = try await daemon.results().rows.map(\.number)
            try await daemon.agrees(withJournal: journal, explaining: cars[0])

            let now = try #require(try await daemon.results().text.firstMatch(of: #/"nowMs":(\d+)/#)?.output.1)
            let present = try #require(Int64(now))
            func given(_ id: String, at milliseconds: Int64, _ words: String...) async throws {
                let rest = ["--control", daemon.stand.control, "--id", id, "--at-us", "\(milliseconds)000", "--anyway"]
                try await run(Project.program("lapwing"), ["control"] + words + rest, in: folder).well()
            }
            // Taken back at the same instant by an act whose name comes first, and from before.
            try await given("penalty-1", at: present, "penalty", cars[0], "--time", "90s", "--reason", "x")
            try await given("back-1", at: present, "withdraw", "penalty-1")
            try await given("penalty-2", at: present, "penalty", cars[1], "--time", "80s", "--reason", "y")
            try await given("back-2", at: present - 600_000, "withdraw", "penalty-2")
            // Taken back, and that taken back: it holds.
            try await given("penalty-3", at: present, "penalty", cars[2], "--time", "70s", "--reason", "z")
            try await given("back-3", at: present, "withdraw", "penalty-3")
            try await given("again-3", at: present - 1000, "withdraw", "back-3")
            // About a crossing that is later than the act.
            let line = try #require(
                try String(contentsOfFile: race.file, encoding: .utf8).split(separator: "\n").last {
                    $0.contains("\"crossings\"")
                })
            let name = try #require(line.firstMatch(of: #/"decoder":(\d+),"epoch":(\d+).*"number":(\d+)/#)?.output)
            try await given(
                "void-1", at: present - 900_000, "void", String(name.1), String(name.2), String(name.3))
            try await given("order-1", at: present - 900_000, "penalty", cars[3], "--drive-through", "--reason", "v")
            try await given("a-served", at: present - 900_000, "served", "order-1", "yes")
            // Ahead of time.
            try await given("ahead", at: present + 400_000, "flag", "yellow")
            try await given("after", at: present + 100_000, "penalty", cars[4], "--time", "60s", "--reason", "w")
            try await given("back-0", at: present + 50_000, "withdraw", "after")
            try await daemon.agrees(withJournal: journal, explaining: cars[2])
            try await daemon.stopped().well()

            let export = try await RunningDaemon.exported(journal, cars: Array(cars.prefix(5)), in: folder)
            let read = try RaceResults(try await RunningDaemon.classified(journal, in: folder))
            #expect(read.text.contains("penalty-3") && !read.text.contains("\"pending\""))
            for recording in [export, try Recorded(export.directory, journal: journal)] {
                try await withDaemon(event: race.event, in: folder) { other in
                    try await other.took(recording)
                    let played = try await other.results().text
                    #expect(RunningDaemon.placeless(played) == RunningDaemon.placeless(read.text))
                }
            }
        }

        @Test("acts that the entry list now refuses wait in what is read of the journal as they wait in the daemon")
        func waiting() async throws {
            let folder = try Folder()
            let race = try await Race.simulated(78).recorded(in: folder)
            let stand = try Stand()
            let journals = folder.newPath("journal")
            let more = "journal: {directory: \"\(journals)\"}"
            let first = try RunningDaemon(event: race.event, on: stand, in: folder, more: more)
            defer { first.child.kill() }
            try await first.took(race)
            let cars = try await first.results().rows.map(\.number)
            for (id, clock) in [("z-late", "0:30:00"), ("a-early", "0:10:00"), ("m-same", "0:10:00")] {
                try await first.control(
                    "penalty", cars[0], "--time", "90s", "--reason", "limits", "--id", id, "--clock", clock
                ).well()
            }
            try await first.control("withdraw", "m-same", "--id", "b-back", "--clock", "0:10:00").well()
            try await first.stopped().well()

            let event = try String(contentsOfFile: race.event, encoding: .utf8)
            let renumbered = event.replacing("number: \"\(cars[0])\"", with: "number: \"909\"")
            #expect(renumbered != event)
            try renumbered.write(toFile: race.event, atomically: true, encoding: .utf8)
            let daemon = try RunningDaemon(event: race.event, on: stand, in: folder, more: more)
            defer { daemon.child.kill() }
            try await daemon.status { $0.inputs.crossings >= race.crossings }
            let journal = try RunningDaemon.session(ofJournals: journals)
            try await daemon.agrees(withJournal: journal, explaining: "909")
            let pending = try await daemon.results().text
            #expect(pending.contains("\"pending\"") && pending.contains("z-late") && pending.contains("a-early"))
            _ = try await RunningDaemon.exported(journal, cars: ["909", cars[1]], in: folder)

            try await daemon.control("apply", "z-late", "--car", "909").well()
            try await daemon.agrees(withJournal: journal, explaining: "909")
            try await daemon.control("withdraw", "a-early").well()
            try await daemon.agrees(withJournal: journal, explaining: "909")
            try await daemon.stopped().well()
            _ = try await RunningDaemon.exported(journal, cars: ["909", cars[1]], in: folder)
            #expect(try await !RunningDaemon.classified(journal, in: folder).contains("\"pending\""))
        }
    }
}
