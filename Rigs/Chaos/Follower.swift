/// A subscriber's mind: it follows a session as docs/protocol.md says in 4.1, and keeps every delta.
///
/// A screen needs no more than a snapshot and what follows. This one wants the whole record, so that after a snapshot
/// it asks for what lies before it, too.
struct Follower {
    enum Question: Hashable {
        case snapshot
        case range(epoch: UInt64, from: UInt64, to: UInt64)
    }

    /// Nil before it has joined.
    private(set) var epoch: UInt64?
    /// Sequence 1 and up.
    private(set) var record: [Delta] = []
    private(set) var ledger = Ledger()
    /// Snapshots that had to be taken, the one to join by not counted.
    private(set) var snapshots = 0
    private(set) var epochs: [UInt64] = []
    /// What no daemon should do.
    private(set) var complaints: [String] = []
    private var waiting: [UInt64: Delta] = [:]
    private var needsSnapshot = true
    /// The highest sequence that is known to be there.
    private var known: UInt64 = 0

    /// The sequence that comes next.
    var next: UInt64 { UInt64(record.count) + 1 }

    /// What is to be asked now.
    var question: Question? {
        if needsSnapshot { return .snapshot }
        guard let epoch, next <= known else { return nil }
        let to = waiting.keys.min().map { $0 - 1 } ?? known
        return to < next ? nil : .range(epoch: epoch, from: next, to: to)
    }

    // MARK: What is published

    /// Takes a delta. The new ones of the record are handed on.
    mutating func take(live delta: Delta, _ isNew: (Delta) -> Void) {
        ledger.note(delta)
        guard let epoch, delta.epoch == epoch else { return }
        known = max(known, delta.sequence)
        if delta.sequence >= next { waiting[delta.sequence] = delta }
        join(isNew)
    }

    private mutating func join(_ isNew: (Delta) -> Void) {
        while let delta = waiting.removeValue(forKey: next) {
            record.append(delta)
            isNew(delta)
        }
    }

    mutating func take(beat told: UInt64, first: UInt64, previous: UInt64?, next announced: UInt64) {
        guard let epoch, told >= epoch else { return }
        if told > epoch {
            if previous == epoch, next <= first {
                begin(told)
            } else if !needsSnapshot {
                needsSnapshot = true
                snapshots += 1
            }
        } else {
            known = max(known, announced - 1)
        }
    }

    private mutating func begin(_ epoch: UInt64) {
        self.epoch = epoch
        epochs.append(epoch)
        waiting = [:]
        known = next - 1
    }

    // MARK: What is answered

    mutating func take(snapshot told: UInt64, first: UInt64, previous: UInt64?, sequence: UInt64) {
        if let epoch, told < epoch { return }
        needsSnapshot = false
        if told != epoch {
            // What it has of the epoch before, from where that ended, is not the race. Of one yet earlier nothing is
            // known: all is asked for again.
            let good = previous == epoch ? min(record.count, Int(first) - 1) : 0
            record.removeLast(record.count - good)
            begin(told)
        }
        known = max(known, sequence)
    }

    mutating func take(range deltas: [Delta], _ isNew: (Delta) -> Void) {
        for delta in deltas {
            ledger.note(delta)
            guard delta.sequence == next else { continue }
            waiting[delta.sequence] = nil
            record.append(delta)
            isNew(delta)
        }
        join(isNew)
    }

    mutating func take(refusal reason: String, of question: Question) {
        switch reason {
        case "wrong-epoch": break
        case "too-old":
            needsSnapshot = true
            snapshots += 1
        default: complaints.append("\(question) was refused: \(reason)")
        }
    }
}
