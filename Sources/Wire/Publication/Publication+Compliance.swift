import Timing

/// Verdicts, infringements and the net classification (docs/protocol.md, section 4.9).
extension Publication {
    /// The part of a delta: the verdicts that changed, and the lists that changed.
    @inline(__always)
    mutating func writeCompliance(_ effect: Effect, _ timekeeper: borrowing Timekeeper, to writer: ByteWriter) {
        if !effect.verdicts.isEmpty { write(effect.verdicts, timekeeper, to: writer) { _ in true } }
        if effect.infringementsChanged { infringementRows.write(timekeeper, numbers, to: writer) }
        if effect.isNetDue { writeNet(timekeeper, to: writer) }
    }

    /// The verdicts of these changes; nothing at all without changes.
    func write(
        _ changes: [VerdictChange], _ timekeeper: borrowing Timekeeper, to writer: ByteWriter,
        where isMeant: (VerdictChange) -> Bool
    ) {
        var isFirst = true
        for change in changes where isMeant(change) {
            writer.append(isFirst ? ",\"verdicts\":[" : "," as StaticString)
            isFirst = false
            write(change.obligation, of: change.car, to: writer)
            if let verdict = change.verdict {
                write(verdict, of: change.car, timekeeper, to: writer)
            } else {
                writer.append("null}")
            }
        }
        if !isFirst { writer.append("]") }
    }

    func writeVerdicts(_ timekeeper: borrowing Timekeeper, to writer: ByteWriter) {
        writer.append(",\"verdicts\":[")
        var isFirst = true
        for slot in entries.indices {
            let car = CarIndex(slot)
            for verdict in timekeeper.verdicts(of: car) {
                if !isFirst { writer.append(",") }
                isFirst = false
                write(verdict.obligation, of: car, to: writer)
                write(verdict, of: car, timekeeper, to: writer)
            }
        }
        writer.append("]")
    }

    /// The head of a verdict, up to its state.
    private func write(_ obligation: ObligationID, of car: CarIndex, to writer: ByteWriter) {
        var pen = writer.pen(numbers: 3, bytes: 80 + numbers[car.slot].count)
        pen.put("{\"car\":")
        pen.put(numbers[car.slot])
        pen.put(",\"id\":")
        pen.put(obligation)
        pen.put(",\"state\":")
        writer.take(pen)
    }

    /// From the state to the end.
    private func write(
        _ verdict: Verdict, of car: CarIndex, _ timekeeper: borrowing Timekeeper, to writer: ByteWriter
    ) {
        let start = timekeeper.startedAt
        @inline(__always)
        func sinceStart(_ instant: Instant?) -> Int64? {
            guard let instant, let start else { return nil }
            return (instant - start).count
        }
        var pen = writer.pen(numbers: 6, bytes: 140)
        pen.put("\"")
        pen.put(verdict.state.bytes)
        pen.put("\",\"byMs\":")
        pen.put(verdict.by?.count)
        pen.put(",\"opensMs\":")
        pen.put(sinceStart(verdict.opens))
        pen.put(",\"closesMs\":")
        pen.put(sinceStart(verdict.closes))
        pen.put(",\"requiredMs\":")
        pen.put(verdict.required?.count)
        pen.put(",\"exitFromMs\":")
        pen.put(sinceStart(verdict.exitFrom))
        pen.put(",\"visit\":")
        pen.put(verdict.visit.map { Int64($0) })
        pen.put(",\"driver\":")
        writer.take(pen)
        write(driver: verdict.driver, of: car, to: writer)
        pen = writer.pen(numbers: 1, bytes: 130)
        pen.put(",\"joker\":")
        pen.put(verdict.isJoker)
        pen.put(",\"interrupted\":")
        pen.put(verdict.isInterrupted)
        pen.put(",\"curtailed\":")
        pen.put(verdict.isCurtailed)
        if let left = verdict.passesLeft {
            pen.put(",\"passesLeft\":")
            pen.put(Int64(left))
        }
        if let ruling = verdict.ruling {
            pen.put(",\"ruling\":\"")
            pen.put(ruling.bytes)
            pen.put("\"")
        }
        pen.put("}")
        writer.take(pen)
    }

    func writeInfringements(_ timekeeper: borrowing Timekeeper, to writer: ByteWriter) {
        var rows = infringementRows
        rows.write(timekeeper, numbers, to: writer)
    }

    func writeNet(_ timekeeper: borrowing Timekeeper, to writer: ByteWriter) {
        writer.append(",\"net\":[")
        let rows = timekeeper.netClassification
        for place in rows.indices {
            let row = rows[place]
            if place > 0 { writer.append(byte: 0x2C) }
            var pen = writer.pen(numbers: 4, bytes: 80 + rowHeads[row.car.slot].count)
            pen.put(rowHeads[row.car.slot])
            pen.put(",\"position\":")
            pen.put(Int64(row.position))
            pen.put(",\"classPosition\":")
            pen.put(Int64(row.classPosition))
            pen.put(",\"gapMs\":")
            pen.put(row.gap.count)
            pen.put(",\"owedMs\":")
            pen.put(row.owed.count)
            pen.put("}")
            writer.take(pen)
        }
        writer.append("]")
    }
}

extension Pen {
    /// The name of an obligation in quotes.
    @inline(__always)
    mutating func put(_ obligation: ObligationID) {
        put("\"")
        put(obligation.kind.bytes)
        if obligation.number > 0 { put(Int64(obligation.number)) }
        if obligation.driver > 0 {
            put("-")
            put(Int64(obligation.driver))
        }
        if obligation.block > 0 {
            put("-b")
            put(Int64(obligation.block))
        }
        put("\"")
    }
}

extension Ruling {
    fileprivate var bytes: StaticString {
        switch self {
        case .excused: "excused"
        case .driverChanged: "driverChanged"
        case .noAction: "noAction"
        }
    }
}

extension ObligationID.Kind {
    fileprivate var bytes: StaticString {
        switch self {
        case .stop: "stop"
        case .driverChange: "driverChange"
        case .technicalStop: "technicalStop"
        case .stopTime: "stopTime"
        case .stint: "stint"
        case .continuous: "continuous"
        case .rest: "rest"
        case .driving: "driving"
        case .starter: "starter"
        case .qualifier: "qualifier"
        case .report: "report"
        }
    }
}

extension Verdict.State {
    fileprivate var bytes: StaticString {
        switch self {
        case .notOpen: "notOpen"
        case .open: "open"
        case .lastChance: "lastChance"
        case .inPit: "inPit"
        case .served: "served"
        case .short: "short"
        case .early: "early"
        case .late: "late"
        case .missed: "missed"
        case .over: "over"
        case .unproved: "unproved"
        case .notApplicable: "notApplicable"
        }
    }
}
