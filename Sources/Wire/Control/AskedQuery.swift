/// A question as it comes in, and the session that it is about.
public struct AskedQuery: Hashable, Sendable {
    public let query: Query
    /// Nil: the session that is meant when none is named.
    public let session: String?

    /// Reads a request.
    public init(_ bytes: UnsafeRawBufferPointer) throws(Refusal) {
        let json = try JSON(bytes)
        try json.requireType(["request"])
        session = json["session"] == nil ? nil : try json.requireText("session")
        query = try Query(json)
    }
}
