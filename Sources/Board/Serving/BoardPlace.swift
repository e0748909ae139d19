/// A moment of a session as its id says it: `epoch.seq`.
struct BoardPlace {
    let epoch: UInt64
    let sequence: UInt64

    /// Nil where it is none.
    init?(_ id: String) {
        let parts = id.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let epoch = UInt64(parts[0]), let sequence = UInt64(parts[1]) else { return nil }
        self.epoch = epoch
        self.sequence = sequence
    }
}
