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
    /// As many are handed to the other daemon of a pair: also those of three hundred cars are far less than a message
    /// may have.
    private static let handedOver = 6

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

    /// The latest after which so many deltas were made, or more work was done than is to be repeated.
    public func last(before deltas: UInt64, orRepeating most: Int) -> Milestone? {
        guard let latest = all.last else { return nil }
        return all.last { $0.sequence + deltas <= latest.sequence || $0.work + most < latest.work }
    }

    /// Reads the file.
    public init(_ bytes: [UInt8]) throws(Refusal) { try self.init(JSON(bytes)) }

    init(_ json: JSON) throws(Refusal) {
        try json.requireType(["milestones"])
        program = try json.requireText("program")
        event = try json.requireText("event")
        var all: [Milestone] = []
        for milestone in json["milestones"]?.elements ?? [] { all.append(try Milestone(milestone)) }
        self.all = all.suffix(Self.most)
    }

    /// The latest of them: a start takes one of these in nearly all cases.
    public var latest: Milestones { Milestones(program: program, event: event, all.suffix(Self.handedOver)) }

    /// The file.
    public var bytes: [UInt8] { json.bytes }

    var json: JSON {
        .object([
            .init("v", .integer(1)), .init("type", .string("milestones")), .init("program", .string(program)),
            .init("event", .string(event)), .init("milestones", .array(all.map(\.json))),
        ])
    }
}
