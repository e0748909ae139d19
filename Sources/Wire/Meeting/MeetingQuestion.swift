/// What may be asked of a meeting's daemon (docs/protocol.md, sections 4.4 and 4.11).
public enum MeetingQuestion: Hashable, Sendable {
    /// The meeting: timetable and states.
    case meeting
    /// About one session: the one named, or else the one that is shown.
    case session(Query, named: String?)

    /// Reads a request.
    public init(_ json: JSON) throws(Refusal) {
        try json.requireType(["request"])
        if json["request"]?.text == "meeting" {
            self = .meeting
            return
        }
        let named = json["session"] == nil ? nil : try json.requireText("session")
        self = .session(try Query(json), named: named)
    }

    public init(_ bytes: UnsafeRawBufferPointer) throws(Refusal) { try self.init(JSON(bytes)) }

    /// The request as it is sent.
    public var bytes: [UInt8] {
        switch self {
        case .meeting:
            JSON.object([
                .init("v", .integer(1)), .init("type", .string("request")), .init("request", .string("meeting")),
            ]).bytes
        case .session(let query, let named): query.bytes(session: named)
        }
    }
}
