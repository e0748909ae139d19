import Timing

/// The place of a result in the publication, as commands and answers state it (docs/protocol.md, section 3).
extension ResultOrigin {
    init(_ json: JSON, in path: String) throws(Refusal) {
        guard case .object = json else { throw .wrong(path, json.kind, "an object with session, epoch and seq") }
        let most = FeedDecoder.maximumInteger
        self.init(
            try json.requireText("session", in: path), epoch: UInt64(try json.require("epoch", 0...most, in: path)),
            sequence: UInt64(try json.require("seq", 0...most, in: path)))
    }

    var json: JSON { .object(members) }

    var members: [JSON.Member] {
        [
            .init("session", .string(session)), .init("epoch", .integer(Int64(clamping: epoch))),
            .init("seq", .integer(Int64(clamping: sequence))),
        ]
    }
}
