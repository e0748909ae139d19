import Timing

/// The circuit as a car meets it: which loop comes how far round the lap.
struct Course {
    static let line = LoopID(1)
    static let linePit = LoopID(2)
    static let pitEntry = LoopID(10)
    static let pitExit = LoopID(11)
    static let speedTrap = LoopID(12)

    /// Shares of a lap, in permille of its time, at which the pit lane leaves the track and joins it.
    static let entryAt: Int64 = 920
    static let exitAt: Int64 = 80
    static let trapAt: Int64 = 40

    static func isSector(_ loop: LoopID) -> Bool {
        (3...7).contains(loop.value)
    }

    let circuit: Circuit
    /// Sector loops with their place on the lap in permille, all between pit exit and pit entry.
    let sectors: [(loop: LoopID, at: Int64)]
    let hasSpeedTrap: Bool

    /// `fastestLap` bounds the length: no car averages more than 180 km/h.
    init(sectorLoops: Int, hasSpeedTrap: Bool, fastestLap: Milliseconds) {
        precondition((0...5).contains(sectorLoops), "a simulated circuit has 0 to 5 sector loops")
        let count = sectorLoops
        sectors = (0..<count).map { index in
            (LoopID(UInt16(3 + index)), Int64(1000 * (index + 1) / (count + 1)))
        }
        self.hasSpeedTrap = hasSpeedTrap
        let length = min(5543, Int(fastestLap.count / 20))
        circuit = Self.sepang(sectors: sectors.map(\.loop), hasSpeedTrap: hasSpeedTrap, lengthMetres: length)
    }

    init(_ setting: RaceSetting) {
        self.init(
            sectorLoops: setting.sectorLoops, hasSpeedTrap: setting.hasSpeedTrap,
            fastestLap: setting.fields.map(\.lap).min() ?? .seconds(125))
    }

    private static func sepang(sectors: [LoopID], hasSpeedTrap: Bool, lengthMetres: Int) -> Circuit {
        var loops = [
            Loop(id: line, name: "Line", kind: .line, minimum: .seconds(30)),
            Loop(id: linePit, name: "Line in pit lane", kind: .linePit, minimum: .seconds(10)),
        ]
        for (index, id) in sectors.enumerated() {
            loops.append(
                Loop(id: id, name: "Sector \(index + 1)", kind: .sector, minimum: .seconds(10)))
        }
        loops.append(Loop(id: pitEntry, name: "Pit entry", kind: .pitEntry, minimum: .seconds(5)))
        loops.append(Loop(id: pitExit, name: "Pit exit", kind: .pitExit, minimum: .seconds(5)))
        if hasSpeedTrap {
            loops.append(
                Loop(id: speedTrap, name: "Speed trap", kind: .speedTrap, minimum: .seconds(10)))
        }
        return Circuit(name: "Sepang International Circuit", lengthMetres: lengthMetres, loops: loops)
    }
}
