public import Timing

/// Trouble on the way from the boxes: crossings come late, out of order and more than once, never not at all.
public struct Disturbance: Hashable, Sendable {
    /// Decides which crossings are late and which come twice.
    public var seed: UInt64
    /// Crossings further apart than this in official time stay in order.
    public var window: Milliseconds
    /// Share of crossings, in permille, that come a second time under the same name.
    public var repeats: Int

    /// Trouble of this size.
    public init(seed: UInt64, window: Milliseconds, repeats: Int = 0) {
        self.seed = seed
        self.window = window
        self.repeats = repeats
    }

    /// The crossings as they arrive: shuffled within the window, some of them twice.
    public func arrivals(of crossings: [Crossing]) -> [Crossing] {
        Self.shuffled(
            Self.repeated(crossings, permille: repeats, seed: seed), within: window, seed: seed)
    }

    /// Holds each crossing back by a chance time of at most `window` and takes them as they then come.
    public static func shuffled(
        _ crossings: [Crossing], within window: Milliseconds, seed: UInt64
    ) -> [Crossing] {
        var random = SeededGenerator(seed: seed, stream: Stream.disturbance)
        return crossings.enumerated()
            .map { place, crossing in
                let delay = random.int(in: 0...max(window.count, 0))
                return (arrives: crossing.at.milliseconds + delay, place: place, crossing: crossing)
            }
            .sorted { ($0.arrives, $0.place) < ($1.arrives, $1.place) }
            .map(\.crossing)
    }

    /// Says a share of the crossings again at once, name and all.
    public static func repeated(_ crossings: [Crossing], permille: Int, seed: UInt64) -> [Crossing] {
        var random = SeededGenerator(seed: seed, stream: Stream.disturbance + 1)
        return crossings.flatMap { crossing in
            random.chance(permille: permille) ? [crossing, crossing] : [crossing]
        }
    }
}
