/// How often the crossings of a race asked the heap for memory.
struct CountedAllocations {
    private(set) var crossings = 0
    /// Those that did not ask at all.
    private(set) var without = 0
    private(set) var asked = 0

    init() {}

    /// What `line` has written.
    init?(line: String) {
        let numbers = line.split(whereSeparator: { $0.isWhitespace }).compactMap { Int($0) }
        guard numbers.count == 3, numbers[0] > 0 else { return nil }
        (crossings, without, asked) = (numbers[0], numbers[1], numbers[2])
    }

    var line: String { "\(crossings) \(without) \(asked)" }

    /// A crossing that asked so often.
    mutating func note(_ times: Int) {
        crossings += 1
        if times == 0 { without += 1 }
        asked += times
    }

    /// Of each crossing, in the mean.
    var each: Double { Double(asked) / Double(crossings) }
    /// Of a hundred crossings, those that did not ask.
    var percentWithout: Double { 100 * Double(without) / Double(crossings) }

    /// False where a crossing asks more often than is held.
    func add(to table: inout BudgetTable, held: HeldAllocations?) -> Bool {
        let isHeld = held.map { each <= 1.05 * $0.each && percentWithout >= $0.percentWithout - 1 }
        let bar = held.map { "≤ \(BudgetTable.fixed($0.each, 3)), ≥ \(BudgetTable.fixed($0.percentWithout, 1)) %" }
        table.add(
            "asked of the heap, \(crossings) crossings while the race runs",
            figure: "\(BudgetTable.fixed(each, 3)) times a crossing, \(BudgetTable.fixed(percentWithout, 1)) % without",
            ratio: nil, bar: bar ?? "0", isMet: isHeld ?? (asked == 0))
        return isHeld ?? true
    }
}
