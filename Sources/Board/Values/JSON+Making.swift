import Timing
import Wire

/// Values of the race as JSON, an absent one as null.
extension JSON {
    static func of(_ time: Milliseconds?) -> JSON { time.map { .integer($0.count) } ?? .null }

    static func of(_ instant: Instant?) -> JSON { instant.map { .integer($0.milliseconds) } ?? .null }

    static func of(_ number: (some FixedWidthInteger)?) -> JSON {
        number.map { .integer(Int64(clamping: $0)) } ?? .null
    }

    static func of(_ text: String?) -> JSON { text.map { .string($0) } ?? .null }

    static func of(_ cars: [CarNumber]) -> JSON { .array(cars.map { .string($0.text) }) }

    static func members(_ members: KeyValuePairs<String, JSON>) -> JSON {
        .object(members.map { .init($0.key, $0.value) })
    }

    /// The same without the members of this name, at whatever depth.
    func without(_ name: String) -> JSON {
        changed { member, value in member == name ? nil : value }
    }

    /// The same with each member as the closure makes it, at whatever depth, the inner ones first; nil leaves it out.
    func changed(_ change: (String, JSON) -> JSON?) -> JSON {
        switch self {
        case .array(let elements): .array(elements.map { $0.changed(change) })
        case .object(let members):
            .object(
                members.compactMap { member in
                    change(member.name, member.value.changed(change)).map { .init(member.name, $0) }
                })
        case .null, .bool, .integer, .number, .string: self
        }
    }
}
