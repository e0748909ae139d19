import Client
import Timing
import Wire

/// A daemon without sockets: it publishes frames, and answers what a follower asks (docs/protocol.md, section 4).
final class ToldDaemon {
    private var race: ToldRace
    private(set) var epoch: UInt64
    private var first: UInt64 = 1
    private var previous: UInt64?
    /// The deltas before this are no longer kept.
    private var oldest: UInt64 = 1
    var isStandby = false

    init(_ session: Session, epoch: UInt64 = 1) {
        race = ToldRace(session, epoch: epoch)
        self.epoch = epoch
    }

    /// Comes back in a new epoch, with so many inputs of the race.
    init(_ session: Session, after inputs: some Sequence<Input>, epoch: UInt64, previous: UInt64) {
        race = ToldRace(session, epoch: previous)
        self.epoch = epoch
        for input in inputs { race.take(input) }
        first = UInt64(race.deltas.count) + 1
        self.previous = previous
        race.begin(epoch: epoch, after: previous)
    }

    var sequence: UInt64 { UInt64(race.deltas.count) }
    var deltas: [[UInt8]] { race.deltas }
    var snapshot: [UInt8] { race.snapshot }
    var heartbeat: [UInt8] { race.heartbeat }

    /// The frames that follow from an input.
    func take(_ input: Input) -> [[UInt8]] {
        let before = race.deltas.count
        race.take(input)
        return race.deltas[before...].map { race.frame(of: $0) }
    }

    /// Keeps only so many deltas.
    func forget(keeping count: UInt64) { oldest = sequence > count ? sequence - count + 1 : 1 }

    func answer(_ question: FollowQuestion) -> [[UInt8]] {
        if isStandby { return [refusal(.standby)] }
        guard case .range(let asked, let from, let to) = question else { return [race.snapshot] }
        if asked != epoch { return [refusal(.wrongEpoch)] }
        if from < oldest { return [refusal(.tooOld)] }
        if from > sequence { return [refusal(.notYet)] }
        // Fewer than a daemon gives, so that a follower has to ask again.
        let last = min(to, sequence, from + 20)
        let count = Int(last - from) + 1
        return [Reply.range(session: race.session.id, epoch: epoch, from: from, to: last, count: count)]
            + race.deltas[Int(from - 1)..<Int(last)]
    }

    private func refusal(_ reason: Refusal.Reason) -> [UInt8] {
        Reply.refusal(Refusal(reason, "no", expected: "another", remedy: "ask again"))
    }
}
