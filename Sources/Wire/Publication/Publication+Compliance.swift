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
        writer.append("{\"car\":")
        writer.append(numbers[car.slot])
        writer.append(",\"id\":")
        write(obligation, to: writer)
        writer.append(",\"state\":")
    }

    private func write(_ obligation: ObligationID, to writer: ByteWriter) {
        writer.append("\"")
        writer.append(obligation.kind.bytes)
        if obligation.number > 0 { writer.append(Int64(obligation.number)) }
        if obligation.driver > 0 {
            writer.append("-")
            writer.append(Int64(obligation.driver))
        }
        if obligation.block > 0 {
            writer.append("-b")
            writer.append(Int64(obligation.block))
        }
        writer.append("\"")
    }

    /// From the state to the end.
    private func write(
        _ verdict: Verdict, of car: CarIndex, _ timekeeper: borrowing Timekeeper, to writer: ByteWriter
    ) {
        let start = timekeeper.startedAt
        func sinceStart(_ instant: Instant?) -> Int64? {
            guard let instant, let start else { return nil }
            return (instant - start).count
        }
        writer.append("\"")
        writer.append(verdict.state.bytes)
        writer.append("\",\"byMs\":")
        writer.append(verdict.by?.count)
        writer.append(",\"opensMs\":")
        writer.append(sinceStart(verdict.opens))
        writer.append(",\"closesMs\":")
        writer.append(sinceStart(verdict.closes))
        writer.append(",\"requiredMs\":")
        writer.append(verdict.required?.count)
        writer.append(",\"exitFromMs\":")
        writer.append(sinceStart(verdict.exitFrom))
        writer.append(",\"visit\":")
        writer.append(verdict.visit.map { Int64($0) })
        writer.append(",\"driver\":")
        write(driver: verdict.driver, of: car, to: writer)
        writer.append(",\"joker\":")
        writer.append(verdict.isJoker)
        writer.append(",\"interrupted\":")
        writer.append(verdict.isInterrupted)
        writer.append(",\"curtailed\":")
        writer.append(verdict.isCurtailed)
        writer.append("}")
    }

    func writeInfringements(_ timekeeper: borrowing Timekeeper, to writer: ByteWriter) {
        writer.append(",\"infringements\":[")
        var isFirst = true
        for slot in entries.indices {
            for infringement in timekeeper.infringements(of: CarIndex(slot)) {
                writer.append(isFirst ? "{\"car\":" : ",{\"car\":" as StaticString)
                isFirst = false
                write(infringement, to: writer)
            }
        }
        writer.append("]")
    }

    private func write(_ infringement: Infringement, to writer: ByteWriter) {
        writer.append(numbers[infringement.car.slot])
        writer.append(",\"id\":")
        write(infringement.verdict.obligation, to: writer)
        writer.append(",\"kind\":")
        writer.append(quoting: infringement.kind.rawValue)
        writer.append(",\"byMs\":")
        writer.append(infringement.verdict.by?.count)
        writer.append(",\"visit\":")
        writer.append(infringement.verdict.visit.map { Int64($0) })
        writer.append(",\"proposed\":")
        (infringement.proposed.map { .object([$0.member]) } ?? JSON.null).write(to: writer)
        writer.append(",\"state\":")
        writer.append(quoting: infringement.state.rawValue)
        writer.append(",\"act\":")
        if let act = infringement.act { writer.append(quoting: act) } else { writer.append("null") }
        writer.append("}")
    }

    func writeNet(_ timekeeper: borrowing Timekeeper, to writer: ByteWriter) {
        writer.append(",\"net\":[")
        for (index, row) in timekeeper.netClassification.enumerated() {
            writer.append(index == 0 ? "{\"number\":" : ",{\"number\":" as StaticString)
            writer.append(numbers[row.car.slot])
            writer.append(",\"position\":")
            writer.append(Int64(row.position))
            writer.append(",\"classPosition\":")
            writer.append(Int64(row.classPosition))
            writer.append(",\"gapMs\":")
            writer.append(row.gap.count)
            writer.append(",\"owedMs\":")
            writer.append(row.owed.count)
            writer.append("}")
        }
        writer.append("]")
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
