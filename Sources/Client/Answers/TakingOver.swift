public import Wire

/// A standby has been ordered to run the session (docs/protocol.md, section 3).
public struct TakingOver: Hashable, Sendable {
    /// The epoch that it begins.
    public let epoch: UInt64

    /// Reads the message.
    public init(_ json: JSON) throws(Refusal) {
        epoch = try Members(message: json, type: "takingOver").number("epoch")
    }
}
