/// The latest time of each sector: it estimates missed crossings, and measures cars that do not come to their next
/// loop.
///
/// Only measured times from loop to loop without a visit to the pit lane. Zero where there is none.
struct Paces: Equatable {
    private let points: Int
    private var cars: [Int32]
    private var classes: [Int32]
    private var field: [Int32]
    /// Count of cars without a time of their own, by sector.
    private var without: [Int32]
    /// From pit entry to the Line in the pit lane.
    var pitEntryToLine: Int64 = 0

    init(field: Field, points: Int) {
        self.points = points
        cars = Array(repeating: 0, count: field.count * points)
        classes = Array(repeating: 0, count: field.classes.count * points)
        self.field = Array(repeating: 0, count: points)
        without = Array(repeating: Int32(field.count), count: points)
    }

    @inline(__always)
    mutating func note(_ time: Int32, sector: Int, car: Int, carClass: Int) {
        if cars[car * points + sector] == 0 { without[sector] -= 1 }
        cars[car * points + sector] = time
        classes[carClass * points + sector] = time
        field[sector] = time
    }

    /// The car's own latest time, before this one is noted.
    @inline(__always)
    func own(_ car: Int, sector: Int) -> Int32 { cars[car * points + sector] }

    /// Every car is measured by times of its own.
    @inline(__always)
    func everybodyHasOwn(sector: Int) -> Bool { without[sector] == 0 }

    /// The car's own, else the latest of its class, else the latest of all. Zero without any.
    @inline(__always)
    func expected(_ car: Int, carClass: Int, sector: Int) -> Int64 {
        var time = cars[car * points + sector]
        if time == 0 { time = classes[carClass * points + sector] }
        if time == 0 { time = field[sector] }
        return Int64(time)
    }
}
