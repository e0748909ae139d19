import Timing

/// The list of infringements, with the bytes of each car's as they were written last: of those of all cars most read as
/// before, and are copied.
struct InfringementRows {
    private struct Row {
        var infringements: [Infringement] = []
        /// Their objects, with commas between.
        var bytes: [UInt8] = []
    }

    /// By car.
    private var rows: [Row] = []

    /// Forgets the bytes: numbers of cars are others.
    mutating func clear() { rows.removeAll() }

    /// Writes the member `infringements` of a message.
    mutating func write(_ timekeeper: borrowing Timekeeper, _ numbers: [[UInt8]], to writer: ByteWriter) {
        if rows.count != numbers.count { rows = Array(repeating: Row(), count: numbers.count) }
        writer.append(",\"infringements\":[")
        var isFirst = true
        for slot in rows.indices {
            let infringements = timekeeper.infringements(of: CarIndex(slot))
            if infringements.isEmpty { continue }
            if !isFirst { writer.append(byte: 0x2C) }
            isFirst = false
            if rows[slot].infringements == infringements {
                writer.append(rows[slot].bytes)
            } else {
                let start = writer.count
                Self.write(infringements, numbers[slot], to: writer)
                rows[slot].infringements = infringements
                rows[slot].bytes.removeAll(keepingCapacity: true)
                writer.withBytes { rows[slot].bytes.append(contentsOf: $0[start...]) }
            }
        }
        writer.append("]")
    }

    private static func write(_ infringements: [Infringement], _ number: [UInt8], to writer: ByteWriter) {
        for place in infringements.indices {
            if place > 0 { writer.append(byte: 0x2C) }
            write(infringements[place], number, to: writer)
        }
    }

    private static func write(_ infringement: Infringement, _ number: [UInt8], to writer: ByteWriter) {
        var pen = writer.pen(numbers: 5, bytes: 160 + number.count)
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
        writer.take(pen)
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
