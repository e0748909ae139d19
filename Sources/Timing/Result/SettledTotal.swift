/// Laps of a car in a result, and its time from the start signal with its penalties.
struct SettledTotal: Equatable {
    let laps: Int
    let time: Milliseconds
}
