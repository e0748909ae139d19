/// How it stands with a box, in a line of the log.
package struct P3Health: Hashable, Sendable, CustomStringConvertible {
    package let description: String

    /// Nil before the box has said anything.
    package init?(_ intake: borrowing P3Intake, _ times: MachineTimes) {
        var parts: [String] = []
        if let offset = intake.clock.offset {
            // Of the box from this machine's UTC.
            let ahead = times.microseconds - offset - times.utc
            let doubt = intake.clock.uncertainty.map { "±\(($0 + 999) / 1000) ms" } ?? "at least"
            parts.append("clock \(ahead >= 0 ? "+" : "-")\(abs(ahead) / 1000) ms (\(doubt)) from this machine's")
        }
        let status = intake.status
        if let noise = status.noise { parts.append("noise \(noise)") }
        if let temperature = status.temperature { parts.append("temperature \(temperature)") }
        if let voltage = status.voltage { parts.append("\(voltage / 10).\(voltage % 10) V") }
        if let satellites = status.satellites { parts.append("satellites \(satellites)") }
        let readings = intake.readings
        if readings.count > 0 {
            parts.append(
                "\(readings.count) passings, hits \(readings.hits / readings.count), "
                    + "strength \(readings.strength / readings.count)")
        }
        if parts.isEmpty { return nil }
        let counts = intake.counts
        let faults = intake.faults.sorted { $0.key.rawValue < $1.key.rawValue }.map { "\($0.key.rawValue) \($0.value)" }
        parts.append(
            "repeated \(counts.repeated), lost \(counts.lost), of others \(counts.foreign), pulses \(counts.pulses)")
        if !faults.isEmpty { parts.append("refused: " + faults.joined(separator: ", ")) }
        description = parts.joined(separator: " · ")
    }
}
