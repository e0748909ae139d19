public import Timing

/// The race clock (docs/protocol.md, section 4.4) = time since its start − time stood under the red flag.
public struct PublishedRaceClock: Hashable, Sendable {
    private let start: Instant
    /// When it stood, in milliseconds of UTC; an end that is not there yet is `Int64.max`.
    private let stops: [Range<Int64>]

    /// Nil before it runs.
    public init?(_ race: PublishedRace, flags: [PublishedFlag]) {
        guard let start = race.clockStart ?? race.start else { return nil }
        self.start = start
        let stands = !race.clockRuns || race.clockStopped > .zero
        stops = flags.filter { stands && $0.flag == .red }.compactMap { period in
            let from = max(period.from, start).milliseconds
            let to = period.to?.milliseconds ?? .max
            return from < to ? from..<to : nil
        }
    }

    /// Its reading at an instant of UTC; negative before its start.
    public func reading(_ instant: Instant) -> Milliseconds {
        let stood = stops.map { max(0, min($0.upperBound, instant.milliseconds) - $0.lowerBound) }
        return instant - start - Milliseconds(stood.reduce(0, +))
    }
}
