public import Wire

/// A row of a classification as far as a file states it: of results, or of a simulated race's truth.
public struct StatedRow: Sendable {
    /// Where two rows differ.
    public struct Difference: Sendable {
        /// The member's name.
        public let name: String
        /// What was found, as JSON; `missing` where it is not stated.
        public let found: String
        /// What this row states, as JSON.
        public let expected: String
    }

    /// A visit to the pit lane as far as it is stated.
    public struct Stop: Sendable {
        private let members: JSON

        fileprivate init(_ members: JSON) { self.members = members }

        /// Where the other one differs from the stated entry and exit.
        public func differences(of other: Stop) -> [Difference] {
            ["inMs", "outMs"].compactMap { name in
                members[name].flatMap { StatedRow.difference(name, other.members[name], $0) }
            }
        }
    }

    private let members: JSON

    /// The car's number; `?` where it is not stated.
    public var car: String { members["number"]?.text ?? "?" }

    /// Its visits to the pit lane; nil where they are not stated.
    public var stops: [Stop]? { members["stops"]?.elements?.map(Stop.init) }

    /// The rows of a file; nil where it has no list `classification`.
    public static func rows(of file: JSON) -> [StatedRow]? {
        file["classification"]?.elements?.map(StatedRow.init)
    }

    private init(_ members: JSON) { self.members = members }

    /// Members of the result; the others are only in a truth file.
    private static let compared = [
        "number", "class", "position", "classPosition", "status", "laps", "totalMs", "gapMs", "gapLaps",
        "intervalMs", "intervalLaps", "bestLapMs", "bestLap",
    ]

    /// Where the other row differs from the stated members.
    public func differences(of other: StatedRow) -> [Difference] {
        // A truth that has no interval for a car that is not classified says nothing about it: neither laps nor time.
        let hasInterval = members["intervalLaps"] != .null
        return Self.compared.compactMap { name in
            guard let value = members[name] else { return nil }
            if value == .null, !hasInterval, name == "intervalLaps" || name == "intervalMs" { return nil }
            return Self.difference(name, other.members[name], value)
        }
    }

    private static func difference(_ name: String, _ found: JSON?, _ expected: JSON) -> Difference? {
        if found == expected { return nil }
        func text(_ value: JSON?) -> String { value.map { String(decoding: $0.bytes, as: UTF8.self) } ?? "missing" }
        return Difference(name: name, found: text(found), expected: text(expected))
    }
}
