public import Timing

/// A command as a person gives it: with instants as people say them, with the beginning of an act's name, and with what
/// is to be done about it beside taking effect.
public struct SpokenCommand: Hashable, Sendable {
    /// With official time and whole names in place of what was said.
    public let command: Command
    /// The sender insists, whatever speaks against it.
    public let insists: Bool
    /// What it would do is asked for; it does nothing.
    public let isDryRun: Bool
    /// A start signal that is to begin the session anew.
    public let startsAgain: Bool
    /// It names cars as they were entered first, as the acts of a recording do.
    public let isAsEntered: Bool
    /// What was said, without who, which name and the insisting: the same text is the same command.
    public let said: String

    /// Where a command has an instant: in itself, or in what it does.
    private static let places = [(name: "at", isInside: false), ("until", true), ("from", true)]
    private static let aside = ["v", "type", "id", "by", "anyway", "dryRun"]

    /// - Parameters:
    ///   - instant: makes official time of an instant that stands in a member.
    ///   - act: the act of that name, or with that beginning of a name; nil where there is none.
    public init(
        _ json: JSON, instant: (StatedInstant, String) throws(Refusal) -> Instant,
        act: (String) throws(Refusal) -> Act?
    ) throws(Refusal) {
        insists = try Self.truth(json, "anyway")
        isDryRun = try Self.truth(json, "dryRun")
        startsAgain = try Self.truth(json["command"], "again", "command.")
        isAsEntered = try Self.truth(json, "asEntered")
        guard case .object(let members) = json else { throw .wrong("", json.kind, "an object") }
        said = String(
            decoding: JSON.object(members.filter { !Self.aside.contains($0.name) }).bytes, as: UTF8.self)
        var json = try Self.official(json, instant)
        if let name = json["command"]?["act"]?.text {
            let act = try act(name)
            if let act { json = json.changing("act", to: .string(act.id)) }
            if Self.applies(json) {
                guard let act else { throw Refusal(.unknownAct(name)) }
                command = try Self.applied(json, act)
                return
            }
        }
        command = try Command(json)
    }

    private static func truth(_ json: JSON?, _ name: String, _ path: String = "") throws(Refusal) -> Bool {
        guard let word = json?[name] else { return false }
        guard let truth = word.bool else { throw .wrong(path + name, word.kind, "true or false") }
        return truth
    }

    private static func official(
        _ json: JSON, _ resolve: (StatedInstant, String) throws(Refusal) -> Instant
    ) throws(Refusal) -> JSON {
        var json = json
        for (name, isInside) in places {
            let field = isInside ? "command.\(name)" : name
            guard let said = (isInside ? json["command"] : json)?[name] else { continue }
            let instant = try resolve(try StatedInstant(said, field), field)
            guard (isInside ? json["command"] : json)?["\(name)Us"] == nil else {
                throw .wrong(field, "\(field) and \(field)Us", "one of the two")
            }
            let official = StatedInstant.official(instant).member(name)
            if isInside, let command = json["command"] {
                json = json.replacing("command", by: .init("command", command.replacing(name, by: official)))
            } else {
                json = json.replacing(name, by: official)
            }
        }
        return json
    }

    private static func applies(_ json: JSON) -> Bool {
        json["command"]?["kind"]?.text == "amendment" && json["command"]?["action"]?.text == "apply"
    }

    /// An act that is applied to another car: the same decision of the same instant, in its place.
    private static func applied(_ json: JSON, _ act: Act) throws(Refusal) -> Command {
        guard let command = json["command"] else { throw .missing("command") }
        let car = CarNumber(try command.requireText("car", most: 16, in: "command"))
        guard let kind = act.kind.of(car) else {
            throw .wrong("command.act", "\"\(act.id)\" (\(ActText.words(act.kind, for: nil)))", "an act about a car")
        }
        guard json["atUs"] == nil else { throw .wrong("atUs", "an instant", "none: the act keeps its own") }
        try json.requireType(["command"])
        return Command(
            id: json["id"] == nil ? nil : try json.requireText("id"), by: try json.requireText("by"),
            session: json["session"] == nil ? nil : try json.requireText("session"), at: act.at, kind: kind,
            concerning: act.concerning, replaces: act.id)
    }

    // MARK: Writing

    /// What a sender may say beside the command itself.
    public struct Manner: Sendable {
        /// It is insisted on.
        public var anyway = false
        /// Only what it would do is asked for.
        public var isDryRun = false
        /// A start signal begins the session anew.
        public var again = false
        /// Cars are named as they were entered first.
        public var asEntered = false

        public init(anyway: Bool = false, isDryRun: Bool = false, again: Bool = false) {
            self.anyway = anyway
            self.isDryRun = isDryRun
            self.again = again
        }

        /// As an act of a recording is sent: it was accepted once, and is meant as it stands.
        public static let recorded: Manner = {
            var manner = Manner(anyway: true, again: true)
            manner.asEntered = true
            return manner
        }()
    }

    /// The message as it is sent.
    /// - Parameters:
    ///   - at: from when it holds.
    ///   - until: the end of an assignment.
    ///   - from: from when a decoder's clock is put right.
    public static func bytes(
        _ command: Command, at: StatedInstant? = nil, until: StatedInstant? = nil, from: StatedInstant? = nil,
        _ manner: Manner = Manner()
    ) -> [UInt8] {
        guard case .object(var members) = command.json(speaker: nil), let last = members.popLast() else { return [] }
        if let at { members.append(at.member("at")) }
        if manner.anyway { members.append(.init("anyway", .bool(true))) }
        if manner.isDryRun { members.append(.init("dryRun", .bool(true))) }
        // Where no car is named nothing has to be said.
        if manner.asEntered, command.kind.of(CarNumber("")) != nil || command.kind.name == "entry" {
            members.append(.init("asEntered", .bool(true)))
        }
        guard case .object(var inside) = last.value else { return [] }
        // Without a beginning of its own the assignment was written as of the whole session.
        if at != nil { inside.removeAll { $0.name == "wholeSession" } }
        if let until { inside.append(until.member("until")) }
        if let from { inside.append(from.member("from")) }
        if manner.again, command.kind == .start, command.replaces == nil { inside.append(.init("again", .bool(true))) }
        members.append(.init(last.name, .object(inside)))
        return JSON.object(members).bytes
    }

    /// What applies an act to another car.
    public static func applying(
        _ act: String, to car: CarNumber, id: String?, by: String, session: String? = nil, _ manner: Manner
    ) -> [UInt8] {
        var members: [JSON.Member] = [.init("v", .integer(1)), .init("type", .string("command"))]
        if let id { members.append(.init("id", .string(id))) }
        members.append(.init("by", .string(by)))
        if let session { members.append(.init("session", .string(session))) }
        if manner.anyway { members.append(.init("anyway", .bool(true))) }
        if manner.isDryRun { members.append(.init("dryRun", .bool(true))) }
        let inside: [JSON.Member] = [
            .init("kind", .string("amendment")), .init("action", .string("apply")), .init("act", .string(act)),
            .init("car", .string(car.text)),
        ]
        members.append(.init("command", .object(inside)))
        return JSON.object(members).bytes
    }
}

extension JSON {
    /// The message with another value of a member of its command.
    fileprivate func changing(_ name: String, to value: JSON) -> JSON {
        guard let command = self["command"] else { return self }
        return replacing("command", by: .init("command", command.replacing(name, by: .init(name, value))))
    }

    /// The object with another member in place of the one of a name.
    fileprivate func replacing(_ name: String, by member: Member) -> JSON {
        guard case .object(let members) = self else { return self }
        return .object(members.map { $0.name == name ? member : $0 })
    }
}
