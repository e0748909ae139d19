import Foundation
import Testing

extension WholeRaces {
    /// Six hours of Austin 2025: started behind the safety car, red-flagged, restarted. There is no result sheet.
    @Suite(.enabled(if: Project.hasRaces, Project.absence))
    struct CotaRace {
        private struct Car: Equatable {
            let number: String
            let laps: Int
            let total: Int?
        }

        @Test("a race under a red flag ends with the laps and totals of the file's last rows, 36 of 36 cars")
        func classified() async throws {
            let file = Project.races.appending(path: "wec/2025-cota-6h-laps.csv")
            let folder = try Folder()
            let directory = folder.newPath("race")
            try await lapwing("import", "alkamel", file.path, "-o", directory, in: folder).well()
            let results = try await Recorded(directory).classified(in: folder)
            let last = try lastRows(file).sorted { (-$0.laps, $0.total ?? 0) < (-$1.laps, $1.total ?? 0) }
            #expect(last.count == 36)
            #expect(last.first == Car(number: "6", laps: 120, total: 21_685_310))
            #expect(results.rows.map { Car(number: $0.number, laps: $0.laps, total: $0.totalMs) } == last)
            #expect(results.rows.map(\.position) == (1...36).map { $0 })
            #expect(results.phase == "ended")
        }

        /// The last row of each car, read plainly.
        private func lastRows(_ file: URL) throws -> [Car] {
            let text = try String(contentsOf: file, encoding: .utf8).replacing("\u{FEFF}", with: "")
            let lines = text.split(whereSeparator: \.isNewline).map { line in
                line.split(separator: ";", omittingEmptySubsequences: false)
                    .map { $0.trimmingCharacters(in: .whitespaces) }
            }
            func column(_ title: String) throws -> Int { try #require(lines[0].firstIndex(of: title)) }
            let (number, lap, elapsed) = try (column("NUMBER"), column("LAP_NUMBER"), column("ELAPSED"))
            var last: [String: Car] = [:]
            for line in lines.dropFirst() {
                let car = Car(
                    number: line[number], laps: try #require(Int(line[lap])),
                    total: OfficialSheet.milliseconds(line[elapsed]))
                if car.laps > last[car.number]?.laps ?? 0 { last[car.number] = car }
            }
            return Array(last.values)
        }
    }
}
