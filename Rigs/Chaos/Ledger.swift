import Client

/// Every delta that was seen of a session anywhere: live, by range, read again later.
struct Ledger: Sendable {
    private var seen: [UInt64: [UInt64: [UInt8]]] = [:]
    /// `(epoch, seq)` that were seen with different bytes.
    private(set) var conflicts: [(epoch: UInt64, sequence: UInt64)] = []

    mutating func note(_ delta: DeltaFrame) {
        if let before = seen[delta.epoch]?[delta.sequence] {
            if before != delta.bytes { conflicts.append((delta.epoch, delta.sequence)) }
        } else {
            seen[delta.epoch, default: [:]][delta.sequence] = delta.bytes
        }
    }
}
