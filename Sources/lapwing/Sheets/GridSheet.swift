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

    private func reasons(_ place: StartingGrid.Place) -> [String] { ProposalText.reasons(of: place, by: rule) }

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
