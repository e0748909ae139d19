import Timing

/// The steps of the feeds and race control, one after the other. The same race makes the same script.
struct Script: Sendable {
    enum Step: Sendable {
        case crossing(Crossing, feed: Int)
        case beat(Beat)
        case act(Act)
        /// Nothing for so many milliseconds.
        case pause(Int)
        /// The feed goes away, for so many milliseconds or for good.
        case down(feed: Int, milliseconds: Int?)
        /// Waits until the subscriber has everything so far.
        case allSeen
    }

    struct Beat: Sendable {
        let decoder: UInt32
        let epoch: UInt64
        let next: UInt64
        /// Microseconds of UTC.
        let stamp: Int64
        let feed: Int
    }

    var steps: [Step] = []
    /// The message that every box repeats once all is over.
    var closing: [Beat] = []
    var feeds = 1
    /// So many steps come at once; the race takes no less time for it.
    var burst = 1

    /// Boxes say the time at every so much of it, in microseconds, unless a crossing has hardly said it before: such a
    /// time is news or not as it happens to arrive, and the deltas would be others in every run.
    private static let beatEvery: Int64 = 10_000_000
    private static let news: Int64 = 600_000
    /// The year 2050, in microseconds: no machine's clock is there.
    static let farAway: Int64 = 2_524_608_000_000_000

    var acts: [Act] {
        steps.compactMap { if case .act(let act) = $0 { act } else { nil } }
    }

    /// The feed that is gone in the end.
    var deadFeed: Int? {
        for case .down(let feed, nil) in steps { return feed }
        return nil
    }

    /// Crossings that have to be there in the end, by box; those of a dead feed need not.
    var owed: [Box.Name: Int] {
        var names = Set<CrossingID>()
        for case .crossing(let crossing, let feed) in steps where feed != deadFeed { names.insert(crossing.id) }
        return names.reduce(into: [:]) { $0[Box.Name($1), default: 0] += 1 }
    }

    /// The official time that is told last.
    private(set) var lastTime = Instant.distantPast

    init(_ race: ChaosRace) {
        var boxes: [UInt32: (epoch: UInt64, next: UInt64)] = [:]
        for crossing in race.crossings where boxes[crossing.id.decoder] == nil {
            boxes[crossing.id.decoder] = (crossing.id.epoch, 1)
        }
        let order = boxes.keys.sorted()
        func beats(at stamp: Int64) -> [Beat] {
            order.compactMap { decoder in
                boxes[decoder].map {
                    Beat(decoder: decoder, epoch: $0.epoch, next: $0.next, stamp: stamp, feed: 0)
                }
            }
        }
        var beatAt = (race.crossings.first?.stamp ?? 0) + Self.beatEvery
        var latest: Int64 = 0
        var acts = race.acts[...]
        for crossing in race.crossings {
            while let act = acts.first, act.at <= crossing.at {
                steps.append(.act(acts.removeFirst()))
                latest = max(latest, act.at.milliseconds * 1000)
            }
            while beatAt <= crossing.stamp {
                if beatAt >= latest + Self.news { steps += beats(at: beatAt).map { .beat($0) } }
                beatAt += Self.beatEvery
            }
            steps.append(.crossing(crossing, feed: 0))
            latest = crossing.stamp
            let before = boxes[crossing.id.decoder]?.next ?? 1
            // From now on the box's time is believed, in every run.
            if before == 1 { steps.append(.allSeen) }
            boxes[crossing.id.decoder] = (crossing.id.epoch, max(before, crossing.id.number + 1))
        }
        steps += acts.map { .act($0) }
        let last = max(race.crossings.last?.stamp ?? 0, (race.acts.last?.at.milliseconds ?? 0) * 1000)
        closing = beats(at: last + Self.beatEvery)
        lastTime = Instant(cutting: last + Self.beatEvery)
    }
}
