import ArgumentParser
import Recording
import Wire

/// `lapwing status`: the health of a running daemon.
struct Status: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Ask a running daemon for its health: feeds, what is missing, what was refused.",
        discussion: "JSON is the `status` message (docs/protocol.md, section 4.6).")

    @OptionGroup var daemon: DaemonAddress

    @ArgumentParser.Flag(help: "The message itself.")
    var json = false

    func run() throws {
        let answer = try daemon.ask().answer(Query.status.bytes(session: nil))
        if json {
            print(String(decoding: answer, as: UTF8.self))
        } else {
            for line in Self.lines(try JSON(answer)) { print(line) }
        }
    }

    private static func lines(_ status: JSON) -> [String] {
        func number(_ json: JSON?, _ name: String) -> String { json?[name]?.integer.map { "\($0)" } ?? "?" }
        let uptime = ClockText.clock(status["uptimeMs"]?.integer ?? 0)
        let inputs = status["inputs"]
        var lines = [
            "session \(status["session"]?.text ?? "?"), up \(uptime), \(number(inputs, "crossings")) crossings, "
                + "\(number(inputs, "acts")) acts, delta \(number(status, "seq"))",
            "queues: lane \(number(status["queues"], "lane")), history \(number(status["queues"], "history")) deltas",
        ]
        for feed in status["feeds"]?.elements ?? [] {
            lines.append(
                "feed \(feed["name"]?.text ?? "?") (\(feed["connect"]?.text ?? "?")): \(feed["state"]?.text ?? "?"), "
                    + "\(number(feed, "messages")) messages, \(number(feed, "repeated")) repeated")
            for decoder in feed["decoders"]?.elements ?? [] {
                lines.append(
                    "  decoder \(number(decoder, "decoder")): \(number(decoder, "received")) received, "
                        + "\(number(decoder, "missing")) missing, \(number(decoder, "recovered")) recovered, "
                        + "\(number(decoder, "lost")) lost" + restarts(decoder))
            }
        }
        if let journal = journalLine(status["journal"]) { lines.append(journal) }
        let publication = status["publication"]
        lines.append(
            "publication: \(number(publication, "subscribers")) subscribers, \(number(publication, "missed")) messages "
                + "missed, \(number(publication, "gone")) connections gone")
        if case .object(let doors)? = status["doors"] {
            for door in doors where (door.value["refused"]?.integer ?? 0) > 0 {
                lines.append("\(door.name): \(number(door.value, "refused")) refused for want of a key")
            }
        }
        if let pair = pairLine(status["pair"]) { lines.append(pair) }
        guard case .object(let refused)? = status["refused"], !refused.isEmpty else { return lines }
        let reasons = refused.map { "\($0.name) \($0.value.integer ?? 0)" }.joined(separator: ", ")
        return lines + ["refused: \(reasons)"]
    }

    /// Only of a box that has begun its numbers anew without a new epoch.
    private static func restarts(_ decoder: JSON) -> String {
        guard let restarts = decoder["restarts"]?.integer, restarts > 0 else { return "" }
        return ", started again \(restarts == 1 ? "once" : "\(restarts) times") without a new epoch"
    }

    private static func journalLine(_ journal: JSON?) -> String? {
        guard let journal, let state = journal["state"]?.text else { return "journal: none" }
        let place = "segment \(journal["segment"]?.integer ?? 0), byte \(journal["offset"]?.integer ?? 0)"
        let behind = journal["behindBytes"]?.integer ?? 0
        return "journal: \(state), \(place)" + (behind > 0 ? ", \(behind) bytes wait for the disk" : "")
    }

    private static func pairLine(_ pair: JSON?) -> String? {
        guard let pair, let peer = pair["peer"]?.text else { return nil }
        guard let copied = pair["standby"], let offset = copied["offset"]?.integer else {
            return "pair: \(peer) has not been heard"
        }
        return "pair: \(peer) has copied segment \(copied["segment"]?.integer ?? 0), byte \(offset), heard "
            + "\(copied["heardMs"]?.integer ?? 0) ms ago"
    }
}
