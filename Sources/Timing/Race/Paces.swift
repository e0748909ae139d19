/// The latest time of each sector: it estimates missed crossings, and measures cars that do not come to their next
/// loop.
///
/// Only measured times from loop to loop without a visit to the pit lane.
struct Paces: Equatable {
    private let points: Int
    private var cars: [DrivenTime]
    private var classes: [DrivenTime]
    private var field: [DrivenTime]
    /// Count of cars without a time of their own, by sector.
    private var without: [Int32]
    /// By car: the sum of its own times, and how many sectors have none.
    private var laps: [Milliseconds]
    private var missing: [Int32]
    /// From pit entry to the Line in the pit lane.
    var pitEntryToLine = Milliseconds.zero

    init(field: Field, points: Int) {
        self.points = points
        cars = Array(repeating: .none, count: field.count * points)
        classes = Array(repeating: .none, count: field.classes.count * points)
        self.field = Array(repeating: .none, count: points)
        without = Array(repeating: Int32(field.count), count: points)
        laps = Array(repeating: .zero, count: field.count)
        missing = Array(repeating: Int32(points), count: field.count)
    }

    @inline(__always)
    mutating func note(_ time: DrivenTime, sector: Int, car: Int, carClass: Int) {
        let before = cars[car * points + sector]
        // Two readings in one millisecond make no time.
        if before.isKnown != time.isKnown {
            without[sector] += time.isKnown ? -1 : 1
            missing[car] += time.isKnown ? -1 : 1
        }
        laps[car] += time.length - before.length
        cars[car * points + sector] = time
        classes[carClass * points + sector] = time
        field[sector] = time
    }

    /// The car's own latest time, before this one is noted.
    @inline(__always)
    func own(_ car: Int, sector: Int) -> DrivenTime { cars[car * points + sector] }

    /// Every car is measured by times of its own.
    @inline(__always)
    func everybodyHasOwn(sector: Int) -> Bool { without[sector] == 0 }

    /// The car's own, else the latest of its class, else the latest of all.
    @inline(__always)
    func expected(_ car: Int, carClass: Int, sector: Int) -> DrivenTime {
        var time = cars[car * points + sector]
        if !time.isKnown { time = classes[carClass * points + sector] }
        if !time.isKnown { time = field[sector] }
        return time
    }

    /// The sum of the expected times of all sectors; nil while there is a sector without one.
    func expectedLap(_ car: Int, carClass: Int) -> Milliseconds? {
        if missing[car] == 0 { return laps[car] }
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
