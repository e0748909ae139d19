public import Timing

extension Circuit {
    /// Reads a circuit's file (docs/configuration.md, "Circuit").
    public static func load(path: String) throws(Faults) -> Circuit {
        let findings = Findings()
        let circuit = Page.read(path, into: findings).flatMap { Circuit($0) }
        return try findings.answer(circuit)
    }

    static let keys = ["name", "length", "pitTransit", "pitLane", "pitOnTrack", "minimumLap", "timeZone", "loops"]

    init?(_ field: Field) {
        guard let table = Table(field, keys: Self.keys) else { return nil }
        let name = table.required("name", "the circuit's name")?.text("the circuit's name")
        let length = table["length"]?.metres(1...100_000, like: "5543 m")
        let lane = table["pitLane"]?.metres(1...10_000, like: "350 m")
        let transit = table["pitTransit"]?.duration(Milliseconds(1) ... .minutes(60))
        let onTrack = table["pitOnTrack"]?.duration(Milliseconds(1) ... .minutes(60))
        let minimum = table["minimumLap"]?.duration(Milliseconds(1) ... .minutes(60))
        let zone = table["timeZone"]?.timeZone()
        let fields = table.required("loops", "the list of loops")?.list(of: "loops", atLeast: 1)
        let loops = fields?.compactMap { Loop($0) }
        if let fields, let loops {
            Loop.checkTogether(loops, fields)
        }
        guard let name, let loops else { return nil }
        self.init(
            name: name, lengthMetres: length, pitTransit: transit, pitLaneMetres: lane, pitOnTrack: onTrack,
            minimumLap: minimum, timeZone: zone, loops: loops)
    }
}

extension Loop {
    private static let keys = ["id", "name", "kind", "minimum"]

    fileprivate init?(_ field: Field) {
        guard let table = Table(field, keys: Self.keys) else { return nil }
        let id = table.required("id", "the number by which decoders name the loop")?.integer(0...65535)
        let name = table.required("name", "the loop's name")?.text("the loop's name")
        let kinds = Kind.allCases.map(\.rawValue).joined(separator: ", ")
        let kind: Kind? = table.required("kind", "one of \(kinds)")?.word()
        let minimum = table["minimum"]?.duration(.zero ... .minutes(60))
        guard let id, let id = UInt16(exactly: id), let name, let kind else { return nil }
        self.init(id: LoopID(id), name: name, kind: kind, minimum: minimum ?? kind.usualMinimum)
    }

    fileprivate static func checkTogether(_ loops: [Loop], _ fields: [Field]) {
        // A loop with a fault of its own is not in `loops`: no second fault for the same cause.
        guard loops.count == fields.count else { return }
        var ids = Unique<LoopID>()
        for (loop, field) in zip(loops, fields) {
            ids.check(loop.id, field.value("id"), "a loop id")
        }
        let lines = zip(loops, fields).filter { $0.0.kind == .line }
        for (_, field) in lines.dropFirst() {
            field.value("kind").fault(
                found: "a second Line", expected: "exactly one loop of kind line",
                remedy: "write linePit for the Line in the pit lane, sector for another loop on the track")
        }
        if lines.isEmpty, let first = fields.first {
            first.fault(
                found: "no loop of kind line", expected: "exactly one loop of kind line",
                remedy: "give the start/finish loop on the track the kind line")
        }
    }
}

extension Loop.Kind {
    /// No car laps in 20 s, and a car may stand on the Line for some seconds; any other loop is passed at
    /// once.
    var usualMinimum: Milliseconds {
        switch self {
        case .line, .linePit: .seconds(20)
        case .sector, .pitEntry, .pitExit, .speedTrap: .seconds(2)
        }
    }
}
