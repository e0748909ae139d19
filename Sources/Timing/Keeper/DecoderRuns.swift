/// Runs of decoders in the order in which they were seen first, each under a place: others keep by it what they know of
/// the run.
///
/// A run of those that bring crossings now is found without a search: it is the one that was asked for last among the
/// decoders whose numbers end alike. The others are searched in order: they are few.
struct DecoderRuns: Sendable {
    /// A decoder, and an epoch of its numbers.
    struct Run: Equatable, Sendable {
        let decoder: UInt32
        let epoch: UInt64
    }

    private static let mostRecent: UInt32 = 64
    private var runs: [Run] = []
    /// Places in `runs`, by the last bits of the decoder's number; -1 where there is none.
    private var recent = [Int32](repeating: -1, count: Int(mostRecent))

    @inline(__always)
    subscript(place: Int) -> Run { runs[place] }

    /// Nil of one that was never seen.
    func known(_ run: Run) -> Int? { runs.firstIndex(of: run) }

    /// The place of a run, which is new where it was never seen.
    @inline(__always)
    mutating func place(of run: Run) -> Int {
        let slot = Int(run.decoder % Self.mostRecent)
        let place = Int(recent[slot])
        if place >= 0, runs[place].decoder == run.decoder, runs[place].epoch == run.epoch { return place }
        return find(run, slot: slot)
    }

    private mutating func find(_ run: Run, slot: Int) -> Int {
        let place = known(run) ?? runs.count
        if place == runs.count { runs.append(run) }
        recent[slot] = Int32(place)
        return place
    }
}
