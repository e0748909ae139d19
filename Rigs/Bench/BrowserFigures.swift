import Linux

/// What all browsers together have seen. Of one event loop.
final class BrowserFigures {
    /// From the oldest delta of a tick to its reader, by milliseconds.
    private(set) var delays = [Int](repeating: 0, count: 10_000)
    /// From a connection to the board, by milliseconds.
    private(set) var joins = [Int](repeating: 0, count: 30_000)
    /// Of each tick: when the first and the last reader had it, and how many.
    private(set) var ticks: [Int: (first: Int64, last: Int64, count: Int)] = [:]
    private(set) var failures = 0
    private let deltas: SeenDeltas
    /// Nothing counts before.
    var isMeasuring = false

    init(_ deltas: SeenDeltas) { self.deltas = deltas }

    func take(tick sequence: Int, from: Int) {
        guard isMeasuring else { return }
        let now = MachineClock.nanoseconds
        if let told = deltas.time(behind: from) {
            delays[min(delays.count - 1, max(0, Int((now - told) / 1_000_000)))] += 1
        }
        let known = ticks[sequence] ?? (now, now, 0)
        ticks[sequence] = (known.first, now, known.count + 1)
    }

    func take(joined nanoseconds: Int64) {
        guard isMeasuring else { return }
        joins[min(joins.count - 1, Int(nanoseconds / 1_000_000))] += 1
    }

    func fail() { failures += 1 }

    /// Milliseconds below which so many of a hundred are.
    static func part(_ percent: Double, of counts: [Int]) -> Int {
        let wanted = Double(counts.reduce(0, +)) * percent / 100
        var sum = 0
        for (milliseconds, count) in counts.enumerated() {
            sum += count
            if Double(sum) >= wanted { return milliseconds + 1 }
        }
        return counts.count
    }

    /// Milliseconds between the first and the last reader of a tick: the middle and the largest of those that most had.
    var spread: (middle: Double, most: Double) {
        let most = ticks.values.map(\.count).max() ?? 0
        let whole = ticks.values.filter { $0.count > most * 9 / 10 }.map { Double($0.last - $0.first) / 1e6 }
        return (median(whole), whole.max() ?? 0)
    }
}
