import Timing

/// The obligations of every car, read from a file and written (docs/configuration.md, "Obligations").
extension Obligations {
    /// The sections of a series and of a session.
    static let keys = ["stops", "stopTimes", "technicalStop", "stint", "continuous", "driving", "penalties"]

    /// Keys of all sections by which a value can be named, `stops.window.opens`.
    static let names =
        [
            ("stops", MandatoryStops.keys), ("stops.window", MandatoryStops.Window.keys), ("stopTimes", StopTimes.keys),
            ("technicalStop", TechnicalStop.keys), ("stint", StintLimit.keys), ("continuous", ContinuousDriving.keys),
            ("driving", []), ("penalties", PenaltyBand.keys),
        ].flatMap { section, keys in (section == "stops.window" ? [] : [section]) + keys.map { "\(section).\($0)" } }

    /// Takes over the sections' values, key by key, and keeps the rest.
    mutating func take(_ table: Table) {
        stops = section(table["stops"], MandatoryStops.keys, over: stops) { MandatoryStops($0, over: $1) }
        stopTimes = section(table["stopTimes"], StopTimes.keys, over: stopTimes) { StopTimes($0, over: $1) }
        technicalStop = section(table["technicalStop"], TechnicalStop.keys, over: technicalStop) {
            TechnicalStop($0, over: $1)
        }
        stint = section(table["stint"], StintLimit.keys, over: stint) { StintLimit($0, over: $1) }
        continuous = section(table["continuous"], ContinuousDriving.keys, over: continuous) {
            ContinuousDriving($0, over: $1)
        }
        if let field = table["driving"], let rules = field.orNone({ $0.drivingTimes() }) { driving = rules ?? [] }
        if let field = table["penalties"] { takePenalties(field) }
    }

    /// The inherited value after a section: `none` switches it off; a fault leaves it.
    private func section<Value>(
        _ field: Field?, _ keys: [String], over inherited: Value?, _ read: (Table, Value?) -> Value?
    ) -> Value? {
        guard let field else { return inherited }
        guard !field.isNone else { return nil }
        return Table(field, keys: keys).flatMap { read($0, inherited) } ?? inherited
    }

    /// Every section but the penalties as a file states it, all keys of it, in the order of `keys`.
    var lines: [String] {
        let rules = driving.map(\.written).joined(separator: ", ")
        return [
            "stops: \(stops?.written ?? "none")",
            "stopTimes: \(stopTimes?.written ?? "none")",
            "technicalStop: \(technicalStop?.written ?? "none")",
            "stint: \(stint?.written ?? "none")",
            "continuous: \(continuous?.written ?? "none")",
            "driving: \(driving.isEmpty ? "none" : "[\(rules)]")",
        ]
    }
}

extension [String] {
    /// The lines that the others do not have in their place.
    func differing(from others: [String]) -> [String] {
        zip(self, others).filter { $0 != $1 }.map(\.0)
    }
}
