/// The last chance: on the lap after the present one the car would come to the pit entry too late (R24.16). And how
/// many chances are left before that (R24.17).
extension Judge {
    /// Waits for a pit entry before the deadline: open, or the last chance where there is no next lap to come in by.
    mutating func waitForEntry(_ verdict: inout Verdict, before deadline: Instant?) {
        verdict.state = .open
        guard let deadline else { return }
        let entries = record.isOnTrack ? record.pitEntries : nil
        let left = entries?.count(before: deadline)
        watch(deadline, passes: entries == nil ? .unknown : left.map { .told($0) } ?? .more)
        verdict.passesLeft = left
        if let left, left <= 1 { verdict.state = .lastChance }
    }
}
