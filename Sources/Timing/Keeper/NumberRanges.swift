/// The seen numbers of a gapless count, as few ranges: missing numbers lie between them.
///
/// The ranges lie in short rows, so that a number seen late moves some hundred of them and not all: a box that fills
/// 200,000 holes from the front costs as much a number as one that fills ten.
public struct NumberRanges: Sendable {
    /// Rows of disjoint ranges that do not touch, ascending, all but the last. No row is empty.
    private var rows: [[ClosedRange<UInt64>]] = []
    /// The range with the highest number, to which mostly the next one is added.
    private var latest: ClosedRange<UInt64>?

    private static let longestRow = 512

    public init() {}

    /// Disjoint, not touching, ascending.
    public var ranges: some Sequence<ClosedRange<UInt64>> {
        (rows + [latest.map { [$0] } ?? []]).lazy.joined()
    }

    /// The highest number seen; nil before the first.
    public var last: UInt64? { latest?.upperBound }

    /// Notes a number. False when it had been seen before.
    public mutating func insert(_ number: UInt64) -> Bool {
        guard let latest else {
            self.latest = number...number
            return true
        }
        // The usual case: the number that follows the last of all.
        if number > latest.upperBound {
            if number == latest.upperBound + 1 {
                self.latest = latest.lowerBound...number
            } else {
                append(latest)
                self.latest = number...number
            }
            return true
        }
        if number >= latest.lowerBound { return false }
        // Below, all are alike.
        append(latest)
        defer { takeLatest() }
        return insertBelow(number)
    }

    private mutating func append(_ range: ClosedRange<UInt64>) {
        let row = rows.count - 1
        if row >= 0, rows[row].count < Self.longestRow {
            rows[row].append(range)
        } else {
            rows.append([range])
        }
    }

    /// The last range of the rows is the latest again.
    private mutating func takeLatest() {
        let row = rows.count - 1
        latest = rows[row].popLast()
        if rows[row].isEmpty { rows.removeLast() }
    }

    /// Notes all numbers from 1 to below `next`: how many of them had not been seen.
    public mutating func fill(below next: UInt64) -> UInt64 {
        guard next > 1 else { return 0 }
        let before = count
        var last = next - 1
        var later = ranges.filter { $0.upperBound >= next }
        if let first = later.first, first.lowerBound <= next {
            last = first.upperBound
            later.removeFirst()
        }
        let all = [1...last] + later
        rows = stride(from: 0, to: all.count, by: Self.longestRow).map {
            Array(all[$0..<min($0 + Self.longestRow, all.count)])
        }
        takeLatest()
        return count - before
    }

    /// The numbers from `first` to below `next` that have not been seen, at most `limit` ranges of them.
    public func missing(from first: UInt64 = 1, below next: UInt64, limit: Int = .max) -> [ClosedRange<UInt64>] {
        var gaps: [ClosedRange<UInt64>] = []
        var expected = first
        var (row, place) = position(endingAtOrAfter: first)
        while row < rows.count, expected < next, gaps.count < limit {
            let range = rows[row][place]
            if range.lowerBound > expected { gaps.append(expected...min(range.lowerBound - 1, next - 1)) }
            expected = max(expected, range.upperBound + 1)
            place += 1
            if place == rows[row].count { (row, place) = (row + 1, 0) }
        }
        if let latest, latest.upperBound >= first, expected < next, gaps.count < limit {
            if latest.lowerBound > expected { gaps.append(expected...min(latest.lowerBound - 1, next - 1)) }
            expected = max(expected, latest.upperBound + 1)
        }
        if expected < next, gaps.count < limit { gaps.append(expected...(next - 1)) }
        return gaps
    }

    /// True when the number lies in one of the ranges.
    public func contains(_ number: UInt64) -> Bool {
        if let latest, number >= latest.lowerBound { return number <= latest.upperBound }
        let (row, place) = position(endingAtOrAfter: number)
        return row < rows.count && rows[row][place].contains(number)
    }

    /// How many numbers have been seen.
    public var count: UInt64 {
        ranges.reduce(0) { $0 + ($1.upperBound - $1.lowerBound + 1) }
    }

    /// Where the first range is that ends there or later; behind the last row when none does.
    private func position(endingAtOrAfter number: UInt64) -> (row: Int, place: Int) {
        let row = Self.first(of: rows.count) { (rows[$0].last?.upperBound ?? 0) >= number }
        guard row < rows.count else { return (row, 0) }
        return (row, Self.first(of: rows[row].count) { rows[row][$0].upperBound >= number })
    }

    /// The first place for which it holds, as it does for all behind it.
    private static func first(of count: Int, holds: (Int) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if holds(middle) { high = middle } else { low = middle + 1 }
        }
        return low
    }

    private mutating func insertBelow(_ number: UInt64) -> Bool {
        let (row, place) = position(endingAtOrAfter: number)
        let next = rows[row][place]
        if next.contains(number) { return false }
        let before = place > 0 ? (row, place - 1) : (row - 1, row > 0 ? rows[row - 1].count - 1 : 0)
        let previous = before.0 >= 0 ? rows[before.0][before.1] : nil
        let touchesBefore = previous.map { $0.upperBound + 1 == number } ?? false
        let touchesAfter = next.lowerBound == number + 1
        switch (touchesBefore ? previous : nil, touchesAfter) {
        case (let previous?, true):
            rows[before.0][before.1] = previous.lowerBound...next.upperBound
            rows[row].remove(at: place)
            if rows[row].isEmpty { rows.remove(at: row) }
        case (let previous?, false):
            rows[before.0][before.1] = previous.lowerBound...number
        case (nil, true):
            rows[row][place] = number...next.upperBound
        case (nil, false):
            rows[row].insert(number...number, at: place)
            split(row)
        }
        return true
    }

    /// A row that has become too long is two.
    private mutating func split(_ row: Int) {
        guard rows[row].count > Self.longestRow else { return }
        let half = rows[row].count / 2
        rows.insert(Array(rows[row][half...]), at: row + 1)
        rows[row].removeSubrange(half...)
    }
}

// Rows are where they are by the order in which the numbers came; the numbers are what counts.
extension NumberRanges: Hashable {
    public static func == (one: NumberRanges, other: NumberRanges) -> Bool { one.ranges.elementsEqual(other.ranges) }

    public func hash(into hasher: inout Hasher) {
        for range in ranges { hasher.combine(range) }
    }
}
