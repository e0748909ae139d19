/// The seen numbers of a gapless count, as few ranges: missing numbers lie between them.
public struct NumberRanges: Hashable, Sendable {
    /// Disjoint, not touching, ascending.
    public private(set) var ranges: [ClosedRange<UInt64>] = []

    public init() {}

    /// Notes a number. False when it had been seen before.
    public mutating func insert(_ number: UInt64) -> Bool {
        guard let last = ranges.last, number <= last.upperBound else {
            if let last = ranges.last, last.upperBound + 1 == number {
                ranges[ranges.count - 1] = last.lowerBound...number
            } else {
                ranges.append(number...number)
            }
            return true
        }
        return insertBelow(number)
    }

    /// Notes all numbers from 1 to below `next`: how many of them had not been seen.
    public mutating func fill(below next: UInt64) -> UInt64 {
        guard next > 1 else { return 0 }
        let before = count
        var last = next - 1
        var later = ranges[firstRange(endingAtOrAfter: next)...]
        if let first = later.first, first.lowerBound <= next {
            last = first.upperBound
            later = later.dropFirst()
        }
        ranges = [1...last] + later
        return count - before
    }

    /// The numbers from 1 to below `next` that have not been seen, at most `limit` ranges of them.
    public func missing(below next: UInt64, limit: Int = .max) -> [ClosedRange<UInt64>] {
        var gaps: [ClosedRange<UInt64>] = []
        var expected: UInt64 = 1
        for range in ranges where gaps.count < limit {
            if range.lowerBound > expected, expected < next {
                gaps.append(expected...min(range.lowerBound - 1, next - 1))
            }
            expected = range.upperBound + 1
        }
        if expected < next, gaps.count < limit {
            gaps.append(expected...(next - 1))
        }
        return gaps
    }

    /// True when the number lies in one of the ranges.
    public func contains(_ number: UInt64) -> Bool {
        let index = firstRange(endingAtOrAfter: number)
        return index < ranges.count && ranges[index].contains(number)
    }

    /// How many numbers have been seen.
    public var count: UInt64 {
        ranges.reduce(0) { $0 + ($1.upperBound - $1.lowerBound + 1) }
    }

    private func firstRange(endingAtOrAfter number: UInt64) -> Int {
        var low = 0
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < number {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low
    }

    private mutating func insertBelow(_ number: UInt64) -> Bool {
        let index = firstRange(endingAtOrAfter: number)
        if ranges[index].contains(number) { return false }
        let touchesBefore = index > 0 && ranges[index - 1].upperBound + 1 == number
        let touchesAfter = ranges[index].lowerBound == number + 1
        switch (touchesBefore, touchesAfter) {
        case (true, true):
            ranges[index - 1] = ranges[index - 1].lowerBound...ranges[index].upperBound
            ranges.remove(at: index)
        case (true, false):
            ranges[index - 1] = ranges[index - 1].lowerBound...number
        case (false, true):
            ranges[index] = number...ranges[index].upperBound
        case (false, false):
            ranges.insert(number...number, at: index)
        }
        return true
    }
}
