/// A car's times for a sector, and how the loop at its end reads the car.
struct SectorTimes {
    /// The latest and the best.
    var latest = DrivenTime.none
    var best = DrivenTime.none
    /// The car has driven it with neither full course yellow nor safety car in it.
    var isClean = false
    /// How many of its last passages of the loop, one after the other, were provisional.
    var unread: UInt8 = 0

    /// The times alone.
    func isAsQuick(as other: SectorTimes) -> Bool { latest == other.latest && best == other.best }
}
