package import Wire

/// What one box has said of its own health, and what of it is bad in the long run.
///
/// A word alone says little: the noise of a real box whose loop is sound goes above its limit in one word of four. So
/// a measure is bad once each word of a minute has had it beyond its limit, and good again once none has for as long.
///
/// Pure: time comes in as milliseconds of a clock that never goes back.
package struct HealthWatch: Sendable {
    /// What it said last, and when; nil before the first word.
    package private(set) var latest: (told: BoxHealth, at: Int64)?
    /// What is beyond its limit in the long run, in the order of the measures.
    package private(set) var bad: [BoxMeasure] = []
    /// Of measures that are otherwise than `bad` says: since when.
    private var otherwise: [BoxMeasure: Int64] = [:]

    package static let lasting: Int64 = 60_000
    /// After a silence of so long what it said before is of another time.
    package static let apart: Int64 = 30_000

    package init() {}

    /// The box has said how it stands with it.
    /// - Returns: whether `bad` has changed.
    package mutating func note(_ health: BoxHealth, now: Int64) -> Bool {
        if let latest, now - latest.at > Self.apart { otherwise = [:] }
        latest = (health, now)
        let faults = Set(health.faults)
        let changed = faults.symmetricDifference(bad)
        otherwise = otherwise.filter { changed.contains($0.key) }
        for measure in changed where otherwise[measure] == nil { otherwise[measure] = now }
        let turned = otherwise.filter { now - $0.value >= Self.lasting }.keys
        guard !turned.isEmpty else { return false }
        for measure in turned { otherwise[measure] = nil }
        let after = Set(bad).symmetricDifference(turned)
        bad = BoxMeasure.allCases.filter(after.contains)
        return true
    }
}
