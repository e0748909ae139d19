/// The jokers that a car has taken so far.
struct Jokers {
    var taken = 0
    var inBlock: [Int: Int] = [:]

    mutating func take(_ rule: StopTimes, at clock: Milliseconds) -> Bool {
        let block = rule.block.map { clock / $0 } ?? 0
        guard taken < rule.jokers, inBlock[block, default: 0] < rule.jokersPerBlock || rule.block == nil else {
            return false
        }
        taken += 1
        inBlock[block, default: 0] += 1
        return true
    }
}
