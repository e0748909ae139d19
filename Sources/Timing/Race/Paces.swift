/// The latest time of each sector: it estimates missed crossings, and measures cars that do not come to their next
/// loop.
///
/// Only measured times from loop to loop without a visit to the pit lane.
struct Paces: Equatable {
    private let points: Int
    private var cars: [DrivenTime]
    private var classes: [DrivenTime]
    /// Of all cars, by sector.
    private var latest: [DrivenTime]
    private var laps: [Lap]
    /// By sector, in words of 64: a bit for each car without a time of its own there.
    private var without: [UInt64]
    private let words: Int
    /// From pit entry to the Line in the pit lane.
    var pitEntryToLine = Milliseconds.zero

    /// A car's own times together.
    private struct Lap: Equatable {
        var sum = Milliseconds.zero
        /// How many sectors have none.
        var missing: Int32
    }

    init(field: Field, points: Int) {
        self.points = points
        cars = Array(repeating: .none, count: field.count * points)
        classes = Array(repeating: .none, count: field.classes.count * points)
        latest = Array(repeating: .none, count: points)
        laps = Array(repeating: Lap(missing: Int32(points)), count: field.count)
        words = (field.count + 63) / 64
        without = Array(repeating: 0, count: points * words)
        for sector in 0..<points {
            for car in 0..<field.count { without[sector * words + car / 64] |= 1 << UInt64(car % 64) }
        }
    }

    @inline(__always)
    mutating func note(_ time: DrivenTime, sector: Int, car: Int, carClass: Int) {
        let place = car * points + sector
        let before = cars[place]
        cars[place] = time
        classes[carClass * points + sector] = time
        latest[sector] = time
        laps[car].sum += time.length - before.length
        // Two readings in one millisecond make no time.
        guard before.isKnown != time.isKnown else { return }
        without[sector * words + car / 64] ^= 1 << UInt64(car % 64)
        laps[car].missing += time.isKnown ? -1 : 1
    }

    /// The car's own latest time, before this one is noted.
    @inline(__always)
    func own(_ car: Int, sector: Int) -> DrivenTime { cars[car * points + sector] }

    /// The first car, this one or a later in the entry list, that is measured in the sector by a time of others; nil
    /// where each has its own.
    @inline(__always)
    func firstWithoutOwn(sector: Int, from car: Int = 0) -> Int? {
        var word = car / 64
        guard word < words else { return nil }
        var bits = without[sector * words + word] & (~0 << UInt64(car % 64))
        while bits == 0 {
            word += 1
            guard word < words else { return nil }
            bits = without[sector * words + word]
        }
        return word * 64 + bits.trailingZeroBitCount
    }

    /// The car's own, else the latest of its class, else the latest of all.
    @inline(__always)
    func expected(_ car: Int, carClass: Int, sector: Int) -> DrivenTime {
        var time = cars[car * points + sector]
        if !time.isKnown { time = classes[carClass * points + sector] }
        if !time.isKnown { time = latest[sector] }
        return time
    }

    /// The sum of the expected times of all sectors; nil while there is a sector without one.
    func expectedLap(_ car: Int, carClass: Int) -> Milliseconds? {
        if laps[car].missing == 0 { return laps[car].sum }
        var lap = Milliseconds.zero
        for sector in 0..<points {
            guard let time = expected(car, carClass: carClass, sector: sector).time else { return nil }
            lap += time
        }
        return lap
    }

    /// No car of the class has been measured in the sector: what is expected there is of another class.
    func isOfAnotherClass(_ carClass: Int, sector: Int) -> Bool { !classes[carClass * points + sector].isKnown }
}
