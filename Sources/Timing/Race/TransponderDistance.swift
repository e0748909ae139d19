/// Two transponders of one car that are read one after the other in one passage, time and again at one distance.
struct TransponderDistance: Equatable {
    private var first: UInt32 = 0
    private var second: UInt32 = 0
    private var later = Milliseconds.zero
    private var count: Int32 = 0

    /// True when it is steady from now on.
    mutating func read(_ second: UInt32, after first: UInt32, later: Milliseconds) -> Bool {
        guard self.first == first, self.second == second, (later - self.later).magnitude <= Tolerances.distanceAlike
        else {
            self = TransponderDistance(first: first, second: second, later: later, count: 1)
            return false
        }
        count += 1
        return count == Tolerances.passagesThatShowADistance
    }
}
