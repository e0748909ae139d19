import ArgumentParser
import Client
import Timing
import Wire

/// `lapwing status`: the health of a running daemon.
struct Status: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Ask a running daemon for its health: feeds, what is missing, what was refused.",
        discussion: "JSON is the `status` message (docs/protocol.md, section 4.6).")

    @OptionGroup var daemon: DaemonAddress

    @ArgumentParser.Flag(help: "The message itself.")
    var json = false

    func run() throws {
        let answer = try daemon.ask().answer(.status, of: daemon.session)
        if json {
            printJSON(answer)
        } else {
            for line in Self.lines(try PublishedStatus(JSON(answer))) { print(line) }
        }
    }

    private static func lines(_ status: PublishedStatus) -> [String] {
        let (inputs, queues, takers) = (status.inputs, status.queues, status.publication)
        var lines = [
            "session \(status.session), up \(ClockText.clock(status.uptime)), \(inputs.crossings) crossings, "
                + "\(inputs.acts) acts, delta \(status.sequence)",
            "queues: lane \(queues.lane), history \(queues.history) deltas",
        ]
        lines += status.feeds.flatMap { words($0, status) }
        if let sighted = HealthText.transponders(status) { lines.append("before the start: \(sighted)") }
        lines.append(words(status.journal))
        lines.append(
            "publication: \(takers.subscribers) subscribers, \(takers.missed) messages missed, \(takers.gone) "
                + "connections gone")
        for door in status.doors where door.refused > 0 {
            lines.append("\(door.name): \(door.refused) refused without a key")
        }
        if let pair = status.pair { lines.append(words(pair)) }
        lines += status.pending.map { "waits for a decision: \(DecisionText.words($0))" }
        if status.refused.isEmpty { return lines }
        let reasons = status.refused.map { "\($0.name) \($0.count)" }.joined(separator: ", ")
        return lines + ["refused: \(reasons)"]
    }

    private static func words(_ feed: FeedHealth, _ status: PublishedStatus) -> [String] {
        let head =
            "feed \(feed.name) (\(feed.connect)): \(HealthText.state(feed, status)), "
            + "\(feed.isWithoutKey ? "WITHOUT A KEY, " : "")\(feed.messages) messages, \(feed.repeated) repeated"
        return [head] + feed.decoders.flatMap(words)
    }

    private static func words(_ decoder: DecoderHealth) -> [String] {
        let counts =
            "  decoder \(decoder.decoder): \(decoder.received) received, \(decoder.missing) missing, "
            + "\(decoder.recovered) recovered, \(decoder.lost) lost"
        let box = decoder.box.map { "    box: \(BoxHealthText.words($0))" }
        return [counts + before(decoder) + restarts(decoder)] + (box.map { [$0] } ?? [])
    }

    /// Only of a box of which an epoch before this one is not complete.
    private static func before(_ decoder: DecoderHealth) -> String {
        decoder.missingBefore == 0
            ? "" : ", \(decoder.missingBefore) missing from before it began epoch \(decoder.epoch)"
    }

    /// Only of a box that has begun its numbers anew without a new epoch.
    private static func restarts(_ decoder: DecoderHealth) -> String {
        let restarts = decoder.restarts
        if restarts == 0 { return "" }
        return ", started again \(restarts == 1 ? "once" : "\(restarts) times") without a new epoch"
    }

    private static func words(_ journal: JournalHealth?) -> String {
        guard let journal else { return "journal: none" }
        let behind = journal.behindBytes > 0 ? ", \(journal.behindBytes) bytes wait for the disk" : ""
        return "journal: \(journal.state.text), segment \(journal.segment), byte \(journal.offset)\(behind)"
    }

    private static func words(_ pair: PairHealth) -> String {
        guard let copied = pair.standby else { return "pair: \(pair.peer) has not been heard" }
        return "pair: \(pair.peer) has copied segment \(copied.segment), byte \(copied.offset), heard "
            + "\(copied.heard.count) ms ago" + (copied.fault.map { "; it could not run the session on: \($0)" } ?? "")
    }
}
