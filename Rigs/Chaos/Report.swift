import Client

/// The outcome of one run.
struct Report: Sendable {
    let kind: FaultKind
    let seed: UInt64
    let race: String
    /// Losses and wrong results.
    var findings: [String] = []
    /// Sequences of the subscriber that were held against the journal's.
    var compared = 0
    /// Whether the record is that of the undisturbed race to the byte, but for the epoch; nil where it cannot be.
    var isAlike: Bool?
    /// Where it first is not, the undisturbed race had a delta of time alone.
    var lacksTime = false
    /// Where it first is not.
    var difference: String?
    /// Microseconds from each restart until the daemon answered.
    var timesToServe: [Int64] = []
    var restarts = 0
    /// Kills after which the standby ran the meeting.
    var takeOvers = 0
    var epochs = 0
    var snapshots = 0
    /// The most that a daemon held, in MiB, and the longest time without a sign of life, in microseconds.
    var mostResident = 0
    var longestSilence: Int64 = 0
    var classification: [ClassifiedCar] = []
    /// The deltas, without their epochs.
    var record: [[UInt8]] = []

    /// Of a meeting, each of its sessions.
    var sessions: [SessionOutcome] = []

    /// What a session of a meeting came to.
    struct SessionOutcome: Sendable {
        let crossings: Int
        let acts: Int
        let state: String
        let classification: [ClassifiedCar]
    }

    init(_ plan: Plan) { self.init(plan.kind, seed: plan.seed, of: plan.race.name) }

    init(_ kind: FaultKind, seed: UInt64, of race: String) {
        self.kind = kind
        self.seed = seed
        self.race = race
    }

    /// The finding is no closure: it may speak of the report itself.
    mutating func check(_ isRight: Bool, _ finding: String) {
        if !isRight { findings.append(finding) }
    }
}
