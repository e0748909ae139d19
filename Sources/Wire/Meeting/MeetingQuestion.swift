/// What may be asked of a meeting's daemon (docs/protocol.md, sections 4.4 and 4.11).
public enum MeetingQuestion: Hashable, Sendable {
    /// The meeting: timetable and states.
    case meeting
    /// What is proposed for this race; nil: for all.
    case proposals(of: String?)
    /// The result of a session with all its parts; nil: of the one that is shown.
    case result(of: String?)
    /// The documents that were issued.
    case documents
    /// About one session: the one named, or else the one that is shown.
    case session(Query, named: String?)

    /// Reads a request.
    public init(_ json: JSON) throws(Refusal) {
        try json.requireType(["request"])
        let named = json["session"] == nil ? nil : try json.requireText("session")
        switch json["request"]?.text {
        case "meeting": self = .meeting
        case "proposals": self = .proposals(of: named)
        case "result": self = .result(of: named)
        case "documents": self = .documents
        default: self = .session(try Query(json), named: named)
        }
    }

    public init(_ bytes: UnsafeRawBufferPointer) throws(Refusal) { try self.init(JSON(bytes)) }

    /// The request as it is sent.
    public var bytes: [UInt8] {
        switch self {
        case .meeting: Self.bytes("meeting")
        case .proposals(let session): Self.bytes("proposals", of: session)
        case .result(let session): Self.bytes("result", of: session)
        case .documents: Self.bytes("documents")
        case .session(let query, let named): query.bytes(session: named)
        }
    }

    private static func bytes(_ request: String, of session: String? = nil) -> [UInt8] {
        let named = session.map { [JSON.Member("session", .string($0))] } ?? []
        return JSON.object(
            [.init("v", .integer(1)), .init("type", .string("request"))] + named
                + [.init("request", .string(request))]
        ).bytes
    }
}
