/// The circuit as the fold reads it: loops by number, points a lap.
struct Track {
    struct Detection {
        let kind: Loop.Kind
        /// 1… for the sector loops in lap order; 0 for others.
        let sector: Int
        /// Crossings that may be one passage share a slot: the Line on track and in the pit lane do.
        let slot: Int
        let minimum: Milliseconds
    }

    /// Sector loops and the Line.
    let pointsPerLap: Int
    let slots: Int
    /// The loops that a lap meets in this order; the Line last.
    let path: [LoopID]
    /// The Line where it crosses the pit lane, if a loop is there.
    let lineInPit: LoopID?
    let lineMinimum: Milliseconds
    /// The longest minimum of any loop.
    let longestMinimum: Milliseconds
    let minimumLap: Milliseconds?
    /// The circuit's length at 300 km/h, where it is known: no car laps in less.
    let lapByLength: Milliseconds?
    let hasPitEntry: Bool
    let pitTransit: Milliseconds?
    private let pitLaneMetres: Int?
    private let detections: [Detection]
    /// Loop number to place in `detections`; 255 for an unknown number. Loop numbers are small in practice.
    private let places: [UInt8]

    init(_ circuit: Circuit, pitSpeed: Int?) {
        var detections: [Detection] = []
        var sector = 0
        var slots = 1
        for loop in circuit.loops {
            var slot = 0
            if loop.kind == .sector { sector += 1 }
            if loop.kind != .line && loop.kind != .linePit {
                slot = slots
                slots += 1
            }
            detections.append(
                Detection(
                    kind: loop.kind, sector: loop.kind == .sector ? sector : 0, slot: slot,
                    minimum: loop.minimum))
        }
        var places = [UInt8](repeating: 255, count: Int(circuit.loops.map(\.id.value).max() ?? 0) + 1)
        for (place, loop) in circuit.loops.enumerated() where place < 255 {
            places[Int(loop.id.value)] = UInt8(place)
        }
        self.detections = detections
        self.places = places
        self.slots = slots
        pointsPerLap = sector + 1
        let line = circuit.loops.first { $0.kind == .line }
        path = circuit.sectorLoops.map(\.id) + [line?.id ?? LoopID(0)]
        lineInPit = circuit.loops.first { $0.kind == .linePit }?.id
        lineMinimum = line?.minimum ?? .zero
        longestMinimum = circuit.loops.map(\.minimum).max() ?? .zero
        minimumLap = circuit.minimumLap
        lapByLength = circuit.lengthMetres.map { $0 * Tolerances.quickestMetre }
        hasPitEntry = circuit.loops.contains { $0.kind == .pitEntry }
        pitLaneMetres = circuit.pitLaneMetres
        pitTransit = circuit.pitTransit ?? pitSpeed.flatMap { Self.transit(circuit.pitLaneMetres, at: $0) }
    }

    /// Pit entry to pit exit at a limit in kilometres an hour; as measured where the lane's length is unknown.
    func pitTransit(at limit: Int) -> Milliseconds? { Self.transit(pitLaneMetres, at: limit) ?? pitTransit }

    private static func transit(_ metres: Int?, at limit: Int) -> Milliseconds? {
        metres.map { Milliseconds(Int64($0) * 3600 / Int64(limit)) }
    }

    /// A reading of the other loop of the Line can show that the car was not at this loop.
    @inline(__always)
    func canReadElsewhere(_ loop: LoopID) -> Bool {
        guard lineInPit != nil, let kind = detection(loop)?.kind else { return false }
        return kind == .line || kind == .linePit || kind == .pitEntry
    }

    @inline(__always)
    func detection(_ loop: LoopID) -> Detection? {
        let id = Int(loop.value)
        guard id < places.count, places[id] != 255 else { return nil }
        return detections[Int(places[id])]
    }
}
