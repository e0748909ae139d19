/// Crossings that came so late that the live race would wait while all that came after them is folded again. They are
/// known, and wait to take effect together (R1.10).
struct LateCrossings {
    /// As their boxes stamped them, in the order in which they came.
    private(set) var waiting: [Crossing] = []

    /// Of those that were taken last: whether some were of cars, and some of transponders that no car has.
    private(set) var latest = (hasCars: false, hasStrangers: false)

    mutating func wait(_ crossing: Crossing) { waiting.append(crossing) }

    func holds(_ id: CrossingID) -> Bool { waiting.contains { $0.id == id } }

    /// What those were that have just been taken.
    mutating func note(hasCars: Bool, hasStrangers: Bool) { latest = (hasCars, hasStrangers) }

    /// Those that came first, so many.
    mutating func takeFirst(_ count: Int) -> [Crossing] {
        let first = Array(waiting.prefix(count))
        waiting.removeFirst(first.count)
        return first
    }
}
