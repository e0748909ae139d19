import Timing

/// What a bulletin changes, as a command states it (docs/protocol.md, section 3).
extension Bulletin {
    /// Members of which a bulletin has exactly one.
    static let members = ["window", "minimumMs", "additionMs", "prohibited", "pitSpeed", "driving", "startList"]
    /// A member that says for whom, and the only one beside which it stands.
    private static let companions = [("class", beside: "minimumMs"), ("car", beside: "additionMs")]
    /// No stop is required to last longer than a day, nor any window to open later.
    private static let day: ClosedRange<Int64> = 0...86_400_000

    init(_ command: JSON) throws(Refusal) {
        let stated = Self.members.filter { command[$0] != nil }
        guard stated.count == 1 else {
            throw .wrong(
                "command", stated.isEmpty ? "no change" : stated.joined(separator: " and "),
                "exactly one of \(Self.members.joined(separator: ", "))")
        }
        for (name, other) in Self.companions where command[name] != nil && stated[0] != other {
            throw .wrong("command.\(name)", "\(name) beside \(stated[0])", "\(name) only beside \(other)")
        }
        switch stated[0] {
        case "window": self = .window(try Self.window(command))
        case "minimumMs":
            let carClass = command["class"] == nil ? nil : try command.requireText("class", in: "command")
            self = .minimum(of: carClass, Milliseconds(try command.require("minimumMs", Self.day, in: "command")))
        case "additionMs":
            self = .addition(
                CarNumber(try command.requireText("car", most: 16, in: "command")),
                Milliseconds(try command.require("additionMs", Self.day, in: "command")))
        case "prohibited":
            let range = try Self.object(command, "prohibited", "an object with fromMs and toMs")
            let from = try range.require("fromMs", 0...Self.day.upperBound - 1, in: "command.prohibited")
            let to = try range.require("toMs", (from + 1)...Self.day.upperBound, in: "command.prohibited")
            self = .prohibited(from: Milliseconds(from), to: Milliseconds(to))
        case "driving": self = try Self.driving(command)
        case "startList":
            self = .startList(
                try StartList(Self.object(command, "startList", "an object with of, and grid, additions or starters")))
        default: self = .pitSpeed(Int(try command.require("pitSpeed", 1...300, in: "command")))
        }
    }

    /// The rulebook's rule of that number, with the times that hold from now on.
    private static func driving(_ command: JSON) throws(Refusal) -> Bulletin {
        let path = "command.driving"
        let rule = try object(command, "driving", "an object with rule, and leastMs or mostMs")
        func time(_ name: String) throws(Refusal) -> Milliseconds? {
            rule[name] == nil ? nil : Milliseconds(try rule.require(name, 0...60 * 60_000_000, in: path))
        }
        let (least, most) = (try time("leastMs"), try time("mostMs"))
        guard least != nil || most != nil else { throw .missing("\(path).leastMs or \(path).mostMs") }
        if let least, let most, most <= least {
            throw .wrong("\(path).mostMs", "\(most.count)", "more than leastMs, \(least.count)")
        }
        return .driving(rule: Int(try rule.require("rule", 1...1000, in: path)), least: least, most: most)
    }

    private static func window(_ command: JSON) throws(Refusal) -> MandatoryStops.Window? {
        if command["window"]?.text == "none" { return nil }
        let path = "command.window"
        let window = try object(command, "window", "an object with opensMs and closesMs, or \"none\"")
        let opens = try window.require("opensMs", 0...day.upperBound - 1, in: path)
        let closes = try window.require("closesMs", (opens + 1)...day.upperBound, in: path)
        var reference = MandatoryStops.Window.Reference.entry
        if window["by"] != nil {
            let name = try window.requireText("by", in: path)
            guard let stated = MandatoryStops.Window.Reference(rawValue: name) else {
                throw .wrong("\(path).by", "\"\(name)\"", "entry, exit or both")
            }
            reference = stated
        }
        return MandatoryStops.Window(opens: Milliseconds(opens), closes: Milliseconds(closes), by: reference)
    }

    private static func object(_ command: JSON, _ name: String, _ expected: String) throws(Refusal) -> JSON {
        guard let value = command[name], case .object = value else {
            throw .wrong("command.\(name)", command[name]?.kind ?? "nothing", expected)
        }
        return value
    }

    /// The bulletin as a command states it.
    var members: [JSON.Member] {
        switch self {
        case .window(nil): return [.init("window", .string("none"))]
        case .window(let window?):
            var members = [
                JSON.Member("opensMs", .integer(window.opens.count)), .init("closesMs", .integer(window.closes.count)),
            ]
            if window.by != .entry { members.append(.init("by", .string(window.by.rawValue))) }
            return [.init("window", .object(members))]
        case .minimum(let carClass, let time):
            let whose = carClass.map { [JSON.Member("class", .string($0))] } ?? []
            return [.init("minimumMs", .integer(time.count))] + whose
        case .addition(let car, let time):
            return [.init("additionMs", .integer(time.count)), .init("car", .string(car.text))]
        case .prohibited(let from, let to):
            let range = [JSON.Member("fromMs", .integer(from.count)), .init("toMs", .integer(to.count))]
            return [.init("prohibited", .object(range))]
        case .pitSpeed(let limit): return [.init("pitSpeed", .integer(Int64(limit)))]
        case .driving(let rule, let least, let most):
            var members = [JSON.Member("rule", .integer(Int64(rule)))]
            if let least { members.append(.init("leastMs", .integer(least.count))) }
            if let most { members.append(.init("mostMs", .integer(most.count))) }
            return [.init("driving", .object(members))]
        case .startList(let list): return [.init("startList", list.json)]
        }
    }
}

extension JSON {
    /// The name of an obligation (R24).
    func requireObligation(_ name: String, in path: String = "command") throws(Refusal) -> ObligationID {
        let text = try requireText(name, in: path)
        guard let obligation = ObligationID(text) else {
            throw .wrong(
                path.isEmpty ? name : "\(path).\(name)", "\"\(text)\"", "the id of an obligation, as stop1 or stint2")
        }
        return obligation
    }
}
