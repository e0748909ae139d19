package import Wire

/// What a bridge has fed of a run of its box, the latest of it: bounded, and looked up by number in feed and box.
package struct FedHistory: Sendable {
    package let decoder: UInt32
    package let epoch: UInt64
    /// The box's own name, where it says one; 0 where it does not. Another box is another run.
    package let box: UInt32
    /// The box's number with which its run began, where that is known; before it there is nothing to ask for.
    package let begin: UInt64?
    /// Crossings that are kept.
    package let capacity: Int

    /// In the place of their number modulo capacity.
    private var kept: [FedCrossing] = []
    private var numbers: [UInt64: UInt64] = [:]
    /// The number that the next crossing will have.
    package private(set) var next: UInt64 = 1
    /// The one with the highest number of the box.
    package private(set) var highest: FedCrossing?
    /// The lowest number of the box that was fed, also where it is no longer kept.
    package private(set) var lowest: UInt64 = .max
    /// The latest time of the box.
    package private(set) var latest = Int64.min

    package init(decoder: UInt32, epoch: UInt64, box: UInt32 = 0, begin: UInt64? = nil, capacity: Int) {
        (self.decoder, self.epoch, self.box, self.begin) = (decoder, epoch, box, begin)
        self.capacity = max(1, capacity)
    }

    /// With crossings found again, gapless by their numbers.
    init(_ empty: FedHistory, found: [FedCrossing]) {
        self = empty
        guard let first = found.first else { return }
        next = first.number
        // Places before the first are filled as they come round.
        let none = FedCrossing(stamp: 0, boxTime: 0, transponder: 0, loop: 0)
        kept = Array(repeating: none, count: min(Int(clamping: next - 1), capacity))
        self.found = first.number
        for crossing in found { _ = append(crossing) }
    }

    private var found: UInt64 = 1

    /// The lowest number that is kept; `next` where none is.
    package var first: UInt64 {
        max(found, next > UInt64(capacity) ? next - UInt64(capacity) : 1)
    }

    /// Gives the crossing its number in the feed.
    package mutating func append(_ crossing: FedCrossing) -> FedCrossing {
        var crossing = crossing
        crossing.number = next
        let place = Int((next - 1) % UInt64(capacity))
        if place < kept.count {
            if numbers[kept[place].passing] == kept[place].number { numbers[kept[place].passing] = nil }
            kept[place] = crossing
        } else {
            kept.append(crossing)
        }
        next += 1
        if crossing.passing > 0 {
            numbers[crossing.passing] = crossing.number
            lowest = min(lowest, crossing.passing)
            if crossing.passing >= highest?.passing ?? 0 { highest = crossing }
        }
        latest = max(latest, crossing.boxTime)
        return crossing
    }

    /// By the number in the feed; nil of one that is not kept.
    package subscript(number: UInt64) -> FedCrossing? {
        guard number >= first, number < next else { return nil }
        return kept[Int((number - 1) % UInt64(capacity))]
    }

    /// By the box's own number; nil of one that is not kept.
    package subscript(passing passing: UInt64) -> FedCrossing? { numbers[passing].flatMap { self[$0] } }

    /// The last two hundred.
    package var latestCrossings: [FedCrossing] {
        (max(first, next > 200 ? next - 200 : 1)..<next).compactMap { self[$0] }
    }

    /// The answer to a question of the recovery socket: at most a thousand crossings.
    package func answer(_ asked: FeedRange) -> (range: FeedRange, crossings: [FedCrossing]) {
        guard asked.decoder == decoder, asked.epoch == epoch, asked.from < next else { return (asked, []) }
        func range(to: UInt64) -> FeedRange {
            FeedRange(decoder: decoder, epoch: epoch, from: asked.from, to: min(asked.to, to))
        }
        if asked.from < first { return (range(to: first - 1), []) }
        let answered = range(to: min(next - 1, asked.from + 999))
        return (answered, (answered.from...answered.to).compactMap { self[$0] })
    }
}
