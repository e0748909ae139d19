import Simulation
import Timing

/// What may happen to entries: each car changed in one way, so that no two changes ask for the same thing.
enum RandomEntries {
    static func changes(_ session: Session, _ random: inout SeededGenerator) -> [EntryChange] {
        var changes: [EntryChange] = []
        let classes = session.entries.map(\.carClass) + ["New class"]
        for (place, entry) in session.entries.enumerated() where random.chance(permille: 600) {
            var details = EntryDetails()
            let isFromStart = random.chance(permille: 500)
            switch random.int(in: 0...6) {
            case 0: details.number = CarNumber("9\(place)9")
            case 1: details.carClass = classes[random.int(in: 0...(classes.count - 1))]
            case 2:
                details.cup = .some(random.chance(permille: 500) ? nil : "Am")
                details.team = "Other"
            case 3: details.transponders = [Transponder(9_100_000 + UInt32(place))]
            case 4: details.transponders = entry.transponders + [Transponder(9_200_000 + UInt32(place))]
            case 5: details.drivers = [Driver(id: 1, name: "O. Other"), Driver(id: 2, name: "P. Other")]
            default:
                changes.append(EntryChange(.withdraw, entry.number, isFromStart: isFromStart))
                continue
            }
            changes.append(EntryChange(.change, entry.number, details, isFromStart: isFromStart))
        }
        return changes
    }
}

extension Session {
    /// The same session with another number for a car, in its rules too.
    func renumbered(_ old: CarNumber, _ new: CarNumber) -> Session {
        var rules = rules
        if let addition = rules.obligations.stops?.additions.removeValue(forKey: old) {
            rules.obligations.stops?.additions[new] = addition
        }
        if let starter = rules.obligations.starters.removeValue(forKey: old) {
            rules.obligations.starters[new] = starter
        }
        let entries = entries.map { entry in
            entry.number != old
                ? entry
                : Entry(
                    number: new, carClass: entry.carClass, cup: entry.cup, team: entry.team, vehicle: entry.vehicle,
                    transponders: entry.transponders, transponderOffsets: entry.transponderOffsets,
                    drivers: entry.drivers)
        }
        return Session(id: id, name: name, kind: kind, circuit: circuit, rules: rules, entries: entries)
    }
}

extension Act {
    /// The same act with another number for a car.
    func renumbered(_ old: CarNumber, _ new: CarNumber) -> Act {
        func name(_ car: CarNumber) -> CarNumber { car == old ? new : car }
        let kind: Act.Kind =
            switch self.kind {
            case .driver(let car, let driver): .driver(name(car), driver: driver)
            case .retired(let car): .retired(name(car))
            case .penalty(let car, let penalty, let reason): .penalty(name(car), penalty, reason: reason)
            case .insert(let car, let loop, let driver): .insert(name(car), loop, driver: driver)
            case .assign(let transponder, let car, let time): .assign(transponder, name(car), time)
            case .ruling(let car, let id, let ruling, let reason): .ruling(name(car), id, ruling, reason: reason)
            case .bulletin(.addition(let car, let time)): .bulletin(.addition(name(car), time))
            default: self.kind
            }
        return Act(id: id, at: at, by: by, kind: kind, concerning: concerning, replaces: replaces)
    }
}
