import Foundation
import Testing

extension WholeRaces {
    @Suite(.enabled(if: Project.hasRaces, Project.absence))
    struct AsiaRace {
        @Test("race 2 of GT World Challenge Asia ends as the official classification says, 22 of 22 cars")
        func officialClassification() async throws {
            let folder = try Folder()
            let race = try await Race.asia.recorded(in: folder)
            try await withDaemon(event: race.event, in: folder) { daemon in
                try await daemon.took(race)
                let before = try await daemon.results()
                try await daemon.control("penalty", "918", "--time", "5000ms", "--reason", "decision 1").well()
                try await daemon.control("penalty", "5", "--time", "42000ms", "--reason", "decision 2").well()
                let after = try await daemon.results()

                let official = try OfficialSheet.asia()
                let ours = after.rows.map { SheetRow($0, countingStops: true) }
                #expect(official.count == 22)
                #expect(official.count { $0.position == nil } == 1)
                expectSame(ours, official)
                #expect(after.phase == "ended")
                let undecided = before.rows.map { SheetRow($0, countingStops: true) }
                #expect(undecided != official, "the stewards' decisions changed nothing")
            }
        }

        @Test("every pit entry and exit has the instant of the sector analysis, to the millisecond")
        func pitLane() async throws {
            let folder = try Folder()
            let race = try await Race.asia.recorded(in: folder)
            try await withDaemon(event: race.event, in: folder) { daemon in
                try await daemon.took(race)
                let results = try await daemon.results()
                let stamps = try PitStamps()
                #expect(stamps.entries.values.reduce(0) { $0 + $1.count } == 29)
                #expect(stamps.exits.values.reduce(0) { $0 + $1.count } == 28)
                for row in results.rows {
                    #expect(
                        row.stops.compactMap(\.inMs) == stamps.entries[row.number, default: []], "car \(row.number)")
                    #expect(row.stops.compactMap(\.outMs) == stamps.exits[row.number, default: []], "car \(row.number)")
                    // Only car 50 never came out again.
                    let isWhole = row.stops.allSatisfy { $0.inMs != nil && $0.outMs != nil }
                    #expect(isWhole == (row.number != "50"), "car \(row.number)")
                }
            }
        }
    }
}

/// Says of each car in which it differs from the sheet.
func expectSame(_ ours: [SheetRow], _ official: [SheetRow], _ location: SourceLocation = #_sourceLocation) {
    #expect(ours.count == official.count, sourceLocation: location)
    for (mine, theirs) in zip(ours, official) { #expect(mine == theirs, sourceLocation: location) }
}

/// When each car entered and left the pit lane, in milliseconds since the start.
struct PitStamps {
    var entries: [String: [Int]] = [:]
    var exits: [String: [Int]] = [:]

    /// A car's first stop of a minute or more, with its number among the car's visits.
    func longStop(of car: String) -> (visit: Int, entered: Int, left: Int)? {
        let visits = zip(entries[car] ?? [], exits[car] ?? [])
        return visits.enumerated().first { $1.1 - $1.0 >= 60_000 }.map { ($0 + 1, $1.0, $1.1) }
    }

    init() throws {
        var start: Int?
        for row in try OfficialSheet.rows(OfficialSheet.asiaSectors) {
            guard let line = OfficialSheet.milliseconds(row.text("time_of_day")),
                let since = OfficialSheet.milliseconds(row.text("session_time"))
            else { throw Trouble("a lap without its time") }
            // All laps state the same start; those of car 18 are a millisecond off.
            let began = start ?? line - since
            guard abs(line - since - began) <= 1 else { throw Trouble("a lap of another start") }
            start = began
            let car = row.text("nr")
            if let entry = OfficialSheet.milliseconds(row.text("time_in_lap")) {
                entries[car, default: []].append(entry - began)
            }
            if let exit = OfficialSheet.milliseconds(row.text("time_out_lap")) {
                exits[car, default: []].append(exit - began)
            }
        }
    }
}
