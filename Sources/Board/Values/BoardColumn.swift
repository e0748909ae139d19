/// The columns of the board, in the order in which rows have their values (docs/web.md).
enum BoardColumn: String, CaseIterable {
    case position, gained, classPosition, classGained, status, laps, gapMs, gapLaps, gapIsNow, intervalMs, intervalLaps
    case classGapMs, classGapLaps, classIntervalMs, classIntervalLaps, cupPosition
    case lastLapMs, lastSign, bestLapMs, bestLap, bestSign, sectorsMs, sectorSigns
    case driver, stop, stopInMs, stopHistory, netPosition, netClassPosition, netGapMs, netClassGapMs, netOwedMs
    case stintFromMs, stintToMs, driverFromMs, stops, totalMs, estimated, corrected, lastLoop, lastMs
}
