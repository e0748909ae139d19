public import Timing

/// The daemon's health (docs/protocol.md, section 4.6).
public struct StatusMessage: Sendable {
    /// The input from one box of a feed.
    public struct Decoder: Sendable {
        let members: [JSON.Member]

        /// `missingBefore` is what its epochs before this one still miss; told only where it is not 0. `health` is nil
        /// of a box that has said nothing of itself.
        public init(
            decoder: UInt32, epoch: UInt64, next: UInt64, received: UInt64, missing: UInt64, lost: UInt64,
            recovered: UInt64, restarts: Int = 0, missingBefore: UInt64 = 0, lastStamp: Int64,
            health: Health? = nil
        ) {
            let ofBox: [JSON.Member] = health.map { [.init("health", .object($0.members))] } ?? []

            let ofBefore: [JSON.Member] =
                missingBefore == 0 ? [] : [.init("missingBefore", .integer(Int64(clamping: missingBefore)))]
            members =
                [
                    .init("decoder", .integer(Int64(decoder))), .init("epoch", .integer(Int64(clamping: epoch))),
                    .init("next", .integer(Int64(clamping: next))),
                    .init("received", .integer(Int64(clamping: received))),
                    .init("missing", .integer(Int64(clamping: missing))),
                    .init("lost", .integer(Int64(clamping: lost))),
                    .init("recovered", .integer(Int64(clamping: recovered))),
                    .init("restarts", .integer(Int64(restarts))),
                    .init("lastUs", .integer(lastStamp)),
                ] + ofBefore + ofBox
        }
    }

    /// What a box has said of itself.
    public struct Health: Sendable {
        let members: [JSON.Member]

        /// `age` is how many milliseconds ago it said so, `bad` what is beyond its limit in the long run.
        public init(_ told: BoxHealth, age: Int64, bad: [BoxMeasure]) {
            members =
                told.members + [
                    .init("ageMs", .integer(age)), .init("bad", .array(bad.map { .string($0.rawValue) })),
                ]
        }
    }

    /// One feed with its boxes.
    public struct Feed: Sendable {
        let members: [JSON.Member]

        /// `isWithoutKey` is told only where it is so.
        public init(
            name: String, connect: String, state: String, messages: UInt64, crossings: UInt64,
            repeated: UInt64, isWithoutKey: Bool = false, decoders: [Decoder]
        ) {
            members =
                [
                    .init("name", .string(name)), .init("connect", .string(connect)),
                    .init("state", .string(state)), .init("messages", .integer(Int64(clamping: messages))),
                    .init("crossings", .integer(Int64(clamping: crossings))),
                    .init("repeated", .integer(Int64(clamping: repeated))),
                ] + (isWithoutKey ? [.init("withoutKey", .bool(true))] : [])
                + [.init("decoders", .array(decoders.map { .object($0.members) }))]
        }
    }

    /// Peers at one of the daemon's sockets, attempts refused there, and connections cut.
    public struct Door: Sendable {
        let name: String
        let members: [JSON.Member]

        public init(_ name: String, connected: Int, refused: Int, cut: Int = 0) {
            self.name = name
            let counts = [("connected", connected), ("refused", refused), ("cut", cut)]
            members = counts.map { JSON.Member($0.0, .integer(Int64($0.1))) }
        }
    }

    /// How far the journal is, and whether its disk takes it.
    public struct Journal: Sendable {
        let members: [JSON.Member]

        /// `hash` is the chain's, at the end of what is written.
        public init(state: String, segment: UInt32, offset: UInt64, behind: Int, unsynced: Int64, hash: [UInt8]) {
            members = [
                .init("state", .string(state)), .init("segment", .integer(Int64(segment))),
                .init("offset", .integer(Int64(clamping: offset))), .init("behindBytes", .integer(Int64(behind))),
                .init("unsyncedMs", .integer(unsynced)), .init("hash", .string(hash.hexadecimal)),
            ]
        }
    }

    /// The other daemon of a pair, and how far it has copied the journal.
    public struct Pair: Sendable {
        let members: [JSON.Member]

        public init(
            role: String, peer: String, standby: (segment: UInt32, offset: UInt64, heard: Int64, fault: String?)?
        ) {
            let known = standby.map { standby in
                JSON.object([
                    .init("segment", .integer(Int64(standby.segment))),
                    .init("offset", .integer(Int64(clamping: standby.offset))),
                    .init("heardMs", .integer(standby.heard)),
                    .init("fault", standby.fault.map { .string($0) } ?? .null),
                ])
            }
            members = [
                .init("role", .string(role)), .init("peer", .string(peer)), .init("standby", known ?? .null),
            ]
        }
    }

    private let head: [JSON.Member]
    /// The feeds, in the order of the configuration.
    public var feeds: [Feed] = []
    /// How many messages were refused, by the reason.
    public var refused: [(reason: String, count: Int)] = []
    /// How many inputs the core has taken.
    public var inputs = InputCounts()
    /// How many inputs wait for the lane, late crossings that have not taken effect among them.
    public var laneQueue = 0
    /// How many deltas can be asked for again.
    public var history = 0
    /// Subscribers connected now, messages that a full queue kept from one of them, connections that have ended.
    public var publication = (subscribers: 0, missed: 0, gone: 0)
    /// The sockets that keys guard.
    public var doors: [Door] = []
    /// The journal; nil without one.
    public var journal: Journal?
    /// The other daemon; nil for one that runs alone.
    public var pair: Pair?
    /// Before the start; nil from then on.
    public var transponders: Transponders?
    /// Acts of the journal that wait for a decision.
    public var pending: [ActSetAside] = []

    public init(now: Instant, session: String, epoch: UInt64, sequence: UInt64, uptime: Int64) {
        head = [
            .init("v", .integer(1)), .init("type", .string("status")),
            .init("nowMs", .integer(max(now.milliseconds, 0))), .init("session", .string(session)),
            .init("epoch", .integer(Int64(clamping: epoch))),
            .init("seq", .integer(Int64(clamping: sequence))), .init("uptimeMs", .integer(uptime)),
        ]
    }

    /// Writes the message, behind its topic where it is published. The writer is cleared first.
    public func write(withTopic: Bool, to writer: ByteWriter) {
        writer.clear()
        if withTopic { writer.append("status ") }
        JSON.object(
            head + [
                .init("feeds", .array(feeds.map { .object($0.members) })),
                .init(
                    "refused", .object(refused.map { JSON.Member($0.reason, .integer(Int64($0.count))) })),
                .init(
                    "inputs",
                    .object([
                        .init("crossings", .integer(Int64(inputs.crossings))),
                        .init("acts", .integer(Int64(inputs.acts))),
                        .init("times", .integer(Int64(inputs.times))),
                    ])),
                .init(
                    "queues",
                    .object([
                        .init("lane", .integer(Int64(laneQueue))), .init("history", .integer(Int64(history))),
                    ])),
                .init(
                    "publication",
                    .object([
                        .init("subscribers", .integer(Int64(publication.subscribers))),
                        .init("missed", .integer(Int64(publication.missed))),
                        .init("gone", .integer(Int64(publication.gone))),
                    ])),
                .init("doors", .object(doors.map { JSON.Member($0.name, .object($0.members)) })),
                .init("journal", journal.map { .object($0.members) } ?? .null),
                .init("pair", pair.map { .object($0.members) } ?? .null),
            ] + (transponders.map { [.init("transponders", .object($0.members))] } ?? [])
                + (pending.isEmpty ? [] : [.init("pending", .array(pending.map(\.json)))])
        ).write(to: writer)
    }

    /// One count a reason, over all doors.
    public static func summed(_ counts: [(reason: String, count: Int)]) -> [(reason: String, count: Int)] {
        var sums: [(reason: String, count: Int)] = []
        for (reason, count) in counts {
            if let place = sums.firstIndex(where: { $0.reason == reason }) {
                sums[place].count += count
            } else {
                sums.append((reason, count))
            }
        }
        return sums.sorted { $0.reason < $1.reason }
    }
}

extension [UInt8] {
    /// Two digits a byte, lower case.
    public var hexadecimal: String {
        var text = ""
        for byte in self {
            let digits = String(byte, radix: 16)
            text += digits.count == 1 ? "0\(digits)" : digits
        }
        return text
    }
}
