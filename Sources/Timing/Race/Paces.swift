/// The latest time of each sector: it estimates missed crossings, and measures cars that do not come to their next
/// loop.
///
/// Only measured times from loop to loop without a visit to the pit lane.
struct Paces: Equatable {
    private let points: Int
    private var cars: [DrivenTime]
    private var classes: [DrivenTime]
    private var field: [InField]
    private var laps: [Lap]
    /// From pit entry to the Line in the pit lane.
    var pitEntryToLine = Milliseconds.zero

    /// A sector as the field drives it.
    private struct InField: Equatable {
        var latest = DrivenTime.none
        /// Count of cars without a time of their own.
        var without: Int32
    }

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
        self.field = Array(repeating: InField(without: Int32(field.count)), count: points)
        laps = Array(repeating: Lap(missing: Int32(points)), count: field.count)
    }

    @inline(__always)
    mutating func note(_ time: DrivenTime, sector: Int, car: Int, carClass: Int) {
        let place = car * points + sector
        let before = cars[place]
        cars[place] = time
        classes[carClass * points + sector] = time
        field[sector].latest = time
        laps[car].sum += time.length - before.length
        // Two readings in one millisecond make no time.
        guard before.isKnown != time.isKnown else { return }
        field[sector].without += time.isKnown ? -1 : 1
        laps[car].missing += time.isKnown ? -1 : 1
    }

    /// The car's own latest time, before this one is noted.
    @inline(__always)
    func own(_ car: Int, sector: Int) -> DrivenTime { cars[car * points + sector] }

    /// Every car is measured by times of its own.
    @inline(__always)
    func everybodyHasOwn(sector: Int) -> Bool { field[sector].without == 0 }

    /// The car's own, else the latest of its class, else the latest of all.
    @inline(__always)
    func expected(_ car: Int, carClass: Int, sector: Int) -> DrivenTime {
        var time = cars[car * points + sector]
        if !time.isKnown { time = classes[carClass * points + sector] }
        if !time.isKnown { time = field[sector].latest }
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
