/// A circuit as the timekeeper sees it: its loops, sectors in the order in which a lap meets them.
public struct Circuit: Hashable, Sendable {
    /// As the event file writes it.
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
    /// By how much local time is ahead of UTC at the meeting, less than zero in the west; nil where that is not stated.
    public let timeZone: Milliseconds?
    /// Its detection lines, in the order in which a car passes them.
    public let loops: [Loop]

    public init(
        name: String, lengthMetres: Int?, pitTransit: Milliseconds? = nil, pitLaneMetres: Int? = nil,
        pitOnTrack: Milliseconds? = nil, minimumLap: Milliseconds? = nil, timeZone: Milliseconds? = nil, loops: [Loop]
    ) {
        self.name = name
        self.lengthMetres = lengthMetres
        self.pitTransit = pitTransit
        self.pitLaneMetres = pitLaneMetres
        self.pitOnTrack = pitOnTrack
        self.minimumLap = minimumLap
        self.timeZone = timeZone
        self.loops = loops
    }

    /// Sector loops in lap order; the Line ends the last sector.
    public var sectorLoops: [Loop] {
        loops.filter { $0.kind == .sector }
    }
}
