/// Crossings that came so late that the live race would wait while all that came after them is folded again. They are
/// known, and wait to take effect together (R1.10).
struct LateCrossings {
    /// As their boxes stamped them, in the order in which they came.
    private(set) var waiting: [Crossing] = []

    /// Whether some of those that were taken last were of cars.
    private(set) var hadCars = false

    mutating func wait(_ crossing: Crossing) { waiting.append(crossing) }

    func holds(_ id: CrossingID) -> Bool { waiting.contains { $0.id == id } }

    /// Whether some of those that have just been taken are of cars.
    mutating func note(hadCars: Bool) { self.hadCars = hadCars }

    /// Those that came first, so many.
    mutating func takeFirst(_ count: Int) -> [Crossing] {
        let first = Array(waiting.prefix(count))
        waiting.removeFirst(first.count)
        return first
    }
}
