public import Timing

/// Messages, reports and conditions in words.
public enum WordText {
    /// ` to 7 and 8`; empty where it is for all.
    public static func to(_ cars: [CarNumber]) -> String {
        guard let last = cars.last else { return "" }
        if cars.count == 1 { return " to \(last)" }
        return " to \(cars.dropLast().map(\.text).joined(separator: ", ")) and \(last)"
    }

    /// `trackLimits at turn 5 on lap 12`.
    public static func words(_ report: Report) -> String {
        let place: String =
            switch report.place {
            case .turn(let turn): " at turn \(turn)"
            case .named(let name): " at \(name)"
            case nil: ""
            }
        return report.kind + place + (report.lap.map { " on lap \($0)" } ?? "")
    }

    /// `air 31.0 °C, track 44.5 °C, wet`.
    public static func words(_ conditions: Conditions) -> String {
        [
            conditions.air.map { "air \(degrees($0))" }, conditions.track.map { "track \(degrees($0))" },
            conditions.surface?.rawValue, conditions.humidity.map { "humidity \($0) %" },
            conditions.wind.map { "wind \($0) km/h" },
        ].compactMap(\.self).joined(separator: ", ")
    }

    /// `31.5 °C`.
    public static func degrees(_ tenths: Int) -> String {
        let (whole, rest) = tenths.magnitude.quotientAndRemainder(dividingBy: 10)
        return "\(tenths < 0 ? "-" : "")\(whole).\(rest) °C"
    }
}
