import Linux
import Logging
import Timing
import ZeroMQ

/// When every feed is silent, and how the feeds are.
extension Intake {
    /// When every feed is silent the house's own clock carries official time on, at real speed.
    mutating func carryTime(_ now: Int64) {
        let isSilent = followers.allSatisfy { $0.state(now: now, silentAfter: silentAfter) == .silent }
        guard isSilent else {
            carriedAt = now
            return
        }
        let passed = now - carriedAt
        guard passed >= 1000 else { return }
        carriedAt = now
        write(.carry(Milliseconds(passed)))
        record.commit()
    }

    mutating func report(_ now: Int64, hasEnded: Bool = false) {
        var report = IntakeReport()
        report.hasEnded = hasEnded
        for place in followers.indices {
            var feed = IntakeReport.Feed(followers[place], now: now, silentAfter: silentAfter)
            (feed.connected, feed.refused) = links[place].counts
            feed.isWithoutKey = links[place].isWithoutKey
            if followers[place].isNewlyUnheard(now: now) {
                let seconds = FeedFollower.unheardAfter / 1000
                log.warning(
                    "feed \"\(feed.name)\" (\(feed.connect)) has not been heard, \(seconds) s after the start; \(links[place].isAnswered ? "something answers there and sends nothing: check whether this is its PUB socket" : "nothing answers there: check host and port, and whether it runs")"
                )
            }
            if (feed.state == .silent) != wasSilent[place] {
                wasSilent[place] = feed.state == .silent
                if wasSilent[place] {
                    log.warning("feed \"\(feed.name)\" (\(feed.connect)) is silent: check the decoder and its line")
                } else {
                    log.notice("feed \"\(feed.name)\" (\(feed.connect)) is heard")
                }
            }
            report.feeds.append(feed)
        }
        report.refused = refused.byReason
        report.waits = waits
        board.show(report)
        board.readings.note(readings)
        readings.removeAll(keepingCapacity: true)
    }
}
