public import Timing

/// Encodes the messages of a session: straight to bytes, once (docs/protocol.md, section 4).
///
/// Knows the session's names as the bytes they are on the wire, so that a delta copies them.
public struct Publication {
    /// Id of the session.
    public let session: String
    /// The history that the sequence belongs to (docs/protocol.md, section 4.1).
    public private(set) var epoch: UInt64
    /// The sequence of the epoch's first delta.
    public private(set) var firstSequence: UInt64 = 1
    /// The epoch before this one; nil where there was none.
    public private(set) var previousEpoch: UInt64?
    /// The sequence of the last delta.
    public private(set) var sequence: UInt64 = 0

    private(set) var entries: [Entry]
    let circuit: String
    let loops: [Loop]
    let raceName: String
    /// `"88"`, quotes included, by car.
    private(set) var numbers: [[UInt8]]
    /// `{"number":"88"`, by car.
    private(set) var rowHeads: [[UInt8]]
    /// `"name"` by car and driver id; empty where the crew has no such driver.
    private(set) var drivers: [[[UInt8]]]
    /// How many bytes the longest of these has.
    private(set) var longestDriver: Int
    /// Topic, and the delta up to its sequence.
    private var deltaHead: [UInt8] = []
    private var beatHead: [UInt8] = []
    private(set) var partHead: [UInt8] = []
    private let topic: [UInt8]
    var penaltyRows = PenaltyRows()
    var infringementRows = InfringementRows()
    private(set) var sectorTexts = SectorTexts()

    public init(_ session: Session, epoch: UInt64) {
        self.session = session.id
        self.epoch = epoch
        entries = session.entries
        circuit = session.circuit.name
        loops = session.circuit.loops
        raceName = session.name
        numbers = entries.map { Self.quoted($0.number.text) }
        rowHeads = numbers.map(Self.rowHead)
        drivers = entries.map(Self.names)
        longestDriver = Self.longest(drivers)
        topic = Array("timing/\(session.id) ".utf8)
        writeHeads()
    }

    /// Takes the entry list as it is now.
    public mutating func relist(_ entries: [Entry]) {
        self.entries = entries
        penaltyRows.clear()
        infringementRows.clear()
        numbers = entries.map { Self.quoted($0.number.text) }
        rowHeads = numbers.map(Self.rowHead)
        drivers = entries.map(Self.names)
        longestDriver = Self.longest(drivers)
    }

    private static func longest(_ names: [[[UInt8]]]) -> Int { names.joined().map(\.count).max() ?? 0 }

    private static func rowHead(_ number: [UInt8]) -> [UInt8] { Array("{\"number\":".utf8) + number }

    private static func names(_ entry: Entry) -> [[UInt8]] {
        var names: [[UInt8]] = []
        for driver in entry.drivers {
            while names.count <= Int(driver.id) { names.append([]) }
            names[Int(driver.id)] = quoted(driver.name)
        }
        return names
    }

    private mutating func writeHeads() {
        let head = ",\"session\":\"\(session)\",\"epoch\":\(epoch)"
        let since = "\"firstSeq\":\(firstSequence),\"previousEpoch\":\(previousEpoch.map(String.init) ?? "null")"
        deltaHead = topic + Array("{\"v\":1,\"type\":\"delta\"\(head),\"seq\":".utf8)
        partHead = Array("{\"v\":1,\"type\":\"part\"\(head),\"seq\":".utf8)
        beatHead = Array("beat/\(session) {\"v\":1,\"type\":\"heartbeat\"\(head),\(since),\"next\":".utf8)
    }

    /// Begins an epoch: its first delta will have the sequence `first`.
    public mutating func begin(epoch: UInt64, first: UInt64, after previous: UInt64?) {
        self.epoch = epoch
        firstSequence = first
        previousEpoch = previous
        sequence = first - 1
        writeHeads()
    }

    /// Goes on where it had counted to.
    public mutating func goOn(from milestone: Milestone) {
        begin(epoch: milestone.epoch, first: milestone.firstSequence, after: milestone.previousEpoch)
        sequence = milestone.sequence
    }

    /// Counts a delta without making it: while the journal is read after a restart, only the latest can be asked for.
    public mutating func countDelta() { sequence += 1 }

    /// Length of the topic and its space at the head of a delta.
    public var topicLength: Int { topic.count }

    // MARK: Deltas

    /// Begins the delta of an input: everything up to its rows. The writer is cleared first.
    public mutating func delta(
        of input: Input, _ effect: Effect, in timekeeper: borrowing Timekeeper, to writer: ByteWriter
    ) {
        sequence += 1
        if effect.entriesChanged { relist(timekeeper.session.entries) }
        writer.clear()
        let number = effect.car.map { numbers[$0.slot].count } ?? 0
        var pen = writer.pen(numbers: 12, bytes: deltaHead.count + 320 + number)
        pen.put(deltaHead)
        pen.put(Int64(clamping: sequence))
        write(input, effect, with: &pen)
        writer.take(pen)
        if case .act(let act) = input { write(act, to: writer) }
        writer.append(",\"outcome\":\"")
        writer.append(effect.outcome.bytes)
        writer.append("\"")
        if effect.isCorrection { writer.append(",\"correction\":true") }
        if !effect.isOfRowsAlone { writeMembers(beforeRows: effect, of: input, timekeeper, to: writer) }
        writer.append(",\"rows\":[")
        var texts = SectorTexts()
        swap(&texts, &sectorTexts)
        for place in 0..<timekeeper.changedCount {
            if place > 0 { writer.append(byte: 0x2C) }
            let row = timekeeper.changedRow(place)
            writeRow(row.car, row.parts, timekeeper, &texts, to: writer, withClass: effect.entriesChanged)
        }
        swap(&texts, &sectorTexts)
        writer.append("]}")
    }

    /// What reads differently beside the rows.
    private mutating func writeMembers(
        beforeRows effect: Effect, of input: Input, _ timekeeper: borrowing Timekeeper, to writer: ByteWriter
    ) {
        if effect.entriesChanged { writeEntries(gone: effect.gone, to: writer) }
        if effect.raceChanged {
            writer.append(",\"race\":")
            writeRace(timekeeper, to: writer)
        }
        writeFindings(effect, timekeeper, to: writer)
        if effect.unknownChanged {
            writer.append(",\"unknown\":[")
            writeUnknown(changedBy: input, effect, timekeeper, to: writer)
            writer.append("]")
        }
        writeCompliance(effect, timekeeper, to: writer)
    }

    /// Whether a delta tells that a time was reached: official time alone is told by the heartbeat.
    public func tells(_ effect: Effect, in timekeeper: borrowing Timekeeper) -> Bool {
        effect.raceChanged || effect.flagsChanged || effect.penaltiesChanged || effect.loopsChanged
            || effect.doubtsChanged || effect.unknownChanged || !effect.verdicts.isEmpty || effect.infringementsChanged
            || effect.isNetDue || effect.reportsChanged
            || !effect.provisional.isEmpty || !timekeeper.changedRows.isEmpty
    }

    /// The input up to what is of any length: the act.
    @inline(__always)
    private func write(_ input: Input, _ effect: Effect, with pen: inout Pen) {
        pen.put(",\"atMs\":")
        switch input {
        case .crossing(let crossing), .late(let crossing):
            pen.put((effect.at ?? crossing.at).milliseconds)
            pen.put(",\"input\":{\"crossing\":{\"decoder\":")
            pen.put(Int64(crossing.id.decoder))
            pen.put(",\"epoch\":")
            pen.put(Int64(clamping: crossing.id.epoch))
            pen.put(",\"number\":")
            pen.put(Int64(clamping: crossing.id.number))
            pen.put(",\"loop\":")
            pen.put(Int64(crossing.loop.value))
            pen.put(",\"transponder\":")
            pen.put(Int64(crossing.transponder.value))
            if let car = effect.car {
                pen.put(",\"car\":")
                pen.put(numbers[car.slot])
            }
            pen.put(",\"timeUs\":")
            pen.put(crossing.stamp)
            if crossing.isEstimated { pen.put(",\"estimated\":true") }
            if let flag = effect.flag {
                pen.put(",\"flag\":\"")
                pen.put(flag.bytes)
                pen.put("\"")
            }
            pen.put("}}")
        case .act(let act):
            pen.put(act.at.milliseconds)
            pen.put(",\"input\":{\"act\":{\"id\":")
        case .lateTaken(let count, let instant):
            pen.put(instant.milliseconds)
            pen.put(",\"input\":{\"lateTaken\":")
            pen.put(Int64(count))
            pen.put("}")
        case .time(let instant, _):
            pen.put(instant.milliseconds)
            pen.put(",\"input\":{\"time\":true}")
        }
    }

    private func write(_ act: Act, to writer: ByteWriter) {
        writer.append(quoting: act.id)
        writer.append(",\"by\":")
        writer.append(quoting: act.by)
        writer.append(",\"kind\":")
        writer.append(quoting: act.kind.name)
        writer.append("}}")
    }

    private func writeUnknown(
        changedBy input: Input, _ effect: Effect, _ timekeeper: borrowing Timekeeper, to writer: ByteWriter
    ) {
        switch input {
        case .crossing(let crossing), .late(let crossing):
            write(unknown: crossing.transponder, timekeeper, to: writer)
        case .act, .time, .lateTaken:
            // An assignment made or taken back: rare, so all are told.
            if case .act(let act) = input, case .assign(let transponder, _, _) = act.kind {
                write(unknown: transponder, timekeeper, to: writer)
                return
            }
            for transponder in effect.released {
                write(unknown: transponder, timekeeper, to: writer)
                if transponder != effect.released.last || !timekeeper.unknown.held.isEmpty { writer.append(",") }
            }
            writeUnknown(timekeeper, to: writer)
        }
    }

    private func write(
        unknown transponder: Transponder, _ timekeeper: borrowing Timekeeper, to writer: ByteWriter
    ) {
        let held = timekeeper.unknown.held(transponder)
        writer.append("{\"transponder\":")
        writer.append(Int64(transponder.value))
        writer.append(",\"crossings\":")
        writer.append(Int64(held?.crossings.count ?? 0))
        writer.append(",\"lastAtMs\":")
        writer.append(held?.last.milliseconds)
        writer.append("}")
    }

    func writeUnknown(_ timekeeper: borrowing Timekeeper, to writer: ByteWriter) {
        for (index, held) in timekeeper.unknown.held.enumerated() {
            if index > 0 { writer.append(",") }
            write(unknown: held.transponder, timekeeper, to: writer)
        }
    }

    // MARK: Heartbeat

    /// The heartbeat with its topic.
    public func heartbeat(now: Instant, to writer: ByteWriter) {
        writer.clear()
        writer.append(beatHead)
        writer.append(Int64(clamping: sequence + 1))
        writer.append(",\"nowMs\":")
        writer.append(max(now.milliseconds, 0))
        writer.append("}")
    }

    static func quoted(_ text: String) -> [UInt8] {
        let writer = ByteWriter(capacity: text.utf8.count + 2)
        writer.append(quoting: text)
        return writer.bytes
    }
}

extension Flag {
    fileprivate var bytes: StaticString {
        switch self {
        case .green: "green"
        case .yellow: "yellow"
        case .fullCourseYellow: "fcy"
        case .safetyCar: "safetyCar"
        case .red: "red"
        case .chequered: "chequered"
        }
    }
}

extension Outcome {
    fileprivate var bytes: StaticString {
        switch self {
        case .lap: "lap"
        case .sector: "sector"
        case .pitEntry: "pitEntry"
        case .pitExit: "pitExit"
        case .speedTrap: "speedTrap"
        case .again: "again"
        case .start: "start"
        case .unexpected: "unexpected"
        case .beforeStart: "beforeStart"
        case .afterFinish: "afterFinish"
        case .afterEnd: "afterEnd"
        case .unknownTransponder: "unknownTransponder"
        case .unknownLoop: "unknownLoop"
        case .late: "late"
        case .void: "void"
        case .done: "done"
        case .repeated: "repeated"
        }
    }
}
