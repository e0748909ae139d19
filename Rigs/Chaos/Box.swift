import Timing
import Wire

/// One run of a decoder: its crossings, for questions.
struct Box {
    struct Name: Hashable, Sendable {
        let decoder: UInt32
        let epoch: UInt64

        init(decoder: UInt32, epoch: UInt64) {
            self.decoder = decoder
            self.epoch = epoch
        }

        /// A later run of the same box.
        func isLater(than other: Name) -> Bool { decoder == other.decoder && epoch > other.epoch }

        init(_ crossing: CrossingID) { self.init(decoder: crossing.decoder, epoch: crossing.epoch) }
    }

    private var crossings: [UInt64: Crossing] = [:]
    private var highest: UInt64 = 0

    /// How many different crossings it has seen.
    var count: Int { crossings.count }

    /// The number that the next crossing will have.
    var next: UInt64 { highest + 1 }

    mutating func saw(_ crossing: Crossing) {
        crossings[crossing.id.number] = crossing
        highest = max(highest, crossing.id.number)
    }

    /// The answer to a question: its crossings in the range, at most a thousand numbers.
    func answer(_ asked: FeedRange) -> (range: FeedRange, crossings: [Crossing]) {
        guard asked.from <= highest else { return (asked, []) }
        let to = min(asked.to, highest, asked.from + 999)
        let range = FeedRange(decoder: asked.decoder, epoch: asked.epoch, from: asked.from, to: to)
        return (range, (asked.from...to).compactMap { crossings[$0] })
    }
}
