public import Timing

/// By how much local time is ahead of UTC, as `+08:00`.
extension Field {
    func timeZone() -> Milliseconds? {
        if let zone = (written).flatMap({ Milliseconds(zone: $0) }) { return zone }
        fault(
            found: found, expected: "by how much local time is ahead of UTC, from -14:00 to +14:00",
            remedy: "write it as on the day of the meeting, with summer time, like +08:00, -05:00 or Z")
        return nil
    }
}

extension Milliseconds {
    /// `+08:00`, `-05:30`, `Z`; nil when the text is none of these.
    public init?(zone text: String) {
        if text == "Z" {
            self = .zero
            return
        }
        let parts = text.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
        guard let sign = ["+": 1, "-": -1][text.prefix(1)].map({ Int64($0) }), parts.count == 2,
            parts.allSatisfy({ $0.count == 2 && $0.allSatisfy(isDigit) }), let hours = Int64(parts[0]),
            let minutes = Int64(parts[1]), minutes < 60, hours * 60 + minutes <= 14 * 60
        else { return nil }
        self.init(sign * (hours * 60 + minutes) * 60_000)
    }

    /// As it is read back.
    var writtenAsZone: String {
        let minutes = count.magnitude / 60_000
        func two(_ value: UInt64) -> String { value < 10 ? "0\(value)" : "\(value)" }
        return "\(count < 0 ? "-" : "+")\(two(minutes / 60)):\(two(minutes % 60))"
    }
}
