public import Timing

/// The classification at a time of the race clock (docs/protocol.md, section 4.6).
extension Publication {
    /// - Throws: `wrongValue` where the rulebook has no such time, `notYet` before the leader has come to the Line.
    public func intermediate(
        at time: Milliseconds, _ timekeeper: borrowing Timekeeper, to writer: ByteWriter
    ) throws(Refusal) {
        let times = timekeeper.session.rules.intermediates.map { "\($0.count)" }
        guard times.contains("\(time.count)") else {
            throw Refusal(
                .wrongValue, field: "intermediateMs", "found \(time.count)",
                expected: times.isEmpty ? "none: the rulebook has no intermediates" : times.joined(separator: " or "),
                remedy: "name one of the rulebook's intermediates, in milliseconds of the race clock")
        }
        guard let intermediate = timekeeper.intermediate(at: time) else {
            throw Refusal(
                .notYet, field: "intermediateMs", "the leader has not crossed the Line at \(time.count) or after it",
                expected: "a time that the leader has reached", remedy: "ask again when the leader has come round")
        }
        writer.clear()
        writeHead("results", timekeeper, to: writer)
        writer.append(",\"intermediateMs\":")
        writer.append(time.count)
        writer.append(",\"fellMs\":")
        writer.append(intermediate.fell.milliseconds)
        writer.append(",\"isComplete\":")
        writer.append(intermediate.isComplete)
        writer.append(",\"classification\":[")
        for (index, row) in intermediate.rows.enumerated() {
            if index > 0 { writer.append(",") }
            write(row, to: writer)
        }
        writer.append("]}")
    }

    private func write(_ row: Intermediate.Row, to writer: ByteWriter) {
        writer.append("{\"number\":")
        writer.append(numbers[row.car.slot])
        writeEntry(entries[row.car.slot], to: writer)
        writer.append(",\"position\":")
        writer.append(row.position.map { Int64($0) })
        writer.append(",\"classPosition\":")
        writer.append(row.classPosition.map { Int64($0) })
        writer.append(",\"laps\":")
        writer.append(Int64(row.laps))
        writer.append(",\"totalMs\":")
        writer.append(row.total?.count)
        writer.append(",\"gapMs\":")
        writer.append(row.gap.time?.count)
        writer.append(",\"gapLaps\":")
        writer.append(Int64(row.gap.laps))
        writer.append("}")
    }
}
