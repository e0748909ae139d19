/// How a car drives a lap behind the safety car: the leader at its pace, everybody else until it has caught the
/// car that crossed the Line before it. Microseconds.
struct SafetyCarPace {
    /// A lap of the safety car; nil for cars that do not lead.
    let lap: Int64?
    /// The car comes to the Line behind the one ahead of it, at this instant.
    let notBefore: Int64

    /// The time of a lap that begins at `origin`, where the car is at permille `from` of it.
    func time(own: Int64, from: Int64, origin: Int64) -> Int64 {
        let share = 1000 - from
        let line = max(origin + (lap ?? own * 5 / 4) * share / 1000, notBefore)
        return (line - origin) * 1000 / share
    }
}
