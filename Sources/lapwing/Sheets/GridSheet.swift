import Timing
import Wire

/// A grid as a sheet of paper or as JSON, with the reason beside each place.
struct GridSheet {
    private let grid: StartingGrid
    private let rule: GridRule
    private let race: Session
    private let entries: [CarNumber: Entry]

    init(_ grid: StartingGrid, _ rule: GridRule, of race: Session) {
        self.grid = grid
        self.rule = rule
        self.race = race
        entries = Dictionary(race.entries.map { ($0.number, $0) }) { first, _ in first }
    }

    // MARK: Text

    var text: String {
        let sessions = rule.sessions.joined(separator: ", ")
        let table = TextTable(
            columns: [
                .right("POS"), .right("NO"), .left("CLASS"), .left("TEAM"), .left("BECAUSE", most: 200),
            ],
            rows: grid.places.enumerated().map { index, place in
                let entry = entries[place.car]
                return [
                    "\(index + 1)", place.car.text, entry?.carClass ?? "", entry?.team ?? "",
                    reasons(place).joined(separator: "; "),
                ]
            })
        let head = "\(race.name) · \(race.circuit.name) · grid: \(rule.name) of \(sessions)"
        return ([head, ""] + table.lines(width: nil)).sheet
    }

    /// The reasons of the car's place: its merit, and the penalties that moved it back.
    private func reasons(_ place: StartingGrid.Place) -> [String] {
        reasons(place.merit, of: rule)
            + place.penalties.map { "\($0.places) \($0.places == 1 ? "place" : "places") back: \($0.reason)" }
    }

    private func reasons(_ merit: StartingGrid.Merit, of rule: GridRule) -> [String] {
        let sessions = rule.sessions
        switch merit {
        case .lap(let best):
            return [best.map { ClockText.lap($0) } ?? "no time in \(sessions[0])"]
        case .laps(let laps):
            return sum(laps) + zip(sessions, laps).filter { $1 == nil }.map { "no time in \($0.0)" }
        case .superPole(let best, let earlier):
            let mine = best.map { "super pole \(ClockText.lap($0))" } ?? "no time in the super pole"
            return [mine] + reasons(earlier, of: rule)
        case .position(let position):
            return [position.map { "place \($0) in \(sessions[0])" } ?? "not classified in \(sessions[0])"]
        case .points(let points, let positions):
            let races = zip(sessions, positions).map { race, position in
                position.map { "place \($0) in \(race)" } ?? "not classified in \(race)"
            }
            return ["\(points) \(points == 1 ? "point" : "points")"] + races
        case .absence: return ["in no result: back of the grid, in order of the entry list"]
        }
    }

    /// The times, their sum where there are several, and the average where that is what the rule names.
    private func sum(_ laps: [Milliseconds?]) -> [String] {
        let times = laps.compactMap(\.self)
        guard let average = StartingGrid.Merit.average(laps) else { return [] }
        var text = times.map { ClockText.lap($0) }.joined(separator: " + ")
        if times.count > 1 { text += " = \(ClockText.lap(StartingGrid.Merit.sum(laps).total))" }
        guard rule.name != "sum", times.count > 1 else { return [text] }
        return ["\(text), average \(ClockText.lap(average))"]
    }

    // MARK: JSON

    /// One object (docs/configuration.md, "Grid").
    var json: String {
        let places = grid.places.enumerated().map { index, place in
            JSON.object(
                [
                    .init("place", .integer(Int64(index + 1))), .init("number", .string(place.car.text)),
                    .init("class", .string(entries[place.car]?.carClass ?? "")),
                    .init("team", .string(entries[place.car]?.team ?? "")),
                ] + Self.members(place.merit) + [
                    .init("penalties", .array(place.penalties.map(Self.value))),
                    .init("because", .array(reasons(place).map { .string($0) })),
                ])
        }
        let document = JSON.object([
            .init("v", .integer(1)), .init("type", .string("grid")), .init("session", .string(race.id)),
            .init("rule", .string(rule.name)), .init("of", .array(rule.sessions.map { .string($0) })),
            .init("grid", .array(places)),
        ])
        return String(decoding: document.bytes, as: UTF8.self)
    }

    private static func value(_ penalty: GridPenalty) -> JSON {
        .object([.init("places", .integer(Int64(penalty.places))), .init("reason", .string(penalty.reason))])
    }

    private static func members(_ merit: StartingGrid.Merit) -> [JSON.Member] {
        func time(_ time: Milliseconds?) -> JSON { time.map { .integer($0.count) } ?? .null }
        switch merit {
        case .lap(let best): return [.init("timesMs", .array([time(best)]))]
        case .laps(let laps):
            let average = StartingGrid.Merit.average(laps)
            let sum = average.map { _ in StartingGrid.Merit.sum(laps).total }
            return [
                .init("timesMs", .array(laps.map(time))), .init("sumMs", time(sum)), .init("averageMs", time(average)),
            ]
        case .superPole(let best, let earlier): return members(earlier) + [.init("superPoleMs", time(best))]
        case .position(let position): return [.init("positions", .array([number(position)]))]
        case .points(let points, let positions):
            return [.init("positions", .array(positions.map(number))), .init("points", .integer(Int64(points)))]
        case .absence: return []
        }
    }

    private static func number(_ position: Int?) -> JSON { position.map { .integer(Int64($0)) } ?? .null }
}
