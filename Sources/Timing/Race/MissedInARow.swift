/// How often a loop was missed in a row, each time by another car than before: three make a dead loop.
struct MissedInARow: Equatable {
    private var count: Int32 = 0
    private var car: Int32 = -1
    private var since = Instant.distantPast

    private static let needed = Int32(Tolerances.carsThatShowADeadLoop)

    /// The last car that came there was not seen.
    var isMissed: Bool { count > 0 }

    var deadSince: Instant? { count >= Self.needed ? since : nil }

    /// True when the loop is dead from now on.
    mutating func missed(by other: Int32, at: Instant) -> Bool {
        if count >= Self.needed { return false }
        if count == 0 || other == car {
            count = 0
            since = at
        }
        count += 1
        car = other
        return count == Self.needed
    }

    /// A car was seen there. True when the loop had been dead.
    @inline(__always)
    mutating func seen() -> Bool {
        if count == 0 { return false }
        let wasDead = count >= Self.needed
        self = MissedInARow()
        return wasDead
    }
}
