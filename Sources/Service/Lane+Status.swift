import Timing
import Wire

/// The daemon's health as it is published and asked for (docs/protocol.md, section 4.6).
extension Lane {
    mutating func writeStatus(withTopic: Bool) {
        let report = board.latest
        var status = StatusMessage(
            now: timekeeper.now, session: publication.session, epoch: publication.epoch,
            sequence: publication.sequence, uptime: MachineClock.monotonic - startedAt)
        status.feeds = report.feeds.map { feed in
            StatusMessage.Feed(
                name: feed.name, connect: feed.connect, state: feed.state.rawValue, messages: feed.messages,
                crossings: feed.crossings, repeated: feed.repeated,
                decoders: feed.decoders.map {
                    StatusMessage.Decoder(
                        decoder: $0.decoder, epoch: $0.epoch, next: $0.next, received: $0.received,
                        missing: $0.missing, lost: $0.lost, recovered: $0.recovered, lastStamp: $0.lastStamp)
                })
        }
        status.refused = StatusMessage.summed(report.refused + refused.byReason)
        status.inputs = timekeeper.counts
        status.laneQueue = ring.count
        status.history = history.count
        status.write(withTopic: withTopic, to: writer)
    }
}
