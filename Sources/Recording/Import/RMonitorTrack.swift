import Timing

/// A time line of the track as `$L` names it.
struct TimeLine: Hashable {
    /// What is known of a line by its name.
    enum Place: Hashable {
        case start, startInPit, pitIn, pitOut
        /// Across the track; also the track side of pit-in and pit-out.
        case track
        /// Across the pit lane, between pit-in and pit-out.
        case pitLane
    }

    /// `T` or `P` and the number, 1…9, A…Z, counted from start/finish.
    let number: String
    let name: String
    let place: Place
    /// 1…35.
    let rank: Int

    init?(number: String, name: String) {
        let number = number.uppercased()
        guard number.utf8.count == 2, let side = number.first, side == "T" || side == "P",
            let rank = Int(number.dropFirst(), radix: 36), rank > 0
        else { return nil }
        self.number = number
        self.name = name
        self.rank = rank
        place =
            switch name.uppercased() {
            case "SFT": .start
            case "SFP": .startInPit
            case "PIP": .pitIn
            case "POP": .pitOut
            // PIT and POT are the track side of the lines that PIP and POP are the pit side of: cars pass them
            // at speed on every lap.
            default: side == "T" ? .track : .pitLane
            }
    }

    /// Completes a lap.
    var isStart: Bool { place == .start || place == .startInPit }

    /// Number of the loop. A line keeps it whatever else the file holds.
    var loop: LoopID {
        switch place {
        case .start: ImportCircuit.line
        case .startInPit: ImportCircuit.linePit
        case .pitIn: ImportCircuit.pitEntry
        case .pitOut: ImportCircuit.pitExit
        case .track: LoopID(UInt16(100 + rank))
        case .pitLane: LoopID(UInt16(200 + rank))
        }
    }
}

/// The track as `$T` and `$E` describe it, and as the lines of `$L` show it.
struct RMonitorTrack {
    private var name = ""
    private var miles: Double?
    private var inches: Double?
    /// Lines that end a section which is neither the lap, nor the pit lane, nor a speed trap.
    private var sectorEnds: Set<String>?

    /// Nil where the stream does not name it.
    var trackName: String? { name.isEmpty ? nil : name }

    /// `$E`: a setting.
    mutating func setting(_ record: RMonitorRecord) {
        switch record[1] {
        case "TRACKNAME" where name.isEmpty: name = record[2]
        case "TRACKLENGTH": miles = Double(record[2])
        default: break
        }
    }

    /// `$T`: name, short name, distance, number of sections, then name, begin, end and inches of each.
    mutating func describe(_ record: RMonitorRecord) {
        if !record[1].isEmpty { name = record[1] }
        var ends: Set<String> = []
        for field in stride(from: 5, through: record.fields.count - 4, by: 4) {
            let section = record[field].uppercased()
            if section == "LAP" { inches = Double(record[field + 3]) }
            if section != "LAP", section != "PIT", !section.hasPrefix("SP") {
                ends.insert(record[field + 2].uppercased())
            }
        }
        sectorEnds = ends
    }

    /// The circuit with the lines that were crossed, sectors in lap order.
    func circuit(of lines: Set<TimeLine>, options: ImportOptions, notes: inout [String]) -> Circuit {
        let start = lines.first { $0.place == .start }?.rank ?? 1
        // A circuit has a Line, whether or not anybody crossed it.
        var loops = lines.contains { $0.place == .start } ? [] : [loop(ImportCircuit.line, "SFT", .line)]
        let order = lines.sorted { Self.lapOrder($0, start) < Self.lapOrder($1, start) }
        for line in order where !loops.contains(where: { $0.id == line.loop }) {
            loops.append(loop(line.loop, "\(line.number) \(line.name)", kind(line)))
        }
        note(order, in: &notes)
        let circuitName = options.circuitName ?? (name.isEmpty ? "unknown circuit" : name)
        if circuitName == "unknown circuit" { notes.append("The file does not name the circuit.") }
        return Circuit(name: circuitName, lengthMetres: length(&notes), loops: loops)
    }

    private static func lapOrder(_ line: TimeLine, _ start: Int) -> (Int, Int, String) {
        let side = line.place == .start ? 0 : line.place == .startInPit ? 1 : line.place == .track ? 2 : 3
        // Lines are numbered from the usual start/finish, not from the one of this session.
        return (side, (line.rank - start + 35) % 35, line.number + line.name)
    }

    private func kind(_ line: TimeLine) -> Loop.Kind {
        switch line.place {
        case .start: .line
        case .startInPit: .linePit
        case .pitIn: .pitEntry
        case .pitOut: .pitExit
        case .pitLane: .speedTrap
        case .track: sectorEnds?.contains(line.number) ?? true ? .sector : .speedTrap
        }
    }

    private func loop(_ id: LoopID, _ name: String, _ kind: Loop.Kind) -> Loop {
        let isLine = kind == .line || kind == .linePit
        return Loop(id: id, name: name, kind: kind, minimum: isLine ? .seconds(20) : .seconds(2))
    }

    private func length(_ notes: inout [String]) -> Int? {
        let metres = inches.map { $0 * 0.0254 } ?? miles.map { $0 * 1609.344 }
        guard let metres, (1...100_000).contains(metres.rounded()) else { return nil }
        if inches == nil { notes.append("The length of the track is taken as miles: the file states no unit.") }
        return Int(metres.rounded())
    }

    private func note(_ lines: [TimeLine], in notes: inout [String]) {
        notes.append("Minimum times of the loops are assumed: 20 s at the Line, 2 s elsewhere.")
        func list(_ kind: Loop.Kind, _ place: TimeLine.Place) -> String? {
            let names = lines.filter { $0.place == place && self.kind($0) == kind }.map { "\($0.number) \($0.name)" }
            return names.isEmpty ? nil : names.joined(separator: ", ")
        }
        if let sectors = list(.sector, .track) {
            let why =
                sectorEnds == nil ? "the file has no $T, so their numbers give the lap order" : "$T says so"
            notes.append("Time line(s) \(sectors) end a sector: \(why).")
        }
        if let traps = list(.speedTrap, .track) {
            notes.append("Time line(s) \(traps) end no section of $T and are taken as speed traps.")
        }
        if let inner = list(.speedTrap, .pitLane) {
            notes.append("Time line(s) \(inner) in the pit lane are neither its entry nor its exit: speed traps.")
        }
    }
}
