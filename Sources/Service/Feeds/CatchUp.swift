import Timing

/// After a restart the crossings that the feeds sent meanwhile are fetched before anything newer is taken. All are
/// taken in order of time, as without a restart. The wait is bounded: a crossing that comes after it may come in any
/// order.
///
/// Pure: time comes in as milliseconds of a clock that never goes back.
package struct CatchUp {
    private var held: [(stamp: Int64, input: FeedInput)] = []
    /// Decoders of the journal that are still silent.
    private var awaited: Set<UInt32>
    private var until: Int64?

    /// The longest wait, from the first message on.
    package static let patience: Int64 = 1500
    package static let most = 100_000

    package init(awaiting decoders: Set<UInt32>) { awaited = decoders }

    /// `stamp` is the instant that it belongs to, as its decoder stamped it.
    package mutating func hold(_ input: FeedInput, stamp: Int64) { held.append((stamp, input)) }

    /// A message from a decoder: it says how far its numbers go.
    package mutating func heard(_ decoder: UInt32, now: Int64) {
        awaited.remove(decoder)
        if until == nil { until = now + Self.patience }
    }

    /// Whether all is there, or the time is up.
    package func isOver(isMissingSome: Bool, now: Int64) -> Bool {
        guard let until else { return false }
        return (awaited.isEmpty && !isMissingSome) || now >= until || held.count >= Self.most
    }

    /// The held inputs, in order of time; those of one time as they came.
    package consuming func inOrder() -> [FeedInput] {
        let places = held.indices.sorted { (held[$0].stamp, $0) < (held[$1].stamp, $1) }
        return places.map { held[$0].input }
    }
}
