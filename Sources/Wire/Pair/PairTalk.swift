/// The question of one daemon of a pair to the other (docs/protocol.md, section 8).
public enum PairRequest: Hashable, Sendable {
    case follow(Follow)
    case fence(Fence)

    /// The asker runs the session now: the other is to publish nothing more.
    public struct Fence: Hashable, Sendable {
        /// Id of the session.
        public let session: String
        /// In which the asker runs it, or is about to; 0 for one that only asks whether the other does.
        public let epoch: UInt64
        /// Of the first block of the asker's journal, which both have; empty without one.
        public let hash: [UInt8]

        public init(session: String, epoch: UInt64, hash: [UInt8]) {
            self.session = session
            self.epoch = epoch
            self.hash = hash
        }
    }

    /// How far a copy of the journal is.
    public struct Follow: Hashable, Sendable {
        /// Id of the session.
        public let session: String
        /// The asker's role: `primary` or `standby`.
        public let role: String
        /// The last epoch it knows; 0 for none.
        public let epoch: UInt64
        /// Number of the segment in which the copy ends, from 1; an empty copy ends in segment 1 at offset 0.
        public let segment: UInt32
        /// Where in that segment it ends, in bytes.
        public let offset: UInt64
        /// Of the last block it has; empty for none.
        public let hash: [UInt8]
        /// Why the asker could not run the session on; nil when it could.
        public let fault: String?
        /// The number of the latest milestones it has; 0 for none, and nil where it takes none.
        public let milestones: UInt64?

        public init(
            session: String, role: String, epoch: UInt64, segment: UInt32, offset: UInt64, hash: [UInt8],
            fault: String? = nil, milestones: UInt64? = nil
        ) {
            self.fault = fault
            self.milestones = milestones
            self.session = session
            self.role = role
            self.epoch = epoch
            self.segment = segment
            self.offset = offset
            self.hash = hash
        }
    }

    public init(_ bytes: UnsafeRawBufferPointer) throws(Refusal) {
        let json = try JSON(bytes)
        try json.requireType(["follow", "fence"])
        let session = try json.requireText("session")
        let epoch = UInt64(try json.require("epoch", 0...FeedDecoder.maximumInteger))
        if json["type"]?.text == "fence" {
            // An earlier build says no hash.
            let hash = json["hash"] == nil ? [] : try Self.hash(json)
            self = .fence(Fence(session: session, epoch: epoch, hash: hash))
            return
        }
        let role = try json.requireText("role")
        guard ["primary", "standby"].contains(role) else { throw .wrong("role", "\"\(role)\"", "primary or standby") }
        let hash = try Self.hash(json)
        self = .follow(
            Follow(
                session: session, role: role, epoch: epoch,
                segment: UInt32(try json.require("segment", 0...Int64(UInt32.max))),
                offset: UInt64(try json.require("offset", 0...FeedDecoder.maximumInteger)), hash: hash,
                fault: json["fault"]?.text.map { String($0.prefix(Self.mostFault)) },
                // An earlier build takes none.
                milestones: json["milestones"]?.integer.map { UInt64(clamping: $0) }))
    }

    /// Characters of a fault that are handed on.
    private static let mostFault = 500

    private static func hash(_ json: JSON) throws(Refusal) -> [UInt8] {
        guard let text = json["hash"]?.text, let hash = [UInt8](hexadecimal: text), [0, 32].contains(hash.count) else {
            throw .wrong("hash", json["hash"]?.kind ?? "nothing", "64 digits of a hash, or empty text")
        }
        return hash
    }

    /// The message as it is sent, in UTF-8.
    public var bytes: [UInt8] {
        switch self {
        case .fence(let fence):
            return JSON.object([
                .init("v", .integer(1)), .init("type", .string("fence")), .init("session", .string(fence.session)),
                .init("epoch", .integer(Int64(clamping: fence.epoch))),
                .init("hash", .string(fence.hash.hexadecimal)),
            ]).bytes
        case .follow(let follow):
            return JSON.object([
                .init("v", .integer(1)), .init("type", .string("follow")), .init("session", .string(follow.session)),
                .init("role", .string(follow.role)), .init("epoch", .integer(Int64(clamping: follow.epoch))),
                .init("segment", .integer(Int64(follow.segment))),
                .init("offset", .integer(Int64(clamping: follow.offset))),
                .init("hash", .string(follow.hash.hexadecimal)),
                .init("fault", follow.fault.map { .string($0) } ?? .null),
                .init("milestones", follow.milestones.map { .integer(Int64(clamping: $0)) } ?? .null),
            ]).bytes
        }
    }
}

/// The other daemon's answer. A part of the journal is followed by a frame with its bytes.
public enum PairAnswer: Sendable {
    case journal(Part)
    /// The answerer runs no session.
    case fenced(session: String, epoch: UInt64)
    /// The answerer runs the session, or is about to, in an epoch that is not smaller than the asker's.
    case runs(session: String, epoch: UInt64)
    case refused(reason: String, message: String)

    /// A part of the journal, or the sign of life where it is empty.
    public struct Part: Sendable {
        /// Id of the session.
        public let session: String
        /// Whether the answerer runs the session.
        public let isActive: Bool
        /// The epoch of the answerer's publication.
        public let epoch: UInt64
        /// Fingerprint of the event's file, in hexadecimal digits.
        public let event: String
        /// Number of the segment to which the bytes belong, from 1.
        public let segment: UInt32
        /// Where in that segment they begin, in bytes.
        public let offset: UInt64
        /// How many bytes follow in the next frame.
        public let count: Int
        /// How far the answerer's journal reaches.
        public let committed: (segment: UInt32, offset: UInt64)
        /// Of one session, where they are later than those the asker has.
        public let milestones: NumberedMilestones?

        public init(
            session: String, isActive: Bool, epoch: UInt64, event: String, segment: UInt32, offset: UInt64, count: Int,
            committed: (segment: UInt32, offset: UInt64), milestones: NumberedMilestones? = nil
        ) {
            self.milestones = milestones
            self.session = session
            self.isActive = isActive
            self.epoch = epoch
            self.event = event
            self.segment = segment
            self.offset = offset
            self.count = count
            self.committed = committed
        }
    }

    public init(_ bytes: UnsafeRawBufferPointer) throws(Refusal) {
        let json = try JSON(bytes)
        try json.requireType(["journal", "fenced", "runs", "refusal"])
        if json["type"]?.text == "refusal" {
            self = .refused(
                reason: try json.requireText("reason"), message: json["message"]?.text ?? "without a message")
            return
        }
        let most = FeedDecoder.maximumInteger
        let session = try json.requireText("session")
        let epoch = UInt64(try json.require("epoch", 0...most))
        if json["type"]?.text == "fenced" {
            self = .fenced(session: session, epoch: epoch)
            return
        }
        if json["type"]?.text == "runs" {
            self = .runs(session: session, epoch: epoch)
            return
        }
        let role = try json.requireText("role")
        guard ["active", "standby"].contains(role) else { throw .wrong("role", "\"\(role)\"", "active or standby") }
        guard let committed = json["committed"] else { throw .missing("committed") }
        let segments = 0...Int64(UInt32.max)
        self = .journal(
            Part(
                session: session, isActive: role == "active", epoch: epoch, event: try json.requireText("event"),
                segment: UInt32(try json.require("segment", segments)),
                offset: UInt64(try json.require("offset", 0...most)),
                count: Int(try json.require("count", 0...1 << 30)),
                committed: (
                    UInt32(try committed.require("segment", segments, in: "")),
                    UInt64(try committed.require("offset", 0...most, in: ""))
                ), milestones: NumberedMilestones(json["milestones"])))
    }

    /// The message as it is sent, in UTF-8.
    public var bytes: [UInt8] {
        switch self {
        case .refused(let reason, let message):
            let known = Refusal.Reason(rawValue: reason) ?? .wrongValue
            return Reply.refusal(
                Refusal(known, message, expected: "what the journal has", remedy: "see docs/protocol.md, section 8"))
        case .fenced(let session, let epoch): return Self.word("fenced", session, epoch)
        case .runs(let session, let epoch): return Self.word("runs", session, epoch)
        case .journal(let part):
            return JSON.object([
                .init("v", .integer(1)), .init("type", .string("journal")), .init("session", .string(part.session)),
                .init("role", .string(part.isActive ? "active" : "standby")),
                .init("epoch", .integer(Int64(clamping: part.epoch))), .init("event", .string(part.event)),
                .init("segment", .integer(Int64(part.segment))),
                .init("offset", .integer(Int64(clamping: part.offset))), .init("count", .integer(Int64(part.count))),
                .init(
                    "committed",
                    .object([
                        .init("segment", .integer(Int64(part.committed.segment))),
                        .init("offset", .integer(Int64(clamping: part.committed.offset))),
                    ])), .init("milestones", part.milestones?.json ?? .null),
            ]).bytes
        }
    }
}

extension PairAnswer {
    private static func word(_ type: String, _ session: String, _ epoch: UInt64) -> [UInt8] {
        JSON.object([
            .init("v", .integer(1)), .init("type", .string(type)), .init("session", .string(session)),
            .init("epoch", .integer(Int64(clamping: epoch))),
        ]).bytes
    }
}

extension [UInt8] {
    /// Reads pairs of hexadecimal digits; nil for anything else.
    init?(hexadecimal text: String) {
        let digits = text.utf8.map { Character(Unicode.Scalar($0)).hexDigitValue }
        guard digits.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        for place in stride(from: 0, to: digits.count, by: 2) {
            guard let high = digits[place], let low = digits[place + 1] else { return nil }
            bytes.append(UInt8(high << 4 | low))
        }
        self = bytes
    }
}
