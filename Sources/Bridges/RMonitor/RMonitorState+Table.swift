package import Client
package import Timing

extension RMonitorState {
    /// What is known beside the table.
    package struct Known: Hashable, Sendable {
        package let options: RMonitorOptions
        /// Ids of classes: a class keeps the one that it was told under.
        package var classes: [String: Int] = [:]
        /// Transponders of cars, as far as crossings have told them.
        package var transponders: [CarNumber: Transponder] = [:]

        package init(_ options: RMonitorOptions) { self.options = options }

        fileprivate mutating func id(of name: String) -> Int {
            if let id = classes[name] { return id }
            // The format has 99 ids; further classes share the last.
            let id = min(classes.count + 1, 99)
            classes[name] = id
            return id
        }
    }

    /// The state that a table stands for.
    package init(_ table: RaceTable, _ known: inout Known) {
        name = String(table.race.name.prefix(40))
        var settings = [RMonitorRecord.Setting(name: "TRACKNAME", value: String(table.race.circuit.prefix(40)))]
        if let length = known.options.trackLength { settings.append(.init(name: "TRACKLENGTH", value: length)) }
        self.settings = settings
        var classes: [RMonitorRecord.Named] = []
        var cars: [Car] = []
        for entry in table.entries {
            let id = known.id(of: entry.carClass)
            if !classes.contains(where: { $0.id == id }) {
                classes.append(.init(id: id, text: String(entry.carClass.prefix(40))))
            }
            let status = known.options.isEnhanced ? Self.status(of: entry.car, in: table) : nil
            cars.append(
                Car(entry, carClass: id, transponder: known.transponders[entry.car], status: status))
        }
        self.classes = classes
        self.cars = cars
        rows = Self.rows(table)
    }

    private static func rows(_ table: RaceTable) -> [Row] {
        let ordered = table.orderForPlaces
        let positions = ordered.enumerated().map { $1.position ?? $0 + 1 }
        var byBest = positions
        if table.race.isRace {
            let order = ordered.indices.sorted { one, other in
                (ordered[one].bestLap?.count ?? .max, one) < (ordered[other].bestLap?.count ?? .max, other)
            }
            for (place, index) in order.enumerated() { byBest[index] = place + 1 }
        }
        return ordered.indices.map { place in
            let row = ordered[place]
            return Row(
                car: row.car.text, position: positions[place], laps: row.laps, total: row.total, last: row.lastLap,
                bestPosition: byBest[place], bestLap: row.bestLapNumber, best: row.bestLap)
        }
    }

    /// IMSA's word for a car that does not race on.
    private static func status(of car: CarNumber, in table: RaceTable) -> String? {
        guard table.race.isRace else { return nil }
        return switch table.row(of: car)?.status.known {
        case .retired, .withdrawn: "Retired"
        case .disqualified: "Excluded"
        default: ""
        }
    }
}

extension RMonitorState.Car {
    /// - Parameter status: what IMSA writes in place of the nationality; nil where the nationality stands.
    fileprivate init(_ entry: PublishedEntry, carClass: Int, transponder: Transponder?, status: String?) {
        let (first, last) = Self.names(entry.drivers.map(\.name))
        let nations = Self.once(entry.drivers.compactMap(\.nation)).joined(separator: "/")
        competitor = .init(
            registration: entry.car.text, number: entry.car.text, transponder: transponder?.value ?? 0, first: first,
            last: last, nationality: String(nations.prefix(50)), carClass: carClass)
        additional = .init(
            registration: entry.car.text, number: entry.car.text, carClass: carClass, first: first, last: last,
            nationality: status ?? String(nations.prefix(50)), additional: String((entry.team ?? "").prefix(50)))
    }

    private static func once(_ texts: [String]) -> [String] {
        texts.enumerated().filter { place, text in !texts[..<place].contains(text) }.map(\.element)
    }

    /// One driver has a first and a last name; of a crew the last names stand in the place of the one.
    private static func names(_ drivers: [String]) -> (first: String, last: String) {
        let cut = drivers.map { DriverName($0) }
        guard cut.count > 1 else { return (cut.first?.first ?? "", cut.first?.last ?? "") }
        return ("", cut.map(\.last).joined(separator: " / "))
    }
}
