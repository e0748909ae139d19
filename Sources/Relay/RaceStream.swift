import Client
package import NATS
import Wire

/// The streams of a meeting in JetStream: its deltas, the latest snapshot of each session, and each session's table in
/// parts.
package struct RaceStream: Hashable, Sendable {
    /// Name of the stream of deltas.
    package let name: String
    /// The stream of snapshots: apart, so that the numbers of the deltas follow each other.
    package var snapshots: String { "\(name)-SNAPSHOT" }
    /// The stream of the tables' parts, of which it keeps the last message each.
    package var table: String { "\(name)-TABLE" }
    private let meeting: String
    /// The oldest deltas go beyond it.
    private let mostBytes: Int64
    private let replicas: Int64

    package init(name: String, meeting: String, mostBytes: Int64, replicas: Int) {
        (self.name, self.meeting) = (name, RelaySubjects.word(meeting))
        (self.mostBytes, self.replicas) = (mostBytes, Int64(replicas))
    }

    /// How long NATS remembers the ids of deltas. The fence is the stream's own number: this only spares two relays
    /// refusals.
    private static let remembered: Int64 = 3600 * 1_000_000_000

    /// Makes the streams where they are not there. One that is there stays as the operator made it.
    package func prepare(_ connection: inout NATSConnection) throws(NATSFault) {
        let live = JSON.Member(
            "republish", .object([.init("src", .string("lw.>")), .init("dest", .string("live.>"))]))
        try prepare(
            name, subjects: ["delta"], in: &connection,
            more: [
                .init("max_bytes", .integer(mostBytes)), .init("duplicate_window", .integer(Self.remembered)), live,
            ])
        try prepare(
            snapshots, subjects: ["snapshot"], in: &connection, more: [.init("max_msgs_per_subject", .integer(1))])
        try prepare(
            table, subjects: ["car.*.*", "stops.*.*", "alerts"], in: &connection,
            more: [.init("max_msgs_per_subject", .integer(1)), live])
    }

    private func prepare(
        _ name: String, subjects parts: [String], in connection: inout NATSConnection, more: [JSON.Member]
    ) throws(NATSFault) {
        let wanted = parts.map { "lw.\(meeting).*.\($0)" }
        let found = try Self.json(connection.ask("$JS.API.STREAM.INFO.\(name)"))
        if let config = found["config"] {
            guard config["mirror"] == nil else {
                throw NATSFault(
                    "stream \(name) is a mirror, which takes no publications; expected the stream that it mirrors: "
                        + "give its server with --nats, or another --stream")
            }
            let subjects = config["subjects"]?.elements?.compactMap(\.text) ?? []
            guard wanted.allSatisfy({ subjects.contains("lw.>") || Self.covers(subjects, $0) }) else {
                throw NATSFault(
                    "stream \(name) takes \(subjects.joined(separator: ", ")), "
                        + "expected \(wanted.joined(separator: ", ")); "
                        + "give another --stream, or the --meeting that the stream is of")
            }
            return
        }
        guard found["error"]?["err_code"]?.integer == 10059 else {
            throw NATSFault("stream \(name): \(Self.words(found["error"]))")
        }
        let config = JSON.object(
            [
                .init("name", .string(name)), .init("subjects", .array(wanted.map { .string($0) })),
                .init("retention", .string("limits")), .init("storage", .string("file")),
                .init("discard", .string("old")), .init("num_replicas", .integer(replicas)),
                .init("allow_direct", .bool(true)), .init("deny_delete", .bool(true)),
            ] + more)
        let made = try Self.json(connection.ask("$JS.API.STREAM.CREATE.\(name)", config.bytes))
        guard made["error"] == nil else {
            throw NATSFault(
                "stream \(name) cannot be made: \(Self.words(made["error"])); make it by hand, let this user make it, or give "
                    + "it room: --keep is \(mostBytes >> 20) MiB, max_file of the server has to be more")
        }
    }

    /// `lw.*.*.delta` takes what `lw.m.*.delta` does.
    private static func covers(_ subjects: [String], _ subject: String) -> Bool {
        let words = subject.split(separator: ".")
        return subjects.contains { each in
            let others = each.split(separator: ".")
            return others.count == words.count && zip(others, words).allSatisfy { $0 == "*" || $0 == $1 }
        }
    }

    /// Where the stream stands: its last number, and the last delta of the session, nil where it has none.
    ///
    /// The number is asked for first. When somebody stores a delta meanwhile, the number is too small, and the next
    /// publication is refused.
    package func place(
        of subject: String, in connection: inout NATSConnection
    ) throws(NATSFault) -> (number: UInt64, last: StreamPlace?) {
        let info = try Self.json(connection.ask("$JS.API.STREAM.INFO.\(name)"))
        guard let number = info["state"]?["last_seq"]?.integer else {
            throw NATSFault("stream \(name): \(Self.words(info["error"]))")
        }
        let asked = JSON.object([.init("last_by_subj", .string(subject))])
        // Of the leader: a follower of a cluster may answer a direct question with what was.
        let found = try Self.json(connection.ask("$JS.API.STREAM.MSG.GET.\(name)", asked.bytes))
        guard let message = found["message"] else {
            guard found["error"]?["err_code"]?.integer == 10037 else {
                throw NATSFault("stream \(name): \(Self.words(found["error"]))")
            }
            return (UInt64(number), nil)
        }
        guard let kept = message["seq"]?.integer, let text = message["data"]?.text,
            let delta = Base64.bytes(text).flatMap(DeltaFrame.init)
        else {
            throw NATSFault(
                "stream \(name), \(subject): the last message is no delta of a Lapwing; give another --stream")
        }
        return (UInt64(number), StreamPlace(epoch: delta.epoch, sequence: delta.sequence, number: UInt64(kept)))
    }

    static func json(_ answer: NATSAnswer) throws(NATSFault) -> JSON {
        do {
            return try JSON(answer.bytes)
        } catch {
            throw NATSFault("an answer of JetStream cannot be read: \(error.message)")
        }
    }

    static func words(_ error: JSON?) -> String { error?["description"]?.text ?? "an answer without a reason" }
}
