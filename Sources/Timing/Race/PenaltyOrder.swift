/// A drive-through or stop-and-go: from its notification until it is served or has become time
/// (R21).
struct PenaltyOrder: Equatable {
    enum State: Equatable {
        case notified, served, converted
    }

    /// Name of the decision.
    let name: String
    let car: Int
    /// How long the car is to stand; nil for a drive-through.
    let standing: Milliseconds?
    let notified: Instant
    /// Crossings of the Line on the track since then that count against it.
    var crossings = 0
    var state = State.notified
    /// The stewards have said so.
    var isDecided = false
    /// Pit entry of the visit that served it.
    var servedFrom: Instant?
    /// Its pit exit.
    var servedUntil: Instant?
}
