/// Laps and time of a car in a result.
struct SettledTotal: Equatable {
    let laps: Int
    let time: Int64
}
