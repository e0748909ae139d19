/// The red flag: when a race was suspended, and how often it was resumed (R16).
extension FlagLog {
    /// How often the race was suspended and resumed before its end.
    func resumptions(before end: Deadline) -> Int {
        zip(shown, shown.dropFirst()).count { $0.flag == .red && $1.flag != .chequered && !end.isReached(at: $1.from) }
    }

    /// Whether the red flag was shown at any time from then on.
    @inline(__always)
    func wasRed(since then: Instant) -> Bool { now == .red || redUntil > then }

    /// When the red flag was shown, in order of time; the last period has no end while it is.
    var reds: [RedPeriod] {
        shown.indices.filter { shown[$0].flag == .red }.map { index in
            RedPeriod(from: shown[index].from, until: end(of: index))
        }
    }

    /// How long the red flag was shown between two instants.
    func red(from: Instant, to: Instant) -> Milliseconds {
        var sum = Milliseconds.zero
        for place in shown.indices where shown[place].flag == .red {
            sum += max(.zero, end(of: place).orEarlier(to) - max(shown[place].from, from))
        }
        return sum
    }

    /// Since when the red flag has been shown without a break at an instant; nil where another one is shown then.
    func redSince(asOf instant: Instant) -> Instant? {
        let shown = shown.prefix { $0.from <= instant }
        guard shown.last?.flag == .red else { return nil }
        return shown[(shown.lastIndex { $0.flag != .red } ?? -1) + 1].from
    }
}
