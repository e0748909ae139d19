import Wire

/// A correction in words: what stood there, and what stands there now.
enum CorrectionText {
    static func words(_ column: BoardColumn, _ before: JSON, _ after: JSON) -> String {
        switch column {
        case .position: "place \(value(before)) → \(value(after))"
        case .laps: "laps \(value(before)) → \(value(after))"
        case .totalMs: "total \(time(before)) → \(time(after))"
        case .lastLapMs: "last lap \(time(before)) → \(time(after))"
        case .gapMs: "gap \(time(before)) → \(time(after))"
        case .gapLaps: "gap in laps \(value(before)) → \(value(after))"
        case .bestLapMs: "best lap \(time(before)) → \(time(after))"
        default: "\(column.rawValue) \(value(before)) → \(value(after))"
        }
    }

    private static func value(_ json: JSON) -> String { json.text ?? json.integer.map { "\($0)" } ?? "none" }

    private static func time(_ json: JSON) -> String {
        guard let milliseconds = json.integer else { return "none" }
        func padded(_ number: Int64, _ digits: Int) -> String {
            let text = "\(number)"
            return String(repeating: "0", count: max(0, digits - text.count)) + text
        }
        let (seconds, rest) = (milliseconds / 1000, milliseconds % 1000)
        let hours = seconds >= 3600 ? "\(seconds / 3600):\(padded(seconds / 60 % 60, 2))" : "\(seconds / 60)"
        return "\(hours):\(padded(seconds % 60, 2)).\(padded(rest, 3))"
    }
}
