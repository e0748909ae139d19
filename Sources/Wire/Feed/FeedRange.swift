/// A request to a feed for crossings again, and the head of its answer (docs/protocol.md, section 2.4).
public struct FeedRange: Hashable, Sendable {
    /// The box whose crossings are asked for.
    public let decoder: UInt32
    /// The run of the box, as it counts its epochs itself.
    public let epoch: UInt64
    /// Inclusive.
    public let from: UInt64
    /// Inclusive.
    public let to: UInt64

    public init(decoder: UInt32, epoch: UInt64, from: UInt64, to: UInt64) {
        self.decoder = decoder
        self.epoch = epoch
        self.from = from
        self.to = to
    }

    /// The message that asks for the range, in UTF-8.
    public var request: [UInt8] { bytes(type: "range", count: nil) }

    /// The first frame of an answer, with the number of frames that follow.
    public func reply(count: Int) -> [UInt8] { bytes(type: "rangeReply", count: count) }

    public init(request bytes: UnsafeRawBufferPointer) throws(Refusal) {
        self = try Self.read(try JSON(bytes), type: "range")
    }

    /// The range answered and how many frames follow.
    public static func reply(_ bytes: UnsafeRawBufferPointer) throws(Refusal) -> (
        range: FeedRange, count: Int
    ) {
        let json = try JSON(bytes)
        let range = try read(json, type: "rangeReply")
        return (range, Int(try json.require("count", 0...1_000_000)))
    }

    private static func read(_ json: JSON, type: String) throws(Refusal) -> FeedRange {
        try json.requireType([type])
        let most = FeedDecoder.maximumInteger
        let from = try json.require("from", 1...most)
        return FeedRange(
            decoder: UInt32(try json.require("decoder", 1...4_294_967_295)),
            epoch: UInt64(try json.require("epoch", 0...most)), from: UInt64(from),
            to: UInt64(try json.require("to", from...most)))
    }

    private func bytes(type: String, count: Int?) -> [UInt8] {
        var members: [JSON.Member] = [
            .init("v", .integer(1)), .init("type", .string(type)), .init("decoder", .integer(Int64(decoder))),
            .init("epoch", .integer(Int64(clamping: epoch))), .init("from", .integer(Int64(clamping: from))),
            .init("to", .integer(Int64(clamping: to))),
        ]
        if let count { members.append(.init("count", .integer(Int64(count)))) }
        return JSON.object(members).bytes
    }
}

extension JSON {
    /// The member's integer, refused by name when it is missing or out of range.
    func require(_ name: String, _ range: ClosedRange<Int64>, in path: String = "") throws(Refusal) -> Int64 {
        let field = path.isEmpty ? name : "\(path).\(name)"
        guard let value = self[name] else { throw .missing(field) }
        guard let integer = value.integer, range.contains(integer) else {
            let found = value.integer.map { "\($0)" } ?? value.kind
            throw .wrong(field, found, "an integer of \(range.lowerBound) to \(range.upperBound)")
        }
        return integer
    }

    /// The member's text of 1 to `most` bytes.
    func requireText(_ name: String, most: Int = 64, in path: String = "") throws(Refusal) -> String {
        let field = path.isEmpty ? name : "\(path).\(name)"
        guard let value = self[name] else { throw .missing(field) }
        guard let text = value.text, (1...most).contains(text.utf8.count) else {
            let found = value.text.map { "text of \($0.utf8.count) bytes" } ?? value.kind
            throw .wrong(field, found, "text of 1 to \(most) bytes")
        }
        return text
    }

    func requireType(_ types: [String]) throws(Refusal) {
        guard case .object = self else { throw .notJSON("no object", at: 0) }
        guard self["v"]?.integer == 1 else { throw .wrongVersion }
        guard let type = self["type"]?.text else { throw .missing("type") }
        guard types.contains(type) else {
            throw Refusal(
                .wrongType, field: "type", "found \"\(type.prefix(40))\"",
                expected: types.joined(separator: " or "),
                remedy: "send the message to the socket it is for")
        }
    }
}
