/// The last five times of a car for a sector, in milliseconds.
struct RecentTimes: Equatable {
    private var latest: Int32 = 0
    private var second: Int32 = 0
    private var third: Int32 = 0
    private var fourth: Int32 = 0
    private var fifth: Int32 = 0

    var isEmpty: Bool { latest == 0 }

    @inline(__always)
    mutating func add(_ time: Int32) {
        fifth = fourth
        fourth = third
        third = second
        second = latest
        latest = max(time, 1)
    }

    /// The middle one: of two the earlier, of four that of the last three. One slow lap, or two of a clock that has
    /// stepped, leave it alone.
    @inline(__always)
    var usual: Int32 {
        if third == 0 { return second == 0 ? latest : second }
        if fifth == 0 { return Self.middle(latest, second, third) }
        let greaterOfLess = max(min(latest, second), min(third, fourth))
        let lessOfGreater = min(max(latest, second), max(third, fourth))
        return Self.middle(greaterOfLess, lessOfGreater, fifth)
    }

    @inline(__always)
    private static func middle(_ a: Int32, _ b: Int32, _ c: Int32) -> Int32 {
        max(min(a, b), min(max(a, b), c))
    }
}
