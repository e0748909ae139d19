import Client
import Timing
import Wire

/// What a row opens to: laps, stops, stints, verdicts and decisions of a car.
struct OpenedRow {
    let json: JSON

    init(_ row: PublishedRow, _ entry: PublishedEntry, _ latest: SessionFollower.Latest, _ view: PublicView) {
        let table = latest.table
        let own = table.infringements.filter { $0.car == row.car }
        let laps = latest.memory.laps[row.car] ?? []
        json = .members([
            "v": .integer(1), "type": .string("car"), "session": .string(table.session),
            "id": .string(latest.board.state.id), "number": .string(row.car.text),
            "laps": .array(laps.map { $0.json(row, entry) }), "stops": .array(row.stops.map(\.json)),
            "stints": .array(Self.stints(row, entry, table)),
            "verdicts": .array(table.verdicts(of: row.car).filter { view.shows($0, among: own) }.map(\.json)),
            "penalties": .array(table.penalties.filter { $0.car == row.car }.map(\.json)),
            "infringements": .array(own.filter(view.shows).map(\.json)),
        ])
    }

    /// From the start signal or a pit exit to a pit entry: `[driver, fromMs, toMs]`, since the start; a stint goes on
    /// over a stop at which the driver stays.
    private static func stints(_ row: PublishedRow, _ entry: PublishedEntry, _ table: RaceTable) -> [JSON] {
        guard table.race.start != nil, row.status != .notStarted else { return [] }
        func stint(_ driver: String?, _ from: Milliseconds?, _ to: Milliseconds?) -> JSON {
            .array([.of(driver.flatMap { name in entry.drivers.firstIndex { $0.name == name } }), .of(from), .of(to)])
        }
        var stints: [JSON] = []
        var from: Milliseconds? = .zero
        for stop in row.stops where stop.left == nil || stop.driverIn == nil || stop.driverIn != stop.driverOut {
            stints.append(stint(stop.driverIn, from, stop.entered))
            guard let left = stop.left else { return stints }
            from = left
        }
        stints.append(stint(row.driver, from, row.stintEnd(in: table.race)))
        return stints
    }
}
