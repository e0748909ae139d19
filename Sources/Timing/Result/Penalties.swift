/// The stewards' penalties as the classification reads them.
struct Penalties {
    /// By car, of time penalties and of penalties converted to time.
    var time: [Milliseconds]
    /// Laps taken off, by car.
    var laps: [Int]
    var isDisqualified: [Bool]
    /// By car: its entry is withdrawn.
    var isWithdrawn: [Bool]
    /// Stewards' positions, in order of position.
    var positions: [(position: Int, car: Int)] = []

    init(count: Int) {
        time = Array(repeating: .zero, count: count)
        laps = Array(repeating: 0, count: count)
        isDisqualified = Array(repeating: false, count: count)
        isWithdrawn = isDisqualified
    }

    /// The car is not there: it has no place.
    func isGone(_ car: Int) -> Bool { isDisqualified[car] || isWithdrawn[car] }

    /// The rulebook's penalty holds without the stewards.
    mutating func add(_ infringement: Infringement) {
        switch infringement.proposed {
        case .time(let time): self.time[infringement.car.slot] += time
        case .laps(let laps): self.laps[infringement.car.slot] += laps
        case .disqualified: isDisqualified[infringement.car.slot] = true
        case .position, .driveThrough, .stopAndGo, .grid, .lapTime, nil: break
        }
    }
}
