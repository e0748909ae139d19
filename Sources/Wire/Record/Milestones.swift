/// The latest milestones of a session, the oldest first, in their file.
public struct Milestones: Hashable, Sendable {
    /// The build that made the deltas: another one may count otherwise.
    public let program: String
    /// The fingerprint of the event's file.
    public let event: String
    /// The oldest first.
    public private(set) var all: [Milestone]

    /// As many as are kept.
    public static let most = 16

    /// Of a build and an event.
    public init(program: String, event: String, _ all: [Milestone] = []) {
        self.program = program
        self.event = event
        self.all = all
    }

    /// Adds the latest; of too many the oldest goes.
    public mutating func append(_ milestone: Milestone) {
        all.append(milestone)
        if all.count > Self.most { all.removeFirst(all.count - Self.most) }
    }

    /// Reads the file.
    public init(_ bytes: [UInt8]) throws(Refusal) {
        let json = try JSON(bytes)
        try json.requireType(["milestones"])
        program = try json.requireText("program")
        event = try json.requireText("event")
        var all: [Milestone] = []
        for milestone in json["milestones"]?.elements ?? [] { all.append(try Milestone(milestone)) }
        self.all = all
    }

    /// The file.
    public var bytes: [UInt8] {
        JSON.object([
            .init("v", .integer(1)), .init("type", .string("milestones")), .init("program", .string(program)),
            .init("event", .string(event)), .init("milestones", .array(all.map(\.json))),
        ]).bytes
    }
}
