public import Meeting
public import Timing

/// A command to the meeting as it came in: which session it means and when it holds may still be open
/// (docs/protocol.md, section 3).
public struct MeetingCommand: Hashable, Sendable {
    /// Names the act, 1 to 64 bytes; nil: Lapwing gives it a name.
    public let id: String?
    /// Who sent it, 1 to 64 bytes.
    public let by: String
    /// The session that it names; nil: the one that is meant, and of `show` none.
    public let session: String?
    /// When it holds, as it was said; nil: now.
    public let at: StatedInstant?
    /// Only what it would do is asked for.
    public let isDryRun: Bool
    /// What it does.
    public let action: Action

    public init(
        id: String? = nil, by: String, session: String? = nil, at: StatedInstant? = nil, isDryRun: Bool = false,
        action: Action
    ) {
        self.id = id
        self.by = by
        self.session = session
        self.at = at
        self.isDryRun = isDryRun
        self.action = action
    }

    /// Reads the message.
    public init(_ json: JSON) throws(Refusal) {
        try json.requireType(["command"])
        id = json["id"] == nil ? nil : try json.requireText("id")
        by = try json.requireText("by")
        session = json["session"] == nil ? nil : try json.requireText("session")
        if let said = json["at"] {
            guard json["atUs"] == nil else { throw .wrong("at", "at and atUs", "one of the two") }
            at = try StatedInstant(said, "at")
        } else if json["atUs"] != nil {
            at = .official(Instant(cutting: try json.require("atUs", 0...FeedDecoder.maximumInteger)))
        } else {
            at = nil
        }
        if let word = json["dryRun"], word.bool == nil { throw .wrong("dryRun", word.kind, "true or false") }
        isDryRun = json["dryRun"]?.bool ?? false
        guard let command = json["command"] else { throw .missing("command") }
        guard case .object = command else { throw .wrong("command", command.kind, "an object") }
        action = try Action(command)
        if case .issue(let issue) = action, issue.number != 0 || issue.version != 0 {
            throw .wrong("command.number", "a number", "none: the meeting gives number and version")
        }
    }

    /// The message as it is sent.
    public var bytes: [UInt8] {
        var members: [JSON.Member] = [.init("v", .integer(1)), .init("type", .string("command"))]
        if let id { members.append(.init("id", .string(id))) }
        members.append(.init("by", .string(by)))
        if let session { members.append(.init("session", .string(session))) }
        if let at { members.append(at.member("at")) }
        if isDryRun { members.append(.init("dryRun", .bool(true))) }
        members.append(.init("command", .object(action.members)))
        return JSON.object(members).bytes
    }

    /// The act, where its name and its instant are known.
    /// - Throws: where the session that is meant cannot be told.
    public func act(id: String, at: Instant, in meeting: RaceMeeting) throws(Refusal) -> MeetingAct {
        var session = session
        if session == nil, let meant = action.meant {
            do throws(MeetingRefusal) { session = try meeting.meant(by: meant).id } catch { throw Refusal(error) }
        }
        guard let kind = action.kind(of: session) else { throw .missing("session") }
        return MeetingAct(id: self.id ?? id, at: at, by: by, kind: kind)
    }
}
