import Timing

/// The parts of a delta on the narrower topics, from its rows to its end (docs/protocol.md, section 4.7).
extension Publication {
    /// The head of a message of a narrower topic, up to its rows.
    func writePartHead(topicSequence: UInt64, at instant: Instant, to writer: ByteWriter) {
        writer.append(partHead)
        writer.append(Int64(clamping: sequence))
        writer.append(",\"topicSeq\":")
        writer.append(Int64(clamping: topicSequence))
        writer.append(",\"atMs\":")
        writer.append(instant.milliseconds)
        writer.append(",\"rows\":[")
    }

    /// Rows and verdicts of some cars.
    func writePart(
        _ effect: Effect, _ timekeeper: borrowing Timekeeper, to writer: ByteWriter, where isMeant: (CarIndex) -> Bool
    ) {
        var isFirst = true
        var texts = sectorTexts
        for car in timekeeper.changedRows where isMeant(car) {
            if !isFirst { writer.append(",") }
            isFirst = false
            writeRow(car, timekeeper.changedParts(of: car), timekeeper, &texts, to: writer)
        }
        writer.append("]")
        write(effect.verdicts, timekeeper, to: writer) { isMeant($0.car) }
        writer.append("}")
    }

    /// Stops and verdicts of all cars.
    func writeStopsPart(_ effect: Effect, _ timekeeper: borrowing Timekeeper, to writer: ByteWriter) {
        var isFirst = true
        var texts = sectorTexts
        for car in timekeeper.changedRows where timekeeper.changedParts(of: car).contains(.stops) {
            if !isFirst { writer.append(",") }
            isFirst = false
            writeRow(car, .stops, timekeeper, &texts, to: writer)
        }
        writer.append("]")
        write(effect.verdicts, timekeeper, to: writer) { _ in true }
        writer.append("}")
    }

    /// Verdicts whose state changed, and infringements and doubts when they changed.
    func writeAlertsPart(_ effect: Effect, _ timekeeper: borrowing Timekeeper, to writer: ByteWriter) {
        writer.append("]")
        write(effect.verdicts, timekeeper, to: writer) { $0.isNews }
        if effect.infringementsChanged { writeInfringements(timekeeper, to: writer) }
        if effect.doubtsChanged { writeDoubts(timekeeper, to: writer) }
        writer.append("}")
    }
}

extension VerdictChange {
    /// More than a number in the verdict changed.
    var isNews: Bool { before != verdict?.state }
}
