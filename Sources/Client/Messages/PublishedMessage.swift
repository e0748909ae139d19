public import Wire

/// A message as it comes from the publication: topic, space, JSON (docs/protocol.md, section 4.1).
public enum PublishedMessage: Hashable, Sendable {
    /// What an input changed.
    case delta(PublishedDelta)
    /// What comes next.
    case heartbeat(PublishedHeartbeat)
    /// The daemon's health.
    case status(PublishedStatus)
    /// A part of a delta, on a narrower topic.
    case part(PublishedPart)
    /// The meeting, with the session that is shown.
    case meeting(PublishedMeeting)
    /// What this program does not know.
    case other(type: String)

    /// Reads a frame.
    public init(frame: UnsafeRawBufferPointer) throws(Refusal) {
        guard let space = frame.firstIndex(of: UInt8(ascii: " ")) else {
            throw Refusal(
                .notJSON, "no space after the topic", expected: "topic, space, JSON",
                remedy: "look at the address: another program publishes there")
        }
        try self.init(JSON(UnsafeRawBufferPointer(rebasing: frame[(space + 1)...])))
    }

    /// Reads a message without its topic.
    public init(_ json: JSON) throws(Refusal) {
        switch json["type"]?.text ?? "" {
        case "delta": self = .delta(try PublishedDelta(json))
        case "heartbeat": self = .heartbeat(try PublishedHeartbeat(json))
        case "status": self = .status(try PublishedStatus(json))
        case "part": self = .part(try PublishedPart(json))
        case "meeting": self = .meeting(try PublishedMeeting(json))
        case let type: self = .other(type: type)
        }
    }
}
