package import Timing

/// The clock on the wall of the circuit.
package struct CircuitClock: Hashable, Sendable {
    private static let day: Int64 = 86_400_000
    private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]

    /// Milliseconds since 1970, as the circuit counts them.
    private let local: Int64

    package init(_ instant: Instant, ahead: Milliseconds) { local = instant.milliseconds + ahead.count }

    /// Since midnight.
    package var timeOfDay: Milliseconds { Milliseconds(local - midnight) }

    private var midnight: Int64 { local.floored(to: Self.day) }

    /// As `12 jan 01`.
    package var date: String {
        let (year, month, day) = calendar
        return "\(Self.two(day)) \(Self.months[month - 1]) \(Self.two(year % 100))"
    }

    /// As `01/27/2009`.
    package var americanDate: String {
        let (year, month, day) = calendar
        return "\(Self.two(month))/\(Self.two(day))/\(year)"
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    /// Years are counted from March, so that the leap day is a year's last; 400 years have 146,097 days.
    private var calendar: (year: Int, month: Int, day: Int) {
        let days = Int(midnight / Self.day) + 719_468
        let era = (days >= 0 ? days : days - 146_096) / 146_097
        let ofEra = days - era * 146_097
        let year = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
        let ofYear = ofEra - (365 * year + year / 4 - year / 100)
        let month = (5 * ofYear + 2) / 153
        return (
            year: era * 400 + year + (month < 10 ? 0 : 1), month: month < 10 ? month + 3 : month - 9,
            day: ofYear - (153 * month + 2) / 5 + 1
        )
    }
}

extension Int64 {
    /// The next multiple towards the past.
    fileprivate func floored(to step: Int64) -> Int64 {
        let rest = self % step
        return self - (rest < 0 ? rest + step : rest)
    }
}
