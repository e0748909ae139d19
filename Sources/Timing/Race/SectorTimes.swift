/// A car's times for a sector, and how the loop at its end reads the car.
public struct SectorTimes: Sendable {
    /// The latest and the best.
    @usableFromInline var latest = DrivenTime.none
    @usableFromInline var best = DrivenTime.none
    /// The car has driven it with neither full course yellow nor safety car in it.
    var isClean = false
    /// How many of its last passages of the loop, one after the other, were provisional.
    var unread: UInt8 = 0

    /// The latest; nil where it is not known.
    @inlinable public var latestTime: Milliseconds? { latest.time }

    /// The best; nil where there is none.
    @inlinable public var bestTime: Milliseconds? { best.time }

    /// The times alone.
    func isAsQuick(as other: SectorTimes) -> Bool { latest == other.latest && best == other.best }
}
