package import Logging
package import Wire

/// Says what a feed has lost: of a box at most one line in ten seconds.
package struct LossLog {
    private var said: [UInt32: (until: Int64, unsaid: UInt64)] = [:]
    private var rate = LineRate()
    /// Ranges that a feed's recovery no longer has.
    private var gone: DoorKnocks
    private let log: Logger

    /// Boxes remembered; made-up ones do not fill the memory.
    private static let most = 1024

    package static let quiet: Int64 = 10_000

    package init(_ log: Logger) {
        self.log = log
        gone = DoorKnocks(log: log)
    }

    /// A feed's recovery no longer has the range that it was asked for.
    package mutating func note(gone range: FeedRange, feed: String, now: Int64) {
        gone.note(
            "\(feed) \(range.decoder)", now: now,
            "feed \"\(feed)\": decoder \(range.decoder) no longer has crossings \(range.from) to \(range.to); insert what is missing by command"
        )
        gone.tell(now: now)
    }

    /// A box has begun anew before its missing crossings came, and can be asked for them no more.
    package mutating func note(ofEndedRun lost: DecoderFollower.GivenUp, feed: String, now: Int64) {
        warn("feed \"\(feed)\": decoder \(lost.decoder) has begun anew and", lost, now)
    }

    /// A feed without recovery has lost crossings.
    package mutating func note(_ lost: DecoderFollower.GivenUp, feed: String, now: Int64) {
        let head = "feed \"\(feed)\" has no recovery: decoder \(lost.decoder)"
        guard lost.isOfBefore else { return warn(head, lost, now) }
        guard rate.allows(now: now) else { return }
        log.notice(
            "\(head) is taken from here on; the \(lost.count) crossings before number \(lost.last + 1) are not")
    }

    private mutating func warn(_ head: String, _ lost: DecoderFollower.GivenUp, _ now: Int64) {
        if said.count >= Self.most { said.removeAll() }
        var last = said[lost.decoder] ?? (.min, 0)
        defer { said[lost.decoder] = last }
        let count = last.unsaid + lost.count
        guard now >= last.until, rate.allows(now: now) else {
            last.unsaid = count
            return
        }
        last = (now + Self.quiet, 0)
        log.warning(
            "\(head) has lost \(count == 1 ? "crossing \(lost.last)" : "\(count) crossings, the last of them number \(lost.last)"); insert what is missing by command"
        )
    }
}
