/// A car's laps as they are now.
public struct Lapping: Hashable, Sendable {
    /// Completed laps.
    public let laps: Int
    /// Time of the last completed lap; nil where it is not known.
    public let lastLap: Milliseconds?
    /// Time of the best lap that counts as one; nil before there is one.
    public let bestLap: Milliseconds?
    /// The number of the best lap, from 1.
    public let bestLapNumber: Int?
    /// Loop of the last crossing that counted, and its instant since the start.
    public let lastLoop: LoopID?
    /// Since the start signal; nil before the first crossing.
    public let lastSeen: Milliseconds?
    /// Zero when not identified.
    public let driver: UInt8
    /// The last lap begins or ends with a provisional crossing.
    public let isLastLapEstimated: Bool
    /// The last lap ends with a provisional crossing.
    public let isTotalEstimated: Bool
    /// Sectors, counted from bit 0, whose latest time rests on a provisional crossing.
    public let estimatedSectors: UInt32

    @inline(__always)
    init(state: CarState, start: Instant?) {
        laps = Int(state.laps)
        lastLap = state.lastLap.time
        bestLap = state.bestLap.time
        bestLapNumber = state.bestLap.isKnown ? Int(state.bestLapNumber) : nil
        if state.wasSeen, let start {
            lastLoop = LoopID(state.lastLoop)
            lastSeen = state.lastSeen - start
        } else {
            lastLoop = nil
            lastSeen = nil
        }
        driver = state.driver
        isLastLapEstimated = state.lastLapEstimated
        isTotalEstimated = state.lapBeganEstimated
        estimatedSectors = state.estimatedSectors
    }
}
