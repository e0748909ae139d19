import Timing

/// After a restart: what the feeds sent meanwhile is fetched before anything newer is taken, and all of it is taken in
/// order of time, as if nobody had been away. What is not there soon is not waited for: it may come in any order.
///
/// Pure: time comes in as milliseconds of a clock that never goes back.
package struct CatchUp {
    private var held: [(stamp: Int64, input: LaneInput)] = []
    /// Decoders that the journal knows and that have not been heard yet.
    private var awaited: Set<UInt32>
    private var until: Int64?

    /// How long is waited at most, from the first message on.
    package static let patience: Int64 = 1500
    package static let most = 100_000

    package init(awaiting decoders: Set<UInt32>) { awaited = decoders }

    /// `stamp` is the instant that it belongs to, as its decoder stamped it.
    package mutating func hold(_ input: LaneInput, stamp: Int64) { held.append((stamp, input)) }

    /// A word from a decoder: what it has sent is known now.
    package mutating func heard(_ decoder: UInt32, now: Int64) {
        awaited.remove(decoder)
        if until == nil { until = now + Self.patience }
    }

    /// Whether all is there, or the time is up.
    package func isOver(isMissingSome: Bool, now: Int64) -> Bool {
        guard let until else { return false }
        return (awaited.isEmpty && !isMissingSome) || now >= until || held.count >= Self.most
    }

    /// What was held, in order of time; as it came where that is the same.
    package consuming func inOrder() -> [LaneInput] {
        let places = held.indices.sorted { (held[$0].stamp, $0) < (held[$1].stamp, $1) }
        return places.map { held[$0].input }
    }
}
