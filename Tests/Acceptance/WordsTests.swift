import Foundation
import Testing
import Wire

extension WholeHouse {
    /// Words of race control through the real processes.
    struct Words {
        private static let rulebook = """
            \n  reports:
                trackLimits: {steps: [{count: 2, follows: warning}, {count: 3, follows: driveThrough}]}
            sessions:
            """

        /// A race whose rulebook warns at the second report and proposes a drive-through at the third.
        private func race(in folder: Folder) async throws -> Recorded {
            let race = try await Race.simulated(31).recorded(in: folder)
            let file = URL(filePath: race.event)
            let event = try String(contentsOf: file, encoding: .utf8)
            let ruled = event.replacing("\nsessions:", with: Self.rulebook)
            #expect(ruled != event)
            try ruled.write(to: file, atomically: true, encoding: .utf8)
            return race
        }

        private func told(_ daemon: RunningDaemon) async throws -> [String: JSON] {
            let results = try JSON(Array(try await daemon.results().text.utf8))
            var told: [String: JSON] = [:]
            for name in ["messages", "reports", "conditions", "infringements"] { told[name] = results[name] }
            return told
        }

        private func control(_ daemon: RunningDaemon, _ typed: [String]) async throws -> Ended {
            let all = ["control", typed[0], "--control", daemon.stand.control] + typed.dropFirst()
            return try await run(Project.program("lapwing"), all, in: daemon.folder)
        }

        @Test("given, taken back and counted, they are on the page, in the result and, after kill -9, there again")
        func whole() async throws {
            let folder = try Folder()
            let race = try await race(in: folder)
            let stand = try Stand()
            let journals = folder.newPath("journal")
            let journal = "journal: {directory: \"\(journals)\"}"
            var daemon = try RunningDaemon(event: race.event, on: stand, in: folder, more: journal)
            defer { daemon.child.kill() }
            try await daemon.took(race)
            let before = try await daemon.results().classification
            let car = try #require(try await daemon.results().rows.first?.number)
            let typed = [
                ["message", "Track limits at turn 5: last warning", "--car", car, "--id", "m-1", "--clock", "0:20:00"],
                ["message", "Prize giving at 17:00", "--id", "m-2", "--clock", "0:30:00"],
                ["message", "wrong", "--id", "m-3", "--clock", "0:31:00"], ["withdraw", "m-3"],
                ["conditions", "--air", "31", "--track", "44.5", "--dry", "--clock", "0:10:00"],
                ["conditions", "--wet", "--clock", "0:40:00"],
                ["report", "--car", car, "--kind", "trackLimits", "--turn", "5", "--clock", "0:12:00", "--id", "r-1"],
                ["report", "--car", car, "--kind", "trackLimits", "--turn", "5", "--lap", "9", "--clock", "0:19:00"],
            ]
            for line in typed { try await control(daemon, line).well() }
            let third = try await control(
                daemon,
                ["report", "--car", car, "--kind", "trackLimits", "--place", "pit exit", "--clock", "0:35:00"]
            ).well()
            #expect(third.text.contains("→ trackLimits of car \(car): 2, warning → 3, infringement report3"))
            let told = try await told(daemon)
            #expect(told["messages"]?.elements?.compactMap { $0["number"]?.integer } == [1, 2])
            #expect(
                told["conditions"]?["airTenths"] == .integer(310) && told["conditions"]?["surface"] == .string("wet"))
            let reports = try #require(told["reports"]?.elements)
            #expect(reports.count == 1 && reports[0]["total"] == .integer(3))
            let follows = reports[0]["last"]?.elements?.map { $0["follows"] }
            #expect(follows == [.null, .string("warning"), .string("infringement")])
            #expect(told["infringements"]?.elements?.contains { $0["id"] == .string("report3") } == true)

            daemon.child.signal(SIGKILL)
            _ = try await daemon.child.ended(within: 5)
            daemon = try RunningDaemon(event: race.event, on: stand, in: folder, more: journal)
            try await daemon.status { $0.queues.lane == 0 }
            #expect(try await self.told(daemon) == told)
            #expect(try await daemon.results().classification == before)
            try await daemon.agrees(withJournal: try RunningDaemon.session(ofJournals: journals), explaining: car)

            try await pages(daemon, car)
            try await control(
                daemon,
                ["penalty", car, "--drive-through", "--for", "report3", "--reason", "track limits"]
            ).well()
            let decided = try await self.told(daemon)["infringements"]?.elements ?? []
            #expect(decided.contains { $0["id"] == .string("report3") && $0["state"] == .string("penalised") })
            try await control(daemon, ["withdraw", "r-1"]).well()
            let left = try await self.told(daemon)["infringements"]?.elements ?? []
            #expect(!left.contains { $0["id"] == .string("report3") })
        }

        private func pages(_ daemon: RunningDaemon, _ car: String) async throws {
            let watch = try await lapwing(
                "watch", "--once", "--width", "160", "--query", daemon.stand.query, "--publication",
                daemon.stand.publication, in: daemon.folder
            ).well().text
            for words in [
                "AIR 31.0 °C · TRACK 44.5 °C · WET", "RACE CONTROL 2: Prize giving at 17:00",
                "RACE CONTROL 1 to \(car): Track limits at turn 5: last warning",
                "REPORTS  \(car) trackLimits 3/3 infringement",
            ] { #expect(watch.contains(words), "\(watch)") }
            let narrow = try await lapwing(
                "watch", "--once", "--width", "60", "--query", daemon.stand.query, "--publication",
                daemon.stand.publication, in: daemon.folder
            ).well()
            #expect(
                narrow.text.contains("last warning") && narrow.lines.allSatisfy { $0.count <= 60 }, "\(narrow.text)")
            let sheet = try await lapwing("results", "--query", daemon.stand.query, in: daemon.folder).well()
            #expect(sheet.lines.contains("reports"))
            #expect(sheet.text.contains("car \(car): trackLimits 3 (count 3 of 3): "), "\(sheet.text)")
            let decisions = try await lapwing("decisions", "--query", daemon.stand.query, in: daemon.folder).well().text
            #expect(decisions.contains("car \(car) reported: trackLimits at turn 5 on lap 9"), "\(decisions)")
        }

        @Test("what cannot be is refused with its reason and the way out")
        func refused() async throws {
            let folder = try Folder()
            let race = try await race(in: folder)
            try await withDaemon(event: race.event, in: folder) { daemon in
                try await daemon.took(race)
                let car = try #require(try await daemon.results().rows.first?.number)
                for (typed, said) in [
                    (
                        ["report", "--car", car, "--kind", "speeding"],
                        [
                            "wrong-value", "no reports of kind \"speeding\"", "expected trackLimits",
                            "write the kind into it",
                        ]
                    ),
                    (["report", "--car", "999", "--kind", "trackLimits"], ["unknown-car", "entry list"]),
                    (
                        ["report", "--car", car, "--kind", "trackLimits", "--lap", "900"],
                        ["unknown-lap", "is not on lap 900 yet", "expected 1 to"]
                    ),
                    (["message", "stop", "--car", "999"], ["unknown-car"]),
                    (["message", "two\nlines"], ["wrong-value", "U+000A", "one line of text", "leave out"]),
                    (["message", "a\u{202E}b"], ["wrong-value", "U+202E", "marks of direction"]),
                    (["conditions", "--air", "200"], ["wrong-value", "airTenths"]),
                    (["withdraw", "m-9"], ["unknown-act"]),
                ] {
                    let ended = try await control(daemon, typed)
                    #expect(ended.status == 1, "\(typed): \(ended.text) \(ended.errors)")
                    for words in said { #expect(ended.errors.contains(words), "\(typed): \(ended.errors)") }
                }
                let told = try await told(daemon)
                #expect(told["messages"] == nil && told["reports"] == nil && told["conditions"] == nil)
                let badly = try await control(daemon, ["conditions", "--air", "warm"])
                #expect(badly.status == 64 && badly.errors.contains("like 31 or 31.5"), "\(badly.errors)")
            }
        }
    }
}
