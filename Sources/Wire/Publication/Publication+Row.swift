import Timing

/// A car's row, whole or the parts of it that changed (docs/protocol.md, section 4.4).
extension Publication {
    func writeRow(
        _ car: CarIndex, _ parts: RowParts, _ timekeeper: borrowing Timekeeper, _ texts: inout SectorTexts,
        to writer: ByteWriter, withEntry: Bool = false, withClass: Bool = false
    ) {
        var pen = writer.pen(numbers: 0, bytes: rowHeads[car.slot].count)
        pen.put(rowHeads[car.slot])
        writer.take(pen)
        if withEntry {
            writeEntry(entries[car.slot], to: writer)
        } else if withClass {
            writer.append(",\"class\":")
            writer.append(quoting: entries[car.slot].carClass)
        }
        if parts.contains(.standing) { write(timekeeper.standing(of: car), to: writer) }
        if parts.contains(.laps) { writeLaps(car, timekeeper, &texts, to: writer) }
        if parts.contains(.stops) { writeStops(car, timekeeper, to: writer) }
        if parts.contains(.stint) { writeStint(car, timekeeper, to: writer) }
        if parts.contains(.corrected), let correction = timekeeper.correction(of: car) {
            writer.append(",\"corrected\":")
            correction.json.write(to: writer)
        }
        writer.append(byte: 0x7D)
    }

    private func write(_ standing: Standing, to writer: ByteWriter) {
        var pen = writer.pen(numbers: 13, bytes: 340)
        pen.put(",\"position\":")
        pen.put(standing.position.map { Int64($0) })
        pen.put(",\"classPosition\":")
        pen.put(standing.classPosition.map { Int64($0) })
        pen.put(",\"gapMs\":")
        pen.put(standing.gap.time?.count)
        pen.put(",\"gapLaps\":")
        pen.put(Int64(standing.gap.laps))
        pen.put(",\"intervalMs\":")
        pen.put(standing.interval.time?.count)
        pen.put(",\"intervalLaps\":")
        pen.put(Int64(standing.interval.laps))
        pen.put(",\"classGapMs\":")
        pen.put(standing.classGap.time?.count)
        pen.put(",\"classGapLaps\":")
        pen.put(Int64(standing.classGap.laps))
        pen.put(",\"classIntervalMs\":")
        pen.put(standing.classInterval.time?.count)
        pen.put(",\"classIntervalLaps\":")
        pen.put(Int64(standing.classInterval.laps))
        if !standing.isGapNow { pen.put(",\"gapIsNow\":false") }
        pen.put(",\"status\":\"")
        pen.put(standing.status.bytes)
        pen.put("\",\"totalMs\":")
        pen.put(standing.total?.count)
        pen.put(",\"penaltyMs\":")
        pen.put(standing.penalty.count)
        pen.put(",\"penaltyLaps\":")
        pen.put(Int64(standing.penaltyLaps))
        writer.take(pen)
    }

    private func writeLaps(
        _ car: CarIndex, _ timekeeper: borrowing Timekeeper, _ texts: inout SectorTexts, to writer: ByteWriter
    ) {
        let lapping = timekeeper.lapping(of: car)
        let sectors = timekeeper.sectors(of: car)
        var pen = writer.pen(numbers: 7 + 2 * sectors.count, bytes: 200 + 2 * sectors.count + longestDriver)
        pen.put(",\"laps\":")
        pen.put(Int64(lapping.laps))
        pen.put(",\"lastLapMs\":")
        pen.put(lapping.lastLap?.count)
        pen.put(",\"bestLapMs\":")
        pen.put(lapping.bestLap?.count)
        pen.put(",\"bestLap\":")
        pen.put(lapping.bestLapNumber.map { Int64($0) })
        texts.put(sectors, of: car, with: &pen)
        pen.put(",\"lastLoop\":")
        pen.put(lapping.lastLoop.map { Int64($0.value) })
        pen.put(",\"lastMs\":")
        pen.put(lapping.lastSeen?.count)
        pen.put(",\"driver\":")
        put(driver: lapping.driver, of: car, with: &pen)
        writer.take(pen)
        writeEstimated(lapping, to: writer)
    }

    /// Names of the members that rest on a provisional crossing.
    @inline(__always)
    private func writeEstimated(_ lapping: Lapping, to writer: ByteWriter) {
        if !lapping.isTotalEstimated, !lapping.isLastLapEstimated, lapping.estimatedSectors == 0 {
            writer.append(",\"estimated\":[]")
            return
        }
        writer.append(",\"estimated\":[")
        var isFirst = true
        func separate() {
            if !isFirst { writer.append(",") }
            isFirst = false
        }
        if lapping.isTotalEstimated {
            separate()
            writer.append("\"totalMs\"")
        }
        if lapping.isLastLapEstimated {
            separate()
            writer.append("\"lastLapMs\"")
        }
        for sector in 0..<UInt32.bitWidth where lapping.estimatedSectors & (1 << sector) != 0 {
            separate()
            writer.append("\"sector")
            writer.append(Int64(sector + 1))
            writer.append("\"")
        }
        writer.append("]")
    }

    private func writeStops(_ car: CarIndex, _ timekeeper: borrowing Timekeeper, to writer: ByteWriter) {
        writer.append(",\"stops\":[")
        let start = timekeeper.startedAt
        func sinceStart(_ instant: Instant?) -> Int64? {
            guard let instant, let start else { return nil }
            return (instant - start).count
        }
        for (index, stop) in timekeeper.stops(of: car).enumerated() {
            writer.append(index == 0 ? "{\"inMs\":" : ",{\"inMs\":" as StaticString)
            writer.append(sinceStart(stop.entered))
            writer.append(",\"outMs\":")
            writer.append(sinceStart(stop.left))
            writer.append(",\"durationMs\":")
            writer.append(stop.duration?.count)
            writer.append(",\"driverIn\":")
            write(driver: stop.driverIn, of: car, to: writer)
            writer.append(",\"driverOut\":")
            write(driver: stop.driverOut, of: car, to: writer)
            writer.append(",\"estimated\":")
            writer.append(stop.isEstimated)
            writer.append(",\"counts\":")
            writer.append(stop.counts)
            writer.append("}")
        }
        writer.append("]")
    }

    private func writeStint(_ car: CarIndex, _ timekeeper: borrowing Timekeeper, to writer: ByteWriter) {
        let stint = timekeeper.stint(of: car)
        let start = timekeeper.startedAt
        var pen = writer.pen(numbers: 2, bytes: 40)
        pen.put(",\"stintFromMs\":")
        pen.put(start.flatMap { start in stint.began.map { ($0 - start).count } })
        pen.put(",\"driverFromMs\":")
        pen.put(start.flatMap { start in stint.driverBegan.map { ($0 - start).count } })
        writer.take(pen)
    }

    /// The driver's name; `#n` where the crew has no driver n.
    func write(driver: UInt8, of car: CarIndex, to writer: ByteWriter) {
        var pen = writer.pen(numbers: 1, bytes: longestDriver + 8)
        put(driver: driver, of: car, with: &pen)
        writer.take(pen)
    }

    /// The same; it takes a number's room and `longestDriver` bytes.
    private func put(driver: UInt8, of car: CarIndex, with pen: inout Pen) {
        if driver == 0 {
            pen.put("null")
        } else if Int(driver) < drivers[car.slot].count, !drivers[car.slot][Int(driver)].isEmpty {
            pen.put(drivers[car.slot][Int(driver)])
        } else {
            pen.put("\"#")
            pen.put(Int64(driver))
            pen.put("\"")
        }
    }

    func writeEntry(_ entry: Entry, to writer: ByteWriter) {
        writer.append(",\"class\":")
        writer.append(quoting: entry.carClass)
        writer.append(",\"cup\":")
        write(entry.cup, to: writer)
        writer.append(",\"team\":")
        writer.append(quoting: entry.team)
        writer.append(",\"vehicle\":")
        write(entry.vehicle, to: writer)
        writer.append(",\"drivers\":[")
        for (index, driver) in entry.drivers.enumerated() {
            writer.append(index == 0 ? "{\"id\":" : ",{\"id\":" as StaticString)
            writer.append(Int64(driver.id))
            writer.append(",\"name\":")
            writer.append(quoting: driver.name)
            writer.append(",\"grade\":")
            write(driver.grade, to: writer)
            writer.append(",\"nation\":")
            write(driver.nation, to: writer)
            writer.append("}")
        }
        writer.append("]")
    }

    private func write(_ text: String?, to writer: ByteWriter) {
        if let text { writer.append(quoting: text) } else { writer.append("null") }
    }
}

extension CarStatus {
    fileprivate var bytes: StaticString {
        switch self {
        case .notStarted: "notStarted"
        case .onTrack: "onTrack"
        case .inPit: "inPit"
        case .outLap: "outLap"
        case .stopped: "stopped"
        case .finished: "finished"
        case .retired: "retired"
        case .notClassified: "notClassified"
        case .disqualified: "disqualified"
        case .withdrawn: "withdrawn"
        }
    }
}
