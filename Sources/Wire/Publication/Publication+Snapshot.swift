public import Timing

/// The whole table at once: snapshot, results (docs/protocol.md, sections 4.4 and 4.6).
extension Publication {
    /// Writes the snapshot: the whole state of the session. The writer is cleared first.
    public func snapshot(_ timekeeper: borrowing Timekeeper, to writer: ByteWriter) {
        writer.clear()
        writeHead("snapshot", timekeeper, to: writer, withEpoch: true)
        writeEntries(to: writer)
        writer.append(",\"rows\":[")
        var texts = sectorTexts
        for (index, car) in timekeeper.classification.enumerated() {
            if index > 0 { writer.append(",") }
            writeRow(car, .all, timekeeper, &texts, to: writer, withClass: true)
        }
        writer.append("],\"unknown\":[")
        writeUnknown(timekeeper, to: writer)
        writer.append("]}")
    }

    /// The whole entry list; in a delta with the numbers whose rows and verdicts are no longer those of their cars.
    func writeEntries(gone: [CarNumber] = [], to writer: ByteWriter) {
        writer.append(",\"entries\":[")
        for (index, entry) in entries.enumerated() {
            writer.append(index == 0 ? "{\"number\":" : ",{\"number\":" as StaticString)
            writer.append(numbers[index])
            writeEntry(entry, to: writer)
            writer.append("}")
        }
        writer.append("]")
        if gone.isEmpty { return }
        writer.append(",\"gone\":[")
        for (index, number) in gone.enumerated() {
            if index > 0 { writer.append(",") }
            writer.append(quoting: number.text)
        }
        writer.append("]")
    }

    /// Writes the results: the classification as it stands. The writer is cleared first.
    public func results(_ timekeeper: borrowing Timekeeper, to writer: ByteWriter) {
        writer.clear()
        writeHead("results", timekeeper, to: writer)
        writer.append(",\"classification\":[")
        var texts = sectorTexts
        for (index, car) in timekeeper.classification.enumerated() {
            if index > 0 { writer.append(",") }
            writeRow(car, .result, timekeeper, &texts, to: writer, withEntry: true)
        }
        writer.append("]}")
    }

    /// Writes what a milestone's seal is made of: the results, the epoch, the net classification as it was last told,
    /// the corrections, how far the topics have counted, and what else the lane knows. The writer is cleared first.
    public func writeStand(
        _ timekeeper: borrowing Timekeeper, _ counted: [Milestone.Topic], _ others: String, to writer: ByteWriter
    ) {
        results(timekeeper, to: writer)
        writer.append(",\"firstSeq\":")
        writer.append(Int64(clamping: firstSequence))
        writer.append(",\"previousEpoch\":")
        writer.append(previousEpoch.map { Int64(clamping: $0) })
        writeNet(timekeeper, to: writer)
        writer.append(timekeeper.netToldAt?.microseconds)
        for corrected in timekeeper.latestCorrections {
            writer.append(byte: 0x0A)
            writer.append(utf8: corrected.number.text)
            writer.append(byte: 0x20)
            corrected.correction.json.write(to: writer)
        }
        for topic in counted {
            writer.append(byte: 0x0A)
            writer.append(utf8: topic.name)
            writer.append(byte: 0x20)
            writer.append(Int64(clamping: topic.sequence))
        }
        writer.append(utf8: others)
    }

    func writeHead(
        _ type: StaticString, _ timekeeper: borrowing Timekeeper, to writer: ByteWriter, withEpoch: Bool = false
    ) {
        writer.append("{\"v\":1,\"type\":\"")
        writer.append(type)
        writer.append("\",\"session\":")
        writer.append(quoting: session)
        writer.append(",\"epoch\":")
        writer.append(Int64(clamping: epoch))
        if withEpoch {
            writer.append(",\"firstSeq\":")
            writer.append(Int64(clamping: firstSequence))
            writer.append(",\"previousEpoch\":")
            writer.append(previousEpoch.map { Int64(clamping: $0) })
        }
        writer.append(",\"seq\":")
        writer.append(Int64(clamping: sequence))
        writer.append(",\"nowMs\":")
        writer.append(max(timekeeper.now.milliseconds, 0))
        writer.append(",\"race\":")
        writeRace(timekeeper, to: writer)
        writeFlags(timekeeper, to: writer)
        writePenalties(timekeeper, to: writer)
        writeLoops(timekeeper, to: writer)
        writeDoubts(timekeeper, to: writer)
        writeVerdicts(timekeeper, to: writer)
        writeInfringements(timekeeper, to: writer)
        writeNet(timekeeper, to: writer)
        if !timekeeper.pendingActs.isEmpty { writePending(timekeeper, to: writer) }
        writeTold(timekeeper, to: writer)
        if timekeeper.session.kind == .race { writeGrid(timekeeper, to: writer) }
    }

    func writeRace(_ timekeeper: borrowing Timekeeper, to writer: ByteWriter) {
        writer.append("{\"name\":")
        writer.append(quoting: raceName)
        writer.append(",\"circuit\":")
        writer.append(quoting: circuit)
        writer.append(",\"kind\":\"")
        writer.append(utf8: timekeeper.session.kind.rawValue)
        writer.append("\",\"phase\":\"")
        writer.append(utf8: timekeeper.phase.rawValue)
        writer.append("\",\"flag\":\"")
        writer.append(utf8: timekeeper.flag?.rawValue ?? "none")
        writer.append("\",\"result\":")
        if let result = timekeeper.result {
            writer.append(quoting: result.rawValue)
        } else {
            writer.append("null")
        }
        writer.append(",\"startMs\":")
        writer.append(timekeeper.startedAt?.milliseconds)
        writer.append(",\"clockStartMs\":")
        writer.append(timekeeper.clockStartedAt?.milliseconds)
        writer.append(",\"clockStoppedMs\":")
        writer.append(timekeeper.clockStopped.count)
        writer.append(",\"clockRuns\":")
        writer.append(timekeeper.clockRuns)
        writer.append(",\"chequeredMs\":")
        writer.append(timekeeper.chequeredAt?.milliseconds)
        writer.append(",\"endMs\":")
        writer.append(timekeeper.endedAt?.milliseconds)
        writer.append(",\"durationMs\":")
        writer.append(timekeeper.duration?.count)
        writer.append(",\"raceLaps\":")
        writer.append(timekeeper.session.rules.laps.map { Int64($0) })
        writer.append(",\"fcyCountdownMs\":")
        writer.append(timekeeper.session.rules.fcyCountdown?.count)
        writer.append(",\"bestLap\":")
        if let best = timekeeper.bestLap {
            writer.append("{")
            write(best, to: writer)
        } else {
            writer.append("null")
        }
        writer.append(",\"classBestLaps\":[")
        for (index, element) in timekeeper.classBestLaps.enumerated() {
            writer.append(index == 0 ? "{\"class\":" : ",{\"class\":" as StaticString)
            writer.append(quoting: element.carClass)
            writer.append(",")
            write(element.best, to: writer)
        }
        writer.append("]")
        if let zone = timekeeper.session.circuit.timeZone {
            writer.append(",\"utcOffsetMs\":")
            writer.append(zone.count)
        }
        writer.append("}")
    }

    private func write(_ best: BestLap, to writer: ByteWriter) {
        writer.append("\"number\":")
        writer.append(numbers[best.car.slot])
        writer.append(",\"lap\":")
        writer.append(Int64(best.lap))
        writer.append(",\"ms\":")
        writer.append(best.time.count)
        writer.append("}")
    }
}
