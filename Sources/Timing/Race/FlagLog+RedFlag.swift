/// The red flag: when a race was suspended, and how often it was resumed (R16).
extension FlagLog {
    /// How often the race was suspended and resumed before its end.
    func resumptions(before end: Int64) -> Int {
        zip(shown, shown.dropFirst()).count { $0.flag == .red && $1.flag != .chequered && $1.from < end }
    }

    /// Whether the red flag was shown at any time from then on.
    @inline(__always)
    func wasRed(since then: Int64) -> Bool { now == .red || redUntil > then }

    /// When the red flag was shown, in order of time; the last period ends with `.max` while it is.
    var reds: [Range<Int64>] {
        shown.indices.filter { shown[$0].flag == .red }.map { index in
            shown[index].from..<(index + 1 < shown.count ? shown[index + 1].from : .max)
        }
    }

    /// How long the red flag was shown between two instants.
    func red(from: Int64, to: Int64) -> Int64 {
        reds.reduce(0) { sum, red in sum + max(0, min(red.upperBound, to) - max(red.lowerBound, from)) }
    }

    /// Since when the red flag has been shown without a break at an instant; nil where another one is shown then.
    func redSince(asOf instant: Int64) -> Int64? {
        let shown = shown.prefix { $0.from <= instant }
        guard shown.last?.flag == .red else { return nil }
        return shown[(shown.lastIndex { $0.flag != .red } ?? -1) + 1].from
    }
}
