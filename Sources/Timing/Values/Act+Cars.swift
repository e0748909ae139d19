extension Act {
    /// The same act with other names for its cars.
    func naming(_ name: (CarNumber) -> CarNumber) -> Act {
        Act(id: id, at: at, by: by, kind: kind.naming(name), concerning: concerning, replaces: replaces)
    }
}

extension Act.Kind {
    /// The same with other names for its cars. A new entry has no other name.
    func naming(_ name: (CarNumber) -> CarNumber) -> Act.Kind {
        switch self {
        case .driver(let car, let driver): .driver(name(car), driver: driver)
        case .retired(let car): .retired(name(car))
        case .report(let car, let report): .report(name(car), report)
        case .message(let text, let cars): .message(text, cars: cars.map(name))
        case .penalty(let car, let penalty, let reason): .penalty(name(car), penalty, reason: reason)
        case .insert(let car, let loop, let driver): .insert(name(car), loop, driver: driver)
        case .assign(let transponder, let car, let time): .assign(transponder, name(car), time)
        case .ruling(let car, let obligation, let ruling, let reason):
            .ruling(name(car), obligation, ruling, reason: reason)
        case .bulletin(.addition(let car, let time)): .bulletin(.addition(name(car), time))
        case .bulletin(.startList(let list)): .bulletin(.startList(list.naming(name)))
        case .entry(let change):
            .entry(
                change.action == .add
                    ? change
                    : EntryChange(
                        change.action, name(change.car), change.details, swapsWith: change.swapsWith.map(name),
                        isFromStart: change.isFromStart))
        case .formation, .start, .end, .final, .duration, .flag, .served, .withdraw, .void, .count, .clock, .bulletin,
            .conditions:
            self
        }
    }

    /// The cars that it names; of a new entry none.
    public var cars: [CarNumber] {
        var cars: [CarNumber] = []
        _ = naming { car in
            cars.append(car)
            return car
        }
        return cars
    }

    /// The same of another car; nil where it is about no car that is entered.
    public func of(_ car: CarNumber) -> Act.Kind? {
        switch self {
        case .driver, .retired, .penalty, .insert, .assign, .ruling, .report, .bulletin(.addition): naming { _ in car }
        case .formation, .start, .end, .final, .duration, .flag, .served, .withdraw, .void, .count, .clock, .bulletin,
            .message, .conditions, .entry:
            nil
        }
    }
}
