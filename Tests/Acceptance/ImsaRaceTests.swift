import Foundation
import Testing

extension WholeRaces {
    /// Real races whose result sheets are met with what the stewards decided after them.
    @Suite(.enabled(if: Project.hasRaces, Project.absence))
    struct ImsaRaces {
        @Test(
            "a race without decisions ends exactly as its official result sheet says",
            arguments: [
                ("2021-lime-rock-park", 16), ("2022-virginia-international-raceway", 18),
                ("2025-sebring-international-raceway", 56),
            ])
        func undecided(_ name: String, _ cars: Int) async throws {
            try await ends(name, cars, as: try OfficialSheet.imsa(name))
        }

        @Test("Detroit 2025 ends as its official result sheet says, with 17 s added to cars 25, 77 and 4")
        func detroit() async throws {
            let name = "2025-detroit-street-course"
            try await ends(name, 22, as: try OfficialSheet.imsa(name)) { daemon in
                for car in ["25", "77", "4"] {
                    try await daemon.control("penalty", car, "--time", "17000ms", "--reason", "drive time").well()
                }
            }
        }

        @Test("Virginia 2024 ends as its official result sheet says, with car 27 placed 22nd, its total unchanged")
        func virginia() async throws {
            let name = "2024-virginia-international-raceway"
            var sheet = try OfficialSheet.imsa(name)
            // The sheet was printed with the intervals from before the decision: three of them are to cars that are
            // no longer one place ahead. That they stand there is held here, and what they have to be instead.
            let stale: [(car: String, printed: SheetRow.Distance, due: SheetRow.Distance)] = [
                ("14", .time(1_620), .time(2_216)), ("27", .time(596), .none), ("3", .laps(11), .laps(29)),
            ]
            for each in stale {
                let place = try #require(sheet.firstIndex { $0.number == each.car })
                #expect(sheet[place].interval == each.printed)
                sheet[place].interval = each.due
            }
            try await ends(name, 23, as: sheet) { daemon in
                try await daemon.control("penalty", "27", "--position", "22", "--reason", "last of its class").well()
            }
        }

        private func ends(
            _ name: String, _ cars: Int, as sheet: [SheetRow],
            with decisions: (RunningDaemon) async throws -> Void = { _ in }
        ) async throws {
            let folder = try Folder()
            let race = try await Race.imsa(name).recorded(in: folder)
            try await withDaemon(event: race.event, in: folder) { daemon in
                try await daemon.took(race)
                try await decisions(daemon)
                let results = try await daemon.results()
                #expect(sheet.count == cars)
                expectSame(results.rows.map { SheetRow($0, countingStops: false) }, sheet)
            }
        }
    }
}
