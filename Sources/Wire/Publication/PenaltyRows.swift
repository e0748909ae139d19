import Timing

/// The list of the stewards' decisions, with the bytes of each as it was written last: of a thousand decisions nearly
/// all read as before, and are copied.
struct PenaltyRows {
    private struct Row {
        let name: String
        let state: PenaltyRecord.State
        let bytes: [UInt8]
    }

    private var rows: [Row] = []

    /// Forgets the bytes: numbers of cars are others.
    mutating func clear() { rows.removeAll() }

    /// Writes the member `penalties` of a message.
    mutating func write(_ timekeeper: borrowing Timekeeper, _ numbers: [[UInt8]], to writer: ByteWriter) {
        let before = rows
        var place = 0
        rows.removeAll()
        writer.append(",\"penalties\":[")
        for (index, decided) in timekeeper.penaltyStates.enumerated() {
            // Those between were taken back.
            let found = before[place...].firstIndex { $0.name == decided.name }
            if let found { place = found + 1 }
            if let found, before[found].state == decided.state {
                if !rows.isEmpty { writer.append(byte: 0x2C) }
                writer.append(before[found].bytes)
                rows.append(before[found])
            } else if let penalty = timekeeper.penalty(at: index) {
                if !rows.isEmpty { writer.append(byte: 0x2C) }
                let start = writer.count
                Self.write(penalty, numbers[penalty.car.slot], to: writer)
                let bytes = writer.withBytes { Array($0[start...]) }
                rows.append(Row(name: decided.name, state: decided.state, bytes: bytes))
            }
        }
        writer.append("]")
    }

    private static func write(_ penalty: PenaltyRecord, _ number: [UInt8], to writer: ByteWriter) {
        writer.append("{\"id\":")
        writer.append(quoting: penalty.act.id)
        writer.append(",\"by\":")
        writer.append(quoting: penalty.act.by)
        writer.append(",\"atMs\":")
        writer.append(penalty.act.at.milliseconds)
        writer.append(",\"car\":")
        writer.append(number)
        writer.append(",\"kind\":\"")
        writer.append(penalty.kind.bytes)
        writer.append("\",\"value\":")
        writer.append(penalty.kind.value)
        writer.append(",\"reason\":")
        writer.append(quoting: penalty.reason)
        writer.append(",\"state\":")
        writer.append(quoting: penalty.state.rawValue)
        writer.append(",\"addedMs\":")
        writer.append(penalty.added.count)
        writer.append("}")
    }
}

extension PenaltyKind {
    /// The kind's name among the published penalties.
    fileprivate var bytes: StaticString {
        switch self {
        case .time: "time"
        case .position: "position"
        case .laps: "laps"
        case .driveThrough: "driveThrough"
        case .stopAndGo: "stopAndGo"
        case .grid: "grid"
        case .lapTime: "lapTime"
        case .disqualified: "disqualified"
        }
    }

    /// Milliseconds, position, laps, places or lap; nil where the kind says it all.
    fileprivate var value: Int64? {
        switch self {
        case .time(let time), .stopAndGo(let time): time.count
        case .position(let count), .laps(let count), .grid(let count), .lapTime(let count): Int64(count)
        case .driveThrough, .disqualified: nil
        }
    }
}
