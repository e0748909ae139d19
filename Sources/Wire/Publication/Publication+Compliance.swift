import Timing

/// Verdicts, infringements and the net classification (docs/protocol.md, section 4.9).
extension Publication {
    /// The part of a delta: the verdicts that changed, and the lists that changed.
    @inline(__always)
    func writeCompliance(_ effect: Effect, _ timekeeper: borrowing Timekeeper, to writer: ByteWriter) {
        if !effect.verdicts.isEmpty { write(effect.verdicts, timekeeper, to: writer) { _ in true } }
        if effect.infringementsChanged { writeInfringements(timekeeper, to: writer) }
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
        writer.write(numbers: 3, bytes: 80 + numbers[car.slot].count) { pen in
            pen.put("{\"car\":")
            pen.put(numbers[car.slot])
            pen.put(",\"id\":")
            pen.put(obligation)
            pen.put(",\"state\":")
        }
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
        writer.write(numbers: 6, bytes: 140) { pen in
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
        }
        write(driver: verdict.driver, of: car, to: writer)
        writer.write(numbers: 1, bytes: 130) { pen in
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
        }
    }

    func writeInfringements(_ timekeeper: borrowing Timekeeper, to writer: ByteWriter) {
        writer.append(",\"infringements\":[")
        var isFirst = true
        for slot in entries.indices {
            for infringement in timekeeper.infringements(of: CarIndex(slot)) {
                if !isFirst { writer.append(byte: 0x2C) }
                isFirst = false
                write(infringement, to: writer)
            }
        }
        writer.append("]")
    }

    private func write(_ infringement: Infringement, to writer: ByteWriter) {
        let number = numbers[infringement.car.slot]
        writer.write(numbers: 5, bytes: 160 + number.count) { pen in
            pen.put("{\"car\":")
            pen.put(number)
            pen.put(",\"id\":")
            pen.put(infringement.verdict.obligation)
            pen.put(",\"kind\":\"")
            pen.put(infringement.kind.bytes)
            pen.put("\",\"byMs\":")
            pen.put(infringement.verdict.by?.count)
            pen.put(",\"visit\":")
            pen.put(infringement.verdict.visit.map { Int64($0) })
            pen.put(",\"proposed\":")
        }
        if let proposed = infringement.proposed {
            JSON.object([proposed.member]).write(to: writer)
        } else {
            writer.append("null")
        }
        writer.append(",\"state\":\"")
        writer.append(infringement.state.bytes)
        writer.append("\",\"act\":")
        if let act = infringement.act { writer.append(quoting: act) } else { writer.append("null") }
        writer.append(byte: 0x7D)
    }

    func writeNet(_ timekeeper: borrowing Timekeeper, to writer: ByteWriter) {
        writer.append(",\"net\":[")
        let rows = timekeeper.netClassification
        for place in rows.indices {
            let row = rows[place]
            if place > 0 { writer.append(byte: 0x2C) }
            writer.write(numbers: 4, bytes: 80 + rowHeads[row.car.slot].count) { pen in
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
            }
        }
        writer.append("]")
    }
}

extension Pen {
    /// The name of an obligation in quotes.
    @inline(__always)
    fileprivate mutating func put(_ obligation: ObligationID) {
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

extension InfringementKind {
    fileprivate var bytes: StaticString {
        switch self {
        case .shortStop: "shortStop"
        case .earlyStop: "earlyStop"
        case .lateStop: "lateStop"
        case .missedStop: "missedStop"
        case .driverChangeUnproved: "driverChangeUnproved"
        case .technicalStopMissed: "technicalStopMissed"
        case .prohibitedStopTime: "prohibitedStopTime"
        case .stintOverrun: "stintOverrun"
        case .drivingOver: "drivingOver"
        case .drivingUnder: "drivingUnder"
        case .restShort: "restShort"
        case .wrongStarter: "wrongStarter"
        case .wrongQualifier: "wrongQualifier"
        case .reports: "reports"
        }
    }
}

extension Infringement.State {
    fileprivate var bytes: StaticString {
        switch self {
        case .reported: "reported"
        case .penalised: "penalised"
        case .closed: "closed"
        case .automatic: "automatic"
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
