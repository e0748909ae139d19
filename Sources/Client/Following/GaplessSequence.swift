/// Makes one sequence without a hole out of published deltas and answered ones (docs/protocol.md, section 4.1).
///
/// It knows epochs and sequences, not the contents of a delta: a table, a record and a relay mend alike. It is a value
/// without a socket. Its owner hands it messages, and asks its `question`.
public struct GaplessSequence<Element: Sendable>: Sendable {
    /// Where it begins.
    public enum Beginning: Sendable {
        /// Behind the snapshot: for a reader of the present state.
        case snapshot
        /// At the first delta: for a reader of the whole history.
        case first
    }

    /// The outcome of a snapshot.
    public enum Joined: Hashable, Sendable {
        /// It is older than what is known: nothing.
        case old
        /// It was taken; what comes next follows it.
        case taken
    }

    /// Where it begins.
    public let beginning: Beginning
    /// The history that is followed; nil before the first snapshot.
    public private(set) var epoch: UInt64?
    /// The sequence that comes next.
    public private(set) var next: UInt64 = 1
    /// How often it has had to take a snapshot again.
    public private(set) var restarts = 0
    /// The highest sequence that is known to be there.
    private var known: UInt64 = 0
    /// Deltas that came before their turn.
    private var waiting: [UInt64: Element] = [:]
    /// Deltas of an epoch that is not followed yet.
    private var later: (epoch: UInt64, waiting: [UInt64: Element])?
    private var needsSnapshot = true

    /// The most deltas kept before their turn. Further ones are asked for again.
    private let mostWaiting = 20_000

    /// A follower that has not joined.
    public init(from beginning: Beginning) { self.beginning = beginning }

    /// A follower of the whole history that has it up to this delta, from an earlier life.
    public init(after sequence: UInt64, of epoch: UInt64) {
        beginning = .first
        self.epoch = epoch
        next = sequence + 1
        known = sequence
        needsSnapshot = false
    }

    /// The question to ask now; nil when nothing is missing.
    public var question: FollowQuestion? {
        if needsSnapshot { return .snapshot }
        guard let epoch, next <= known else { return nil }
        let to = waiting.keys.min().map { $0 - 1 } ?? known
        return to < next ? nil : .range(epoch: epoch, from: next, to: to)
    }

    // MARK: What is published

    /// Takes a delta as it was published. Returns the deltas that now follow without a hole, in order.
    public mutating func take(live element: Element, epoch told: UInt64, sequence: UInt64) -> [Element] {
        guard let epoch, told == epoch else {
            keep(element, epoch: told, sequence: sequence)
            return []
        }
        known = max(known, sequence)
        if sequence >= next, waiting.count < mostWaiting { waiting[sequence] = element }
        return joined()
    }

    /// Keeps a delta of a later epoch until the beginning of that epoch is known.
    private mutating func keep(_ element: Element, epoch told: UInt64, sequence: UInt64) {
        guard told > epoch ?? 0 || epoch == nil, told >= later?.epoch ?? 0 else { return }
        if told > later?.epoch ?? 0 || later == nil { later = (told, [:]) }
        if let count = later?.waiting.count, count < mostWaiting { later?.waiting[sequence] = element }
        // A screen does not wait for the heartbeat that tells whether anything was missed.
        if epoch != nil, beginning == .snapshot { startAgain() }
    }

    private mutating func startAgain() {
        if !needsSnapshot { restarts += 1 }
        needsSnapshot = true
    }

    private mutating func joined() -> [Element] {
        var elements: [Element] = []
        while let element = waiting.removeValue(forKey: next) {
            elements.append(element)
            next += 1
        }
        return elements
    }

    /// Takes a heartbeat. Returns the deltas that now follow without a hole, in order.
    public mutating func take(
        heartbeat told: UInt64, first: UInt64, previous: UInt64?, next announced: UInt64
    ) -> [Element] {
        guard let epoch, told >= epoch, told >= later?.epoch ?? 0 else { return [] }
        if told > epoch {
            guard previous == epoch, next <= first else {
                startAgain()
                return []
            }
            begin(told)
            needsSnapshot = false
        }
        known = max(known, announced - min(announced, 1))
        return joined()
    }

    /// Takes it that a delta has been published: of the epoch followed what is missing is asked for, in a larger one a
    /// reader of the present state begins anew.
    public mutating func take(latest sequence: UInt64, epoch told: UInt64) {
        guard let epoch else { return }
        if told == epoch { known = max(known, sequence) }
        if told > epoch, beginning == .snapshot { startAgain() }
    }

    private mutating func begin(_ epoch: UInt64) {
        self.epoch = epoch
        waiting = later?.epoch == epoch ? later?.waiting ?? [:] : [:]
        later = nil
        known = waiting.keys.max() ?? 0
        waiting = waiting.filter { [next] in $0.key >= next }
    }

    // MARK: What is answered

    /// Takes the head of a snapshot. A follower that begins at the first delta drops its deltas from `next` on.
    public mutating func take(
        snapshot told: UInt64, first: UInt64, previous: UInt64?, sequence: UInt64
    ) -> Joined {
        if told < epoch ?? 0 || told < later?.epoch ?? 0 { return .old }
        needsSnapshot = false
        switch beginning {
        case .snapshot:
            if told == epoch, sequence + 1 < next { return .old }
            next = sequence + 1
            if told == epoch { waiting = waiting.filter { $0.key > sequence } }
        case .first where told != epoch:
            // Deltas kept of the epoch before, beyond its end, do not belong to the race. The end of a still earlier
            // epoch is unknown: everything is asked for again.
            next = previous == epoch && epoch != nil ? max(1, min(next, first)) : 1
        case .first: break
        }
        if told != epoch { begin(told) }
        known = max(known, sequence)
        return .taken
    }

    /// The deltas that now follow without a hole, in order: after a snapshot, those that came meanwhile.
    public mutating func following() -> [Element] { joined() }

    /// Takes the deltas of a range; its head named `told` as the present epoch. Returns the deltas that now follow
    /// without a hole, in order.
    public mutating func take(range elements: [(sequence: UInt64, element: Element)], epoch told: UInt64) -> [Element] {
        // Asked for in an epoch that has ended since: its deltas at the end of that epoch may not belong to the race.
        guard told == epoch else { return [] }
        for (sequence, element) in elements where sequence >= next { waiting[sequence] = element }
        return joined()
    }

    /// Takes the reason for which a question was refused. True when a follower has to expect it.
    public mutating func take(refusal reason: String, of question: FollowQuestion) -> Bool {
        guard case .range(let asked, _, _) = question else {
            // A range asked for twice is refused twice: the second refusal comes when the snapshot is asked for.
            return ["too-fast", "standby", "too-old", "wrong-epoch"].contains(reason)
        }
        switch reason {
        case "too-fast", "standby": return true
        case "wrong-epoch":
            // A reader of the whole history waits for the heartbeat that tells what was missed.
            if beginning == .snapshot, asked == epoch { startAgain() }
            return true
        case "too-old":
            if asked == epoch { startAgain() }
            return true
        default:
            if asked == epoch { startAgain() }
            return false
        }
    }
}
