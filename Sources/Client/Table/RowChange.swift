public import Timing
import Wire

/// The changes of a car's row: an element of a delta's `rows` (docs/protocol.md, section 4.2).
///
/// It replaces the members that it holds; the others stay.
public struct RowChange: Hashable, Sendable {
    /// Which members it holds.
    public let members: [RowMember]
    /// Their values; the other members of this row are without meaning.
    public let values: PublishedRow

    /// The car.
    public var car: CarNumber { values.car }
}

extension RowChange: Readable {
    init(_ members: Members) throws(Refusal) {
        var values = PublishedRow(try members.car("number"))
        let held = RowMember.allCases.filter { members.isPresent($0.heldBy.rawValue) }
        for member in held { try values.read(member, from: members) }
        self.members = held
        self.values = values
    }
}

extension PublishedRow {
    /// Takes the members that a change holds.
    package mutating func apply(_ change: RowChange) {
        for member in change.members { take(member, of: change.values) }
    }

    private mutating func take(_ member: RowMember, of other: PublishedRow) {
        switch member {
        case .carClass: carClass = other.carClass
        case .position: position = other.position
        case .classPosition: classPosition = other.classPosition
        case .gap: gap = other.gap
        case .gapLaps: gapLaps = other.gapLaps
        case .interval: interval = other.interval
        case .intervalLaps: intervalLaps = other.intervalLaps
        case .classGap: classGap = other.classGap
        case .classGapLaps: classGapLaps = other.classGapLaps
        case .classInterval: classInterval = other.classInterval
        case .classIntervalLaps: classIntervalLaps = other.classIntervalLaps
        case .gapIsNow: isGapNow = other.isGapNow
        case .status: status = other.status
        case .laps: laps = other.laps
        case .total: total = other.total
        case .penalty: penalty = other.penalty
        case .penaltyLaps: penaltyLaps = other.penaltyLaps
        case .lastLap: lastLap = other.lastLap
        case .bestLap: bestLap = other.bestLap
        case .bestLapNumber: bestLapNumber = other.bestLapNumber
        case .sectors: sectors = other.sectors
        case .bestSectors: bestSectors = other.bestSectors
        case .lastLoop: lastLoop = other.lastLoop
        case .lastSeen: lastSeen = other.lastSeen
        case .driver: driver = other.driver
        case .estimated: estimated = other.estimated
        case .stops: stops = other.stops
        case .stintBegan: stintBegan = other.stintBegan
        case .driverBegan: driverBegan = other.driverBegan
        case .corrected: corrected = other.corrected
        }
    }
}
