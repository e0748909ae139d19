import Timing

/// Race control's words as a command states them (docs/protocol.md, section 3).
extension Act.Kind {
    /// Cars that one message can name.
    private static let mostCars = 200

    static func message(_ command: JSON) throws(Refusal) -> Self {
        let text = try command.requireLine("text", most: 512, in: "command")
        guard let named = command["cars"] else { return .message(text, cars: []) }
        guard let elements = named.elements, (1...mostCars).contains(elements.count) else {
            throw .wrong("command.cars", named.kind, "a list of 1 to \(mostCars) numbers of cars")
        }
        var cars: [CarNumber] = []
        for element in elements {
            guard let number = element.text, (1...16).contains(number.utf8.count), !cars.contains(CarNumber(number))
            else { throw .wrong("command.cars", element.text ?? element.kind, "numbers of cars as text, each once") }
            cars.append(CarNumber(number))
        }
        return .message(text, cars: cars)
    }

    static func report(_ command: JSON) throws(Refusal) -> Self {
        var place: Report.Place?
        if command["turn"] != nil {
            guard command["place"] == nil else { throw .wrong("command", "turn and place", "one of the two") }
            place = .turn(Int(try command.require("turn", 1...99, in: "command")))
        } else if command["place"] != nil {
            place = .named(try command.requireLine("place", most: 64, in: "command"))
        }
        let lap = command["lap"] == nil ? nil : Int(try command.require("lap", 1...100_000, in: "command"))
        return .report(
            try car(command),
            Report(kind: try command.requireLine("report", most: 32, in: "command"), place: place, lap: lap))
    }

    var wordMembers: [JSON.Member] {
        var members: [JSON.Member] = []
        func add(_ name: String, _ value: JSON?) { if let value { members.append(.init(name, value)) } }
        switch self {
        case .message(let text, let cars):
            add("text", .string(text))
            if !cars.isEmpty { add("cars", .array(cars.map { .string($0.text) })) }
        case .report(let car, let report):
            add("car", .string(car.text))
            add("report", .string(report.kind))
            switch report.place {
            case .turn(let turn): add("turn", .integer(Int64(turn)))
            case .named(let name): add("place", .string(name))
            case nil: break
            }
            add("lap", report.lap.map { .integer(Int64($0)) })
        case .conditions(let conditions):
            for (name, value) in conditions.members where value != .null { add(name, value) }
        case .formation, .start, .end, .final, .duration, .flag, .driver, .retired, .penalty, .served, .withdraw, .void,
            .count, .insert, .assign, .clock, .bulletin, .ruling, .entry:
            break
        }
        return members
    }
}

extension Conditions {
    init(_ command: JSON) throws(Refusal) {
        func number(_ name: String, _ range: ClosedRange<Int64>) throws(Refusal) -> Int? {
            command[name] == nil ? nil : Int(try command.require(name, range, in: "command"))
        }
        self.init(
            air: try number("airTenths", -600...700), track: try number("trackTenths", -600...1000),
            humidity: try number("humidityPercent", 0...100), wind: try number("windKmh", 0...400))
        if command["surface"] != nil {
            let word = try command.requireText("surface", in: "command")
            guard let surface = Surface(rawValue: word) else {
                throw .wrong("command.surface", "\"\(word)\"", Surface.allCases.map(\.rawValue).joined(separator: ", "))
            }
            self.surface = surface
        }
        guard !isEmpty else {
            throw .wrong("command", "no value", "at least one of \(members.map(\.0).joined(separator: ", "))")
        }
    }

    /// Every value, null where it is not known.
    var members: [(String, JSON)] {
        func number(_ value: Int?) -> JSON { value.map { .integer(Int64($0)) } ?? .null }
        return [
            ("airTenths", number(air)), ("trackTenths", number(track)),
            ("surface", surface.map { .string($0.rawValue) } ?? .null), ("humidityPercent", number(humidity)),
            ("windKmh", number(wind)),
        ]
    }
}

extension JSON {
    /// Text on one line of which every character can be shown. A fixed list: a journal has to read the same with every
    /// edition of Unicode.
    func requireLine(_ name: String, most: Int, in path: String) throws(Refusal) -> String {
        let text = try requireText(name, most: most, in: path)
        if let scalar = text.unicodeScalars.first(where: Self.isHidden) {
            let code = String(scalar.value, radix: 16, uppercase: true)
            let zeros = String(repeating: "0", count: max(0, 4 - code.count))
            throw Refusal(
                .wrongValue, field: "\(path).\(name)", "found U+\(zeros)\(code)",
                expected: "one line of text that can be shown",
                remedy: "leave out control characters, line breaks and marks of direction")
        }
        guard text.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else {
            throw .wrong("\(path).\(name)", "only spaces", "text of 1 to \(most) bytes")
        }
        return text
    }

    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0...0x1F, 0x7F...0x9F, 0xAD, 0x34F, 0x61C, 0x115F...0x1160, 0x17B4...0x17B5, 0x180B...0x180F,
            0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0x3164, 0xFEFF, 0xFFA0, 0xFFF0...0xFFFB,
            0xE0000...0xE0FFF:
            true
        default: false
        }
    }
}
