/// A lap whose time the stewards have deleted.
struct DeletedLap: Hashable {
    let car: Int
    let lap: Int
}
