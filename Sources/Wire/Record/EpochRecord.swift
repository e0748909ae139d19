/// The change to another epoch for all deltas from here on (docs/protocol.md, section 4.1).
public struct EpochRecord: Hashable, Sendable {
    /// The epoch that begins.
    public var epoch: UInt64
    /// The sequence of its first delta.
    public var firstSequence: UInt64
    /// The epoch before it; nil where there was none.
    public var previousEpoch: UInt64?
    /// Why it began, in words.
    public var cause: String
    /// Id of the session; `EpochRecord.meeting` in the journal of a meeting.
    public var session: String
    /// Fingerprint of the event's file, in hexadecimal digits.
    public var event: String
    /// The build that made the deltas.
    public var program: String

    /// Stands for the session in the journal of a meeting.
    public static let meeting = "meeting"
    /// The last epoch that can be written and read again.
    public static let most = UInt64(FeedDecoder.maximumInteger)

    public init(
        epoch: UInt64, firstSequence: UInt64, previousEpoch: UInt64?, cause: String, session: String, event: String,
        program: String
    ) {
        self.epoch = epoch
        self.firstSequence = firstSequence
        self.previousEpoch = previousEpoch
        self.cause = cause
        self.session = session
        self.event = event
        self.program = program
    }

    init(_ json: JSON) throws(Refusal) {
        let most = FeedDecoder.maximumInteger
        epoch = UInt64(try json.require("epoch", 0...most))
        firstSequence = UInt64(try json.require("firstSeq", 1...most))
        if case .null? = json["previousEpoch"] {
            previousEpoch = nil
        } else {
            previousEpoch = UInt64(try json.require("previousEpoch", 0...most))
        }
        cause = try json.requireText("cause", most: 256)
        session = try json.requireText("session")
        event = try json.requireText("event")
        program = try json.requireText("program")
    }

    /// As the journal has it.
    public var json: JSON {
        .object([
            .init("epoch", .integer(Int64(clamping: epoch))),
            .init("firstSeq", .integer(Int64(clamping: firstSequence))),
            .init("previousEpoch", previousEpoch.map { .integer(Int64(clamping: $0)) } ?? .null),
            .init("cause", .string(cause)), .init("session", .string(session)), .init("event", .string(event)),
            .init("program", .string(program)),
        ])
    }
}
