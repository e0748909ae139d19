public import Timing

/// How a race starts, as a bulletin states it (docs/protocol.md, section 3).
extension StartList {
    /// No entry list is longer.
    private static let most = 1000
    private static let path = "command.startList"

    /// Reads what a bulletin states.
    public init(_ json: JSON) throws(Refusal) {
        let origins = try json.requireList("of", 1...16, in: Self.path) { element throws(Refusal) in
            try ResultOrigin(element, in: "\(Self.path).of")
        }
        let grid = try json.listIfPresent("grid", 1...Self.most, in: Self.path) { element throws(Refusal) in
            try Self.car(element.text, "\(Self.path).grid")
        }
        let additions = try json.listIfPresent("additions", 0...Self.most, in: Self.path) { element throws(Refusal) in
            let path = "\(Self.path).additions"
            return Addition(
                try Self.car(element["car"]?.text, "\(path).car"),
                Milliseconds(try element.require("timeMs", 1...86_400_000, in: path)))
        }
        let starters = try json.listIfPresent("starters", 0...Self.most, in: Self.path) { element throws(Refusal) in
            let path = "\(Self.path).starters"
            return Starter(
                try Self.car(element["car"]?.text, "\(path).car"),
                driver: UInt8(try element.require("driver", 1...255, in: path)))
        }
        guard grid != nil || additions != nil || starters != nil else {
            throw .missing("\(Self.path).grid, additions or starters")
        }
        try Self.checkOnce(grid ?? [], "grid")
        try Self.checkOnce((additions ?? []).map(\.car), "additions")
        try Self.checkOnce((starters ?? []).map(\.car), "starters")
        self.init(of: origins, grid: grid, additions: additions, starters: starters)
    }

    private static func car(_ text: String?, _ field: String) throws(Refusal) -> CarNumber {
        guard let text, (1...17).contains(text.utf8.count) else {
            throw .wrong(field, text ?? "no text", "the number of a car as text")
        }
        return CarNumber(text)
    }

    private static func checkOnce(_ cars: [CarNumber], _ name: String) throws(Refusal) {
        var seen: Set<CarNumber> = []
        for car in cars where !seen.insert(car).inserted {
            throw .wrong("\(path).\(name)", "car \(car.text) twice", "each car once")
        }
    }

    /// As a bulletin states it.
    public var json: JSON {
        var members: [JSON.Member] = [.init("of", .array(origins.map(\.json)))]
        if let grid { members.append(.init("grid", .array(grid.map { .string($0.text) }))) }
        if let additions {
            let list = additions.map { addition in
                JSON.object([
                    .init("car", .string(addition.car.text)), .init("timeMs", .integer(addition.time.count)),
                ])
            }
            members.append(.init("additions", .array(list)))
        }
        if let starters {
            let list = starters.map { starter in
                JSON.object([
                    .init("car", .string(starter.car.text)), .init("driver", .integer(Int64(starter.driver))),
                ])
            }
            members.append(.init("starters", .array(list)))
        }
        return .object(members)
    }
}

extension JSON {
    /// A list of so many elements.
    func requireList<Element>(
        _ name: String, _ count: ClosedRange<Int>, in path: String, _ read: (JSON) throws(Refusal) -> Element
    ) throws(Refusal) -> [Element] {
        guard let value = self[name] else { throw .missing("\(path).\(name)") }
        guard let elements = value.elements, count.contains(elements.count) else {
            throw .wrong(
                "\(path).\(name)", value.elements.map { "\($0.count) elements" } ?? value.kind,
                "a list of \(count.lowerBound) to \(count.upperBound) elements")
        }
        var list: [Element] = []
        for element in elements { list.append(try read(element)) }
        return list
    }

    func listIfPresent<Element>(
        _ name: String, _ count: ClosedRange<Int>, in path: String, _ read: (JSON) throws(Refusal) -> Element
    ) throws(Refusal) -> [Element]? {
        self[name] == nil ? nil : try requireList(name, count, in: path, read)
    }
}
