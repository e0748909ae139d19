package import Logging
import Wire

/// Says that a box has started again without a new epoch: each run once, and of a box at most one in ten seconds.
package struct RestartLog {
    /// The epoch said last of each decoder, until when it is quiet, and how many runs were not said.
    private var said: [UInt32: (epoch: UInt64, quietUntil: Int64, unsaid: Int)] = [:]
    private var rate = LineRate()
    private let log: Logger

    /// Boxes remembered; made-up ones do not fill the memory.
    private static let most = 1024

    package static let quiet: Int64 = 10_000

    package init(_ log: Logger) { self.log = log }

    /// `epoch` is the box's own; `words` name the evidence.
    package mutating func note(decoder: UInt32, epoch: UInt64, run: Int, _ words: String, now: Int64) {
        let name = RunEpoch.of(run: run, epoch: epoch)
        var last = said[decoder] ?? (epoch, .min, 0)
        guard name != last.epoch else { return }
        if said.count >= Self.most { said.removeAll() }
        defer { said[decoder] = last }
        last.epoch = name
        guard now >= last.quietUntil, rate.allows(now: now) else {
            last.unsaid += 1
            return
        }
        let more = last.unsaid > 0 ? " (and \(last.unsaid) times more since the last such line)" : ""
        (last.quietUntil, last.unsaid) = (now + Self.quiet, 0)
        log.warning(
            "decoder \(decoder) has begun its numbers anew without a new epoch: \(words); its crossings are taken as run \(run) (epoch \(name)); give the box a new epoch when it starts\(more)"
        )
    }
}
