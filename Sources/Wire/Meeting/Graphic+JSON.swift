import Meeting
import Timing

/// What an overlay shows, as a command states it (docs/protocol.md, section 3).
extension MeetingCommand.Action {
    static func graphics(_ action: String, _ command: JSON) throws(Refusal) -> Self {
        switch action {
        case "show": return .showGraphic(try Graphic(command))
        case "hide":
            return .hideGraphic(command["subject"] == nil ? nil : try Graphic.subject(command))
        default: throw .wrong("command.action", "\"\(action)\"", "show or hide")
        }
    }
}

extension Graphic {
    private static let mostCars = 60

    fileprivate init(_ command: JSON) throws(Refusal) {
        let cars = try command.listIfPresent("cars", 1...Self.mostCars, in: "command") { element throws(Refusal) in
            guard let text = element.text, (1...16).contains(text.utf8.count) else {
                throw .wrong("command.cars", element.kind, "numbers of cars as text")
            }
            return CarNumber(text)
        }
        self.init(
            try Self.subject(command), cars: cars ?? [],
            carClass: command["class"] == nil ? nil : try command.requireLine("class", most: 64, in: "command"),
            text: command["text"] == nil ? nil : try command.requireLine("text", most: 512, in: "command"))
    }

    fileprivate static func subject(_ command: JSON) throws(Refusal) -> String {
        let subject = try command.requireText("subject", in: "command")
        guard subject.utf8.allSatisfy(isOfName) else {
            throw .wrong("command.subject", "\"\(subject)\"", "letters, digits, ., - and _")
        }
        return subject
    }

    private static func isOfName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    /// The same of this session.
    func of(_ session: String?) -> Graphic {
        Graphic(subject, session: session, cars: cars, carClass: carClass, text: text)
    }

    var members: [JSON.Member] {
        var members: [JSON.Member] = [.init("subject", .string(subject))]
        if !cars.isEmpty { members.append(.init("cars", .array(cars.map { .string($0.text) }))) }
        if let carClass { members.append(.init("class", .string(carClass))) }
        if let text { members.append(.init("text", .string(text))) }
        return members
    }
}

extension ShownGraphic {
    /// As the meeting publishes it.
    var json: JSON {
        .object([
            .init("subject", .string(graphic.subject)),
            .init("session", graphic.session.map { .string($0) } ?? .null),
            .init("cars", .array(graphic.cars.map { .string($0.text) })),
            .init("class", graphic.carClass.map { .string($0) } ?? .null),
            .init("text", graphic.text.map { .string($0) } ?? .null),
            .init("sinceMs", .integer(max(since.milliseconds, 0))), .init("by", .string(by)),
        ])
    }
}
