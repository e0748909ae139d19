package import Timing

/// Decides which crossings come too late to be folded at once (R1.10), and hands those to the record a few in a turn:
/// live crossings never wait for late ones.
///
/// Folding again costs by what comes after the crossing:
///
///     cost = crossings after it + those between two checkpoints, about
///
/// Each box may spend so much, and what all may spend together is shared by those that do: a box that floods with
/// crossings of a moment ago, or that is behind another's flood by milliseconds, takes nothing from the others.
package struct LateGate {
    /// Seen, and not yet in the record.
    private var unwritten: [Crossing] = []
    private var written = 0
    /// Of boxes that have spent lately: what each may spend, as of an instant. One without may spend all.
    private var allowances: [UInt32: (left: Int64, at: Int64)] = [:]

    /// Crossings of a turn.
    private static let turn = 64
    /// Crossings that may be folded again at once for one box, and how many more with each millisecond for all.
    private static let most: Int64 = 4096
    private static let more: Int64 = 100
    /// Going back at all: to the checkpoint before, and from there on.
    private static let least: Int64 = 64
    /// A box that has spent nothing for so long has all again, and shares nothing.
    private static let rest: Int64 = 500
    private var restedAt: Int64 = 0

    package init() {}

    /// Whether a crossing of this box with so many after it may be folded at once: late ones may take a small part of
    /// the time.
    package mutating func mayFold(_ after: Int, of box: UInt32, now: Int64) -> Bool {
        var left = Self.most
        if let spent = allowances[box] {
            let share = (now - spent.at) * Self.more / Int64(max(allowances.count, 1))
            left = min(Self.most, spent.left + max(share, 0))
        }
        let cost = Int64(after) + Self.least
        guard cost <= left else { return false }
        if allowances.count > 1, now >= restedAt + Self.rest {
            restedAt = now
            allowances = allowances.filter { now - $0.value.at < Self.rest }
        }
        allowances[box] = (left - cost, now)
        return true
    }

    package mutating func add(_ crossing: Crossing) { unwritten.append(crossing) }

    /// The next ones to be written down.
    package mutating func next() -> [Crossing] {
        let crossings = Array(unwritten[written...].prefix(Self.turn))
        written += crossings.count
        if written == unwritten.count {
            unwritten.removeAll(keepingCapacity: written < 1 << 16)
            written = 0
        }
        return crossings
    }

    package var isEmpty: Bool { unwritten.isEmpty }

    package var count: Int { unwritten.count - written }
}
