import Wire

/// The race clock (docs/protocol.md, section 4.4): from its start on, less what it has stood under the red flag.
struct RaceClock {
    private let start: Int64
    /// When it stood; an end that is not there yet is `Int64.max`.
    private let stops: [Range<Int64>]

    /// Nil before it runs.
    init?(race: JSON, flags: [JSON]) {
        guard let start = race["clockStartMs"]?.integer ?? race["startMs"]?.integer else { return nil }
        self.start = start
        let stands = race["clockRuns"]?.bool == false || race["clockStoppedMs"]?.integer ?? 0 > 0
        let red = stands ? flags.filter { $0["flag"]?.text == "red" } : []
        stops = red.compactMap { period in
            let from = max(period["fromMs"]?.integer ?? start, start)
            let to = period["toMs"]?.integer ?? .max
            return from < to ? from..<to : nil
        }
    }

    /// What it shows at an instant of UTC; less than nothing before its start.
    func reading(_ instant: Int64) -> Int64 {
        let stood = stops.map { max(0, min($0.upperBound, instant) - $0.lowerBound) }
        return instant - start - stood.reduce(0, +)
    }
}
