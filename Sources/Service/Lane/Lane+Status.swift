import Journal
import Linux
import Rulebook
import Timing
import Wire

/// The daemon's health as it is published and asked for (docs/protocol.md, section 4.6).
extension Lane {
    mutating func writeStatus(withTopic: Bool) {
        let (report, record, doors) = (around.intake.latest, around.record.latest, around.doors.latest)
        let pair = around.pair
        var status = StatusMessage(
            now: scorer.timekeeper.now, session: scorer.publication.session, epoch: scorer.publication.epoch,
            sequence: scorer.publication.sequence, uptime: MachineClock.monotonic - startedAt)
        let now = MachineClock.monotonic
        status.feeds = report.feeds.map { feed in
            StatusMessage.Feed(
                name: feed.name, connect: feed.connect, state: feed.state.rawValue, messages: feed.messages,
                crossings: feed.crossings, repeated: feed.repeated, isWithoutKey: feed.isWithoutKey,
                decoders: feed.decoders.map {
                    StatusMessage.Decoder(
                        decoder: $0.decoder, epoch: $0.epoch, next: $0.next, received: $0.received,
                        missing: $0.missing, lost: $0.lost, recovered: $0.recovered, restarts: $0.restarts,
                        missingBefore: $0.missingBefore, lastStamp: $0.lastStamp,
                        health: Self.told($0.health, now: now))
                })
        }
        status.refused = StatusMessage.summed(
            report.refused + record.refused + doors.refused + refused.byReason + (pair?.latest.refused ?? []))
        status.inputs = scorer.timekeeper.counts
        status.laneQueue = inbox.waiting + record.late + scorer.timekeeper.waitingCrossings
        status.history = scorer.history.count
        status.publication = (doors.publication.connected, around.publisher.missed, doors.publication.gone)
        status.doors =
            [
                Self.counted("publication", doors.publication), Self.counted("query", doors.query),
                Self.counted("control", doors.control),
            ]
            + report.feeds.map {
                .init(
                    "feed \($0.name)", connected: $0.connected, refused: $0.refused,
                    cut: around.keys.porter.cut(at: .feed($0.name)))
            }
        if let door = pair?.latest.door {
            status.doors.append(
                .init(
                    "journal", connected: door.connected, refused: door.refused,
                    cut: around.keys.porter.cut(at: .journal)))
        }
        status.pair = pairHealth(now: now)
        status.pending = scorer.timekeeper.pendingActs
        if scorer.timekeeper.phase == .scheduled { status.transponders = sighted }
        status.journal = record.journal
        status.write(withTopic: withTopic, to: scorer.writer)
    }

    private var sighted: StatusMessage.Transponders {
        let (entries, loops) = (scorer.timekeeper.session.entries, scorer.timekeeper.session.circuit.loops)
        let places = scorer.sighted.places(of: entries).map { car, place in
            let name = loops.first { $0.id == place.loop }?.name ?? ""
            return StatusMessage.Transponders.Place(
                car: car, loop: place.loop, name: name, at: place.at, transponder: place.transponder,
                reading: around.intake.readings[place.transponder])
        }
        let lines = Set(loops.filter { $0.kind == .line }.map(\.id))
        let unknown = scorer.timekeeper.unknown.held.map { held in
            StatusMessage.Transponders.Unknown(
                held.transponder, crossings: held.crossings.count,
                laps: max(held.crossings.count { lines.contains($0.loop) } - 1, 0), last: held.last,
                reading: around.intake.readings[held.transponder])
        }
        return StatusMessage.Transponders(
            seen: scorer.sighted.transponders.count, places: places,
            unseen: scorer.sighted.unseen(of: entries).map { ($0.car, $0.transponder) },
            unknown: unknown)
    }

    private static func told(_ watch: HealthWatch, now: Int64) -> StatusMessage.Health? {
        watch.latest.map { .init($0.told, age: max(0, now - $0.at), bad: watch.bad) }
    }

    private static func counted(_ name: String, _ counts: DoorBoard.Counts) -> StatusMessage.Door {
        .init(name, connected: counts.connected, refused: counts.refused, cut: counts.cut)
    }

    private func pairHealth(now: Int64) -> StatusMessage.Pair? {
        guard let pair = around.pair else { return nil }
        let latest = pair.latest
        let copied = latest.copied.map { ($0.place.segment, $0.place.offset, now - $0.heardAt, latest.standbyFault) }
        return StatusMessage.Pair(role: pair.configured.role.rawValue, peer: pair.configured.peer, standby: copied)
    }
}
