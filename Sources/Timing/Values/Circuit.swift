/// The number by which decoders and the wire name a detection line.
public struct LoopID: Hashable, Comparable, Sendable {
    public let value: UInt16

    public init(_ value: UInt16) {
        self.value = value
    }

    public static func < (left: LoopID, right: LoopID) -> Bool {
        left.value < right.value
    }
}

/// A detection line of a circuit.
public struct Loop: Hashable, Sendable {
    /// What a crossing of the loop means.
    public enum Kind: String, CaseIterable, Sendable {
        /// Start/finish, on the track. Completes a lap.
        case line
        /// Start/finish where it crosses the pit lane. Completes a lap, in the pit lane (regulations 1.2).
        case linePit
        /// Ends one sector and begins the next.
        case sector
        /// Pit entry: a stop begins.
        case pitEntry
        /// Pit exit: a stop ends.
        case pitExit
        /// Measures speed; says nothing about order.
        case speedTrap
    }

    public let id: LoopID
    public let name: String
    public let kind: Kind
    /// A second crossing by the same car within this time of the first is the same passage seen twice,
    /// and a crossing of the Line within it after the start signal is the start, not a lap.
    public let minimum: Milliseconds

    public init(id: LoopID, name: String, kind: Kind, minimum: Milliseconds) {
        self.id = id
        self.name = name
        self.kind = kind
        self.minimum = minimum
    }
}

/// A circuit as the timekeeper sees it: its loops, sectors in the order in which a lap meets them.
public struct Circuit: Hashable, Sendable {
    public let name: String
    /// Length of a lap in metres, where known.
    public let lengthMetres: Int?
    /// Pit entry to pit exit at the speed limit without stopping, where known.
    public let pitTransit: Milliseconds?
    /// Pit entry to pit exit in metres, where known: with the speed limit the transit, where that is not stated.
    public let pitLaneMetres: Int?
    /// From beside the pit entry to beside the pit exit on the track at racing speed, where known.
    public let pitOnTrack: Milliseconds?
    /// No car completes a lap in less, where that is stated.
    public let minimumLap: Milliseconds?
    public let loops: [Loop]

    public init(
        name: String, lengthMetres: Int?, pitTransit: Milliseconds? = nil, pitLaneMetres: Int? = nil,
        pitOnTrack: Milliseconds? = nil, minimumLap: Milliseconds? = nil, loops: [Loop]
    ) {
        self.name = name
        self.lengthMetres = lengthMetres
        self.pitTransit = pitTransit
        self.pitLaneMetres = pitLaneMetres
        self.pitOnTrack = pitOnTrack
        self.minimumLap = minimumLap
        self.loops = loops
    }

    /// Sector loops in lap order; the Line ends the last sector.
    public var sectorLoops: [Loop] {
        loops.filter { $0.kind == .sector }
    }
}
