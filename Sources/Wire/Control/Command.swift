public import Timing

/// A command as it came in: an act that may still need its name and its instant (docs/protocol.md, section 3).
public struct Command: Hashable, Sendable {
    /// Names the act, 1 to 64 bytes; nil: Lapwing gives it a name.
    public let id: String?
    /// Who sent it, 1 to 64 bytes.
    public let by: String
    /// The session that it is for; nil: the one that runs.
    public let session: String?
    /// Official time from which it holds; nil: the session's present time.
    public let at: Instant?
    /// What it does.
    public let kind: Act.Kind
    /// Of a penalty: what of the car's obligations it is for.
    public let concerning: ObligationID?
    /// The act whose place it takes.
    public let replaces: String?

    public init(
        id: String?, by: String, session: String?, at: Instant?, kind: Act.Kind, concerning: ObligationID? = nil,
        replaces: String? = nil
    ) {
        self.id = id
        self.by = by
        self.session = session
        self.at = at
        self.kind = kind
        self.concerning = concerning
        self.replaces = replaces
    }

    public init(_ bytes: UnsafeRawBufferPointer) throws(Refusal) {
        try self.init(try JSON(bytes))
    }

    public init(_ json: JSON) throws(Refusal) {
        try json.requireType(["command"])
        id = json["id"] == nil ? nil : try json.requireText("id")
        by = try json.requireText("by")
        session = json["session"] == nil ? nil : try json.requireText("session")
        guard json["at"] == nil else {
            throw .wrong("at", "an instant as people say it", "atUs: only a running session knows what it means")
        }
        if json["atUs"] == nil {
            at = nil
        } else {
            at = Instant(cutting: try json.require("atUs", 0...FeedDecoder.maximumInteger))
        }
        guard let command = json["command"] else { throw .missing("command") }
        guard case .object = command else { throw .wrong("command", command.kind, "an object") }
        kind = try Act.Kind(command, at: at)
        var concerning: ObligationID?
        if case .penalty = kind, command["for"] != nil { concerning = try command.requireObligation("for") }
        self.concerning = concerning
        replaces = json["replaces"] == nil ? nil : try json.requireText("replaces")
    }

    /// The act, where name and instant are known.
    public func act(id: String, now: Instant) -> Act {
        Act(id: self.id ?? id, at: at ?? now, by: by, kind: kind, concerning: concerning, replaces: replaces)
    }
}

extension Command {
    public init(_ act: Act, session: String? = nil) {
        self.init(
            id: act.id, by: act.by, session: session, at: act.at, kind: act.kind, concerning: act.concerning,
            replaces: act.replaces)
    }

    /// The message as it is sent, in UTF-8.
    public var bytes: [UInt8] { json(speaker: nil).bytes }

    /// What tells a standby to run the session: no act of the session itself.
    public static func takeOver(by: String) -> [UInt8] {
        JSON.object([
            .init("v", .integer(1)), .init("type", .string("command")), .init("by", .string(by)),
            .init("command", .object([.init("kind", .string("takeOver"))])),
        ]).bytes
    }

    /// As it is sent; in a journal with the name of the key that it came with.
    public func json(speaker: String?) -> JSON {
        var members: [JSON.Member] = [.init("v", .integer(1)), .init("type", .string("command"))]
        if let id { members.append(.init("id", .string(id))) }
        members.append(.init("by", .string(by)))
        if let session { members.append(.init("session", .string(session))) }
        if let at { members.append(.init("atUs", .integer(at.milliseconds * 1000))) }
        if let replaces { members.append(.init("replaces", .string(replaces))) }
        members.append(.init("command", .object(kind.members(for: concerning))))
        if let speaker { members.append(.init("speaker", .string(speaker))) }
        return JSON.object(members)
    }
}
