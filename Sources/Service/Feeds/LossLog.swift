package import Logging

/// Says what a feed without recovery has lost: of a box at most one line in ten seconds.
package struct LossLog {
    private var said: [UInt32: (until: Int64, unsaid: UInt64)] = [:]
    private let log: Logger

    package static let quiet: Int64 = 10_000

    package init(_ log: Logger) { self.log = log }

    package mutating func note(_ lost: DecoderFollower.GivenUp, feed: String, now: Int64) {
        let head = "feed \"\(feed)\" has no recovery: decoder \(lost.decoder)"
        if lost.isOfBefore {
            log.notice(
                "\(head) is taken from here on; the \(lost.count) crossings before number \(lost.last + 1) are not")
            return
        }
        var last = said[lost.decoder] ?? (.min, 0)
        defer { said[lost.decoder] = last }
        let count = last.unsaid + lost.count
        guard now >= last.until else {
            last.unsaid = count
            return
        }
        last = (now + Self.quiet, 0)
        log.warning(
            "\(head) has lost \(count == 1 ? "crossing \(lost.last)" : "\(count) crossings, the last of them number \(lost.last)"); insert what is missing by command"
        )
    }
}
