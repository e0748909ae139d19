import Client
import Timing
import Wire

/// The pit window as the strip above the table shows it: of the mandatory stops of all cars.
struct PitWindow {
    /// Nil: the session asks for no stop.
    let json: JSON?

    init(_ table: RaceTable, cells: [JSON?]) {
        let stops = table.entries.flatMap { entry in
            table.verdicts(of: entry.car).filter { $0.obligation?.kind == .stop && $0.state != .notApplicable }
        }
        guard !stops.isEmpty else {
            json = nil
            return
        }
        let cars = Dictionary(grouping: stops, by: \.car)
        let states = cells.map { $0?.elements?.first?.text ?? "" }
        func count(_ wanted: Set<StopState>) -> Int {
            states.count { state in StopState(rawValue: state).map(wanted.contains) ?? false }
        }
        json = .members([
            "opensMs": .of(stops.compactMap(\.opens).min()), "closesMs": .of(stops.compactMap(\.closes).max()),
            "stopped": .of(cars.values.count { $0.allSatisfy { $0.visit != nil && $0.state != .inPit } }),
            "owed": .of(cars.count), "inPit": .of(count([.hold, .mayGo])), "lastChance": .of(count([.lastChance])),
            "faults": .of(count([.short, .early, .late, .missed, .over])), "netLeader": .of(table.net.first?.car.text),
        ])
    }
}
