public import Timing

/// The daemon's health (docs/protocol.md, section 4.6).
public struct StatusMessage: Sendable {
    public struct Decoder: Sendable {
        let members: [JSON.Member]

        public init(
            decoder: UInt32, epoch: UInt64, next: UInt64, received: UInt64, missing: UInt64, lost: UInt64,
            recovered: UInt64, lastStamp: Int64
        ) {
            members = [
                .init("decoder", .integer(Int64(decoder))), .init("epoch", .integer(Int64(clamping: epoch))),
                .init("next", .integer(Int64(clamping: next))),
                .init("received", .integer(Int64(clamping: received))),
                .init("missing", .integer(Int64(clamping: missing))),
                .init("lost", .integer(Int64(clamping: lost))),
                .init("recovered", .integer(Int64(clamping: recovered))),
                .init("lastUs", .integer(lastStamp)),
            ]
        }
    }

    public struct Feed: Sendable {
        let members: [JSON.Member]

        public init(
            name: String, connect: String, state: String, messages: UInt64, crossings: UInt64,
            repeated: UInt64, decoders: [Decoder]
        ) {
            members = [
                .init("name", .string(name)), .init("connect", .string(connect)),
                .init("state", .string(state)), .init("messages", .integer(Int64(clamping: messages))),
                .init("crossings", .integer(Int64(clamping: crossings))),
                .init("repeated", .integer(Int64(clamping: repeated))),
                .init("decoders", .array(decoders.map { .object($0.members) })),
            ]
        }
    }

    private let head: [JSON.Member]
    public var feeds: [Feed] = []
    public var refused: [(reason: String, count: Int)] = []
    public var inputs = InputCounts()
    public var laneQueue = 0
    public var history = 0

    public init(now: Instant, session: String, epoch: UInt64, sequence: UInt64, uptime: Int64) {
        head = [
            .init("v", .integer(1)), .init("type", .string("status")),
            .init("nowMs", .integer(max(now.milliseconds, 0))), .init("session", .string(session)),
            .init("epoch", .integer(Int64(clamping: epoch))),
            .init("seq", .integer(Int64(clamping: sequence))), .init("uptimeMs", .integer(uptime)),
        ]
    }

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
            ]
        ).write(to: writer)
    }

    /// One count a reason, whatever door each came in by.
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
