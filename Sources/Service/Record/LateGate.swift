import Timing

/// Decides which crossings come too late to be folded at once (R1.10), and hands those to the record a few in a turn:
/// live crossings never wait for late ones.
struct LateGate {
    /// Seen, and not yet in the record.
    private var unwritten: [Crossing] = []
    private var written = 0
    private var allowance = 0
    private var allowedAt: Int64 = 0

    /// Crossings of a turn.
    private static let turn = 64
    /// So few crossings are folded again at once, whatever else came late.
    private static let hardly = 16
    /// The most crossings that may be folded again at once, and how many more with each millisecond.
    private static let most = 2048
    private static let more: Int64 = 40

    /// Whether a crossing with so many after it may be folded at once: late ones may take a small part of the time.
    mutating func mayFold(_ after: Int, now: Int64) -> Bool {
        if after <= Self.hardly { return true }
        allowance = Int(min(Int64(Self.most), Int64(allowance) + (now - allowedAt) * Self.more))
        allowedAt = now
        guard after <= allowance else { return false }
        allowance -= after
        return true
    }

    mutating func add(_ crossing: Crossing) { unwritten.append(crossing) }

    /// The next ones to be written down.
    mutating func next() -> [Crossing] {
        let crossings = Array(unwritten[written...].prefix(Self.turn))
        written += crossings.count
        if written == unwritten.count {
            unwritten.removeAll(keepingCapacity: written < 1 << 16)
            written = 0
        }
        return crossings
    }

    var isEmpty: Bool { unwritten.isEmpty }

    var count: Int { unwritten.count - written }
}
