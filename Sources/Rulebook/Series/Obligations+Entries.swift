import Timing

/// Obligations of single cars, brought by bulletins: read from a session and written.
extension Obligations {
    /// Takes over additions by car number, and who starts a race, for cars of the entry list.
    mutating func take(additions: Field?, starters: Field?, for entries: [Entry]) {
        let cars = Dictionary(entries.map { ($0.number.text, $0) }) { first, _ in first }
        for (entry, value) in additions?.byCar(cars, "times by car number") ?? [] {
            guard let time = value.duration(.zero ... .minutes(60)) else { continue }
            stops?.additions[entry.number] = time
        }
        if let additions, stops == nil {
            additions.fault(
                found: "additions without a mandatory stop", expected: "a stop at whose minimum they are added",
                remedy: "remove them, or state the stops")
        }
        for (entry, value) in starters?.byCar(cars, "driver ids by car number") ?? [] {
            guard let id = value.integer(1...255).flatMap({ UInt8(exactly: $0) }) else { continue }
            if entry.drivers.contains(where: { $0.id == id }) {
                self.starters[entry.number] = id
            } else {
                let crew = entry.drivers.map { "\($0.id) (\($0.name))" }.joined(separator: ", ")
                value.fault(
                    found: "\(id)",
                    expected: "a driver of the crew of \(entry.number): \(crew.isEmpty ? "it has none" : crew)",
                    remedy: "write the id of one of them")
            }
        }
    }

    /// Values that only a session states.
    var ownLines: [String] {
        func byCar<Value>(_ key: String, _ values: [CarNumber: Value], _ written: (Value) -> String) -> [String] {
            guard !values.isEmpty else { return [] }
            let stated = values.sorted { $0.key.text < $1.key.text }.map {
                "\(quoted($0.key.text)): \(written($0.value))"
            }
            return ["\(key): {\(stated.joined(separator: ", "))}"]
        }
        return (qualifier == .anybody ? [] : ["driver: \(qualifier.rawValue)"])
            + byCar("additions", stops?.additions ?? [:]) { $0.written } + byCar("starters", starters) { "\($0)" }
    }
}

extension Field {
    /// Values by the number of a car that is entered.
    fileprivate func byCar(_ cars: [String: Entry], _ what: String) -> [(entry: Entry, value: Field)]? {
        named(what)?.compactMap { number, key, value in
            guard let entry = cars[number] else {
                key.fault(
                    notAmong: cars.keys.sorted(), number, "a number of the entry list",
                    unless: "write the number as the entry list has it")
                return nil
            }
            return (entry, value)
        }
    }

    /// Tells of classes and cups with a time and without entries.
    func checkClasses(in key: String, _ entered: [String]) {
        let times = value(key)
        guard keys.contains(key), times.isMapping else { return }
        for (name, field, _) in times.named("times by class and cup") ?? [] {
            guard name != TimeByClass.everybody, !entered.contains(name) else { continue }
            field.fault(
                notAmong: entered + [TimeByClass.everybody], name,
                "a class, a cup or both in which somebody is entered: \(entered.joined(separator: ", "))")
        }
    }
}

extension TimeByClass {
    /// The names by which times can be stated for these entries, each once.
    static func names(of entries: [Entry]) -> [String] {
        let names = entries.flatMap { entry in
            [entry.carClass] + (entry.cup.map { [$0, "\(entry.carClass) \($0)"] } ?? [])
        }
        return names.enumerated().filter { !names[..<$0].contains($1) }.map(\.element)
    }

    mutating func keep(_ names: [String]) {
        times = times.filter { names.contains($0.key) }
    }
}
