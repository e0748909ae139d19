public import Timing

/// A change of the entry list, as a command states it (docs/protocol.md, section 3).
extension EntryChange {
    private static let path = "command"

    init(_ command: JSON) throws(Refusal) {
        let name = try command.requireText("action", in: Self.path)
        guard let action = Action(rawValue: name) else {
            throw .wrong("command.action", "\"\(name)\"", Action.allCases.map(\.rawValue).joined(separator: ", "))
        }
        let details = try EntryDetails(command)
        let car = CarNumber(try command.requireText("car", most: 17, in: Self.path))
        let swapsWith =
            command["swapWith"] == nil ? nil : CarNumber(try command.requireText("swapWith", most: 17, in: Self.path))
        switch action {
        case .add:
            for (name, isStated) in [
                ("class", details.carClass != nil), ("team", details.team != nil),
                ("transponders", details.transponders != nil), ("drivers", details.drivers != nil),
            ] where !isStated {
                throw .missing("command.\(name)")
            }
            if details.number != nil {
                throw .wrong("command.number", "a number", "none: car is the new entry's number")
            }
        case .change: if details.isEmpty { throw .wrong("command", "no change", "a member of the entry that changes") }
        case .withdraw:
            if !details.isEmpty {
                throw .wrong("command", "a change beside withdraw", "action, car and fromStart alone")
            }
        }
        if swapsWith != nil, details.number == nil {
            throw .wrong("command.swapWith", "swapWith without number", "the number that it gets from that car")
        }
        let isFromStart = command["fromStart"] == nil ? false : try command.requireTruth("fromStart", in: Self.path)
        self.init(action, car, details, swapsWith: swapsWith, isFromStart: isFromStart)
    }

    var members: [JSON.Member] {
        var members: [JSON.Member] = [.init("action", .string(action.rawValue)), .init("car", .string(car.text))]
        members += details.members(withNumber: action == .change)
        if let swapsWith { members.append(.init("swapWith", .string(swapsWith.text))) }
        if isFromStart { members.append(.init("fromStart", .bool(true))) }
        return members
    }
}

extension EntryDetails {
    init(_ entry: JSON) throws(Refusal) {
        self.init()
        func text(_ name: String) throws(Refusal) -> String? {
            guard let value = entry[name] else { return nil }
            guard let text = value.text else { throw .wrong("command.\(name)", value.kind, "text") }
            guard text.utf8.count <= 256 else {
                throw .wrong("command.\(name)", "\(text.utf8.count) bytes", "at most 256 bytes")
            }
            return text
        }
        func orNone(_ name: String) throws(Refusal) -> String?? {
            entry[name] == .null ? .some(nil) : try text(name).map { .some($0) }
        }
        if entry["number"] != nil { number = CarNumber(try entry.requireText("number", most: 16, in: "command")) }
        if entry["class"] != nil { carClass = try entry.requireText("class", in: "command") }
        cup = try orNone("cup")
        team = try text("team")
        vehicle = try orNone("vehicle")
        if let listed = entry["transponders"] { try read(transponders: listed) }
        if let listed = entry["drivers"] {
            guard let elements = listed.elements else { throw .wrong("command.drivers", listed.kind, "an array") }
            var crew: [Driver] = []
            for (place, element) in elements.enumerated() {
                let driver = try Driver(element, "command.drivers[\(place)]")
                if crew.contains(where: { $0.id == driver.id }) {
                    throw .wrong("command.drivers[\(place)].id", "\(driver.id) twice", "another id for each driver")
                }
                crew.append(driver)
            }
            drivers = crew
        }
    }

    private mutating func read(transponders listed: JSON) throws(Refusal) {
        guard let elements = listed.elements else { throw .wrong("command.transponders", listed.kind, "an array") }
        let known: ClosedRange<Int64> = 1...4_294_967_295
        var transponders: [Transponder] = []
        for (place, element) in elements.enumerated() {
            let path = "command.transponders[\(place)]"
            var offset: Int64 = 0
            let id: Int64
            if case .object = element {
                id = try element.require("id", known, in: path)
                if element["offsetMs"] != nil { offset = try element.require("offsetMs", -10_000...10_000, in: path) }
            } else {
                guard let value = element.integer, known.contains(value) else {
                    throw .wrong(path, element.kind, "1 to 4294967295, or an object with id and offsetMs")
                }
                id = value
            }
            let transponder = Transponder(UInt32(clamping: id))
            guard !transponders.contains(transponder) else {
                throw .wrong(path, "\(id) twice", "each transponder once")
            }
            transponders.append(transponder)
            if offset != 0 { transponderOffsets[transponder] = Milliseconds(offset) }
        }
        self.transponders = transponders
    }

    /// What is said, as members of a command.
    func members(withNumber: Bool) -> [JSON.Member] {
        var members: [JSON.Member] = []
        func add(_ name: String, _ value: JSON?) { if let value { members.append(.init(name, value)) } }
        if withNumber { add("number", number.map { .string($0.text) }) }
        add("class", carClass.map { .string($0) })
        add("cup", cup.map { $0.map { .string($0) } ?? .null })
        add("team", team.map { .string($0) })
        add("vehicle", vehicle.map { $0.map { .string($0) } ?? .null })
        add(
            "transponders",
            transponders.map { all in
                .array(
                    all.map { one in
                        guard let offset = transponderOffsets[one], offset != .zero else {
                            return .integer(Int64(one.value))
                        }
                        return .object([
                            .init("id", .integer(Int64(one.value))), .init("offsetMs", .integer(offset.count)),
                        ])
                    })
            })
        add("drivers", drivers.map { .array($0.map(\.json)) })
        return members
    }
}

extension Driver {
    init(_ driver: JSON, _ path: String) throws(Refusal) {
        guard case .object = driver else { throw .wrong(path, driver.kind, "an object with id and name") }
        func text(_ name: String) throws(Refusal) -> String? {
            driver[name] == nil || driver[name] == .null ? nil : try driver.requireText(name, in: path)
        }
        let grade = try text("grade")
        if let grade, !Driver.grades.contains(grade) {
            throw .wrong("\(path).grade", "\"\(grade)\"", Driver.grades.joined(separator: ", "))
        }
        let born = driver["born"] == nil || driver["born"] == .null
        self.init(
            id: UInt8(clamping: try driver.require("id", 1...255, in: path)),
            name: try driver.requireText("name", most: 128, in: path), grade: grade, nation: try text("nation"),
            born: born ? nil : Int(try driver.require("born", 1900...2100, in: path)))
    }

    var json: JSON {
        var members: [JSON.Member] = [.init("id", .integer(Int64(id))), .init("name", .string(name))]
        if let grade { members.append(.init("grade", .string(grade))) }
        if let nation, !nation.isEmpty { members.append(.init("nation", .string(nation))) }
        if let born { members.append(.init("born", .integer(Int64(born)))) }
        return .object(members)
    }
}

/// The entry list with all that is said of each entry, as an answer (docs/protocol.md, section 4.12).
public enum EntryListAnswer {
    /// The list as it is now.
    public static func bytes(
        session: String, epoch: UInt64, sequence: UInt64, _ timekeeper: borrowing Timekeeper
    ) -> [UInt8] {
        var entries: [JSON] = []
        for (slot, entry) in timekeeper.session.entries.enumerated() {
            var members: [JSON.Member] = [.init("number", .string(entry.number.text))]
            members += EntryDetails(entry).members(withNumber: false)
            members.append(.init("entered", .string(entry.entered.text)))
            members.append(.init("withdrawn", .bool(timekeeper.isWithdrawn(CarIndex(slot)))))
            entries.append(.object(members))
        }
        return JSON.object([
            .init("v", .integer(1)), .init("type", .string("entries")), .init("session", .string(session)),
            .init("epoch", .integer(Int64(clamping: epoch))), .init("seq", .integer(Int64(clamping: sequence))),
            .init("entries", .array(entries)),
        ]).bytes
    }

    /// The session that an answer is of; nil where it does not say.
    public static func session(of json: JSON) -> String? { json["session"]?.text }

    /// The entries of an answer in their order, and which of them are withdrawn.
    public static func read(_ json: JSON) throws(Refusal) -> [(entry: Entry, isWithdrawn: Bool)] {
        try json.requireType(["entries"])
        guard let elements = json["entries"]?.elements else { throw .missing("entries") }
        var entries: [(entry: Entry, isWithdrawn: Bool)] = []
        for element in elements {
            let details = try EntryDetails(element)
            guard let number = details.number, let carClass = details.carClass, let team = details.team else {
                throw .missing("entries.number, class or team")
            }
            let entered = CarNumber(try element.requireText("entered", most: 17, in: "entries"))
            let blank = Entry(
                number: number, entered: entered, carClass: carClass, team: team, transponders: [], drivers: [])
            entries.append((blank.saying(details), element["withdrawn"]?.bool ?? false))
        }
        return entries
    }
}
