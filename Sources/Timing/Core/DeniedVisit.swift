/// What of a car was otherwise before a visit to the pit lane began.
struct BeforeVisit: Hashable, Sendable {
    var wasInPit = false
    var isDriverHeld = false
    var driverNamedInPit = false
    var entryAt: Int64 = RaceState.never
    /// A loop began it by itself: nothing was said by hand.
    var isPlain = false
}

/// A visit whose entry was read and which the Line on the track denied: the car was on the track. When its pit exit is
/// read next, two loops of the pit lane stand against the one, and the visit is what it was.
struct DeniedVisit: Equatable {
    var stop: Stop
    /// The best laps before the lap that ended there.
    var best: Best

    struct Best: Equatable {
        var lap: Int32
        var number: Int32
        var turn: Int32
        var set: Int64
        var second: Int32
    }
}
