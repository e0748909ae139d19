import Timing

/// A car's row, whole or the parts of it that changed (docs/protocol.md, section 4.4).
extension Publication {
    func writeRow(
        _ car: CarIndex, _ parts: RowParts, _ timekeeper: borrowing Timekeeper, to writer: ByteWriter,
        withEntry: Bool = false, withClass: Bool = false
    ) {
        writer.append("{\"number\":")
        writer.append(numbers[car.slot])
        if withEntry {
            writeEntry(entries[car.slot], to: writer)
        } else if withClass {
            writer.append(",\"class\":")
            writer.append(quoting: entries[car.slot].carClass)
        }
        if parts.contains(.standing) { write(timekeeper.standing(of: car), to: writer) }
        if parts.contains(.laps) { writeLaps(car, timekeeper, to: writer) }
        if parts.contains(.stops) { writeStops(car, timekeeper, to: writer) }
        writer.append("}")
    }

    private func write(_ standing: Standing, to writer: ByteWriter) {
        writer.append(",\"position\":")
        writer.append(standing.position.map { Int64($0) })
        writer.append(",\"classPosition\":")
        writer.append(standing.classPosition.map { Int64($0) })
        writer.append(",\"gapMs\":")
        write(standing.gap, ",\"gapLaps\":", to: writer)
        writer.append(",\"intervalMs\":")
        write(standing.interval, ",\"intervalLaps\":", to: writer)
        writer.append(",\"classGapMs\":")
        write(standing.classGap, ",\"classGapLaps\":", to: writer)
        writer.append(",\"classIntervalMs\":")
        write(standing.classInterval, ",\"classIntervalLaps\":", to: writer)
        writer.append(",\"status\":\"")
        writer.append(standing.status.bytes)
        writer.append("\",\"totalMs\":")
        writer.append(standing.total?.count)
        writer.append(",\"penaltyMs\":")
        writer.append(standing.penalty.count)
        writer.append(",\"penaltyLaps\":")
        writer.append(Int64(standing.penaltyLaps))
    }

    @inline(__always)
    private func write(_ distance: Distance, _ laps: StaticString, to writer: ByteWriter) {
        writer.append(distance.time?.count)
        writer.append(laps)
        writer.append(Int64(distance.laps))
    }

    private func writeLaps(_ car: CarIndex, _ timekeeper: borrowing Timekeeper, to writer: ByteWriter) {
        let lapping = timekeeper.lapping(of: car)
        writer.append(",\"laps\":")
        writer.append(Int64(lapping.laps))
        writer.append(",\"lastLapMs\":")
        writer.append(lapping.lastLap?.count)
        writer.append(",\"bestLapMs\":")
        writer.append(lapping.bestLap?.count)
        writer.append(",\"bestLap\":")
        writer.append(lapping.bestLapNumber.map { Int64($0) })
        writer.append(",\"sectorsMs\":[")
        let sectors = timekeeper.pointsPerLap
        for sector in 0..<sectors {
            if sector > 0 { writer.append(",") }
            writer.append(timekeeper.sector(sector, of: car).latest?.count)
        }
        writer.append("],\"bestSectorsMs\":[")
        for sector in 0..<sectors {
            if sector > 0 { writer.append(",") }
            writer.append(timekeeper.sector(sector, of: car).best?.count)
        }
        writer.append("],\"lastLoop\":")
        writer.append(lapping.lastLoop.map { Int64($0.value) })
        writer.append(",\"lastMs\":")
        writer.append(lapping.lastSeen?.count)
        writer.append(",\"driver\":")
        write(driver: lapping.driver, of: car, to: writer)
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

    /// The driver's name; `#n` where the crew has no driver n.
    func write(driver: UInt8, of car: CarIndex, to writer: ByteWriter) {
        let names = drivers[car.slot]
        if driver == 0 {
            writer.append("null")
        } else if Int(driver) < names.count, !names[Int(driver)].isEmpty {
            writer.append(names[Int(driver)])
        } else {
            writer.append("\"#")
            writer.append(Int64(driver))
            writer.append("\"")
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
