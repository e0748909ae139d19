import Timing
import Wire

/// The members of one object of a message, read by name and type.
///
/// A member that is not known is ignored, as docs/protocol.md says in section 1. One that is missing is refused, unless
/// a reader asks for it by `…IfPresent`: a renamed member shows at once, not as a blank on a screen.
struct Members {
    private let members: [JSON.Member]
    /// Where the object lies in the message, for a refusal; empty for the message itself.
    private let path: String
    /// The meaning of a missing member.
    let absence: Absence

    enum Absence {
        /// The message is refused.
        case refused
        /// Nothing: an empty text or list, 0, false. A file may be written by hand or by an earlier Lapwing.
        case nothing
    }

    init(_ json: JSON, at path: String = "", absence: Absence = .refused) throws(Refusal) {
        guard case .object(let members) = json else {
            throw Self.unreadable(path, "not an object", "an object")
        }
        self.members = members
        self.path = path
        self.absence = absence
    }

    // MARK: Finding

    /// The value; nil where the object does not have the member.
    func valueIfPresent(_ name: String) -> JSON? { members.first { $0.name == name }?.value }

    func isPresent(_ name: String) -> Bool { valueIfPresent(name) != nil }

    /// The value; nil where it is missing and that means nothing.
    private func value(_ name: String) throws(Refusal) -> JSON? {
        if let value = valueIfPresent(name) { return value }
        guard absence == .nothing else {
            throw Refusal(
                .missingField, field: place(name), "the message has no member \"\(name)\"", expected: name,
                remedy: Self.remedy)
        }
        return nil
    }

    /// The value; nil where it is null, or is missing and that means nothing.
    private func valueOrNil(_ name: String) throws(Refusal) -> JSON? {
        let value = try value(name)
        return value == .null ? nil : value
    }

    private func place(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

    private static let remedy = "the daemon and this program are of different versions: install the same"

    private static func unreadable(_ place: String, _ found: String, _ expected: String) -> Refusal {
        Refusal(.wrongValue, field: place, "found \(found)", expected: expected, remedy: remedy)
    }

    func wrong(_ name: String, _ value: JSON, _ expected: String) -> Refusal {
        Self.unreadable(place(name), String(decoding: value.bytes.prefix(80), as: UTF8.self), expected)
    }

    // MARK: Texts

    func text(_ name: String) throws(Refusal) -> String { try read(name, value(name), Self.text) ?? "" }

    func textOrNil(_ name: String) throws(Refusal) -> String? { try read(name, valueOrNil(name), Self.text) }

    func textIfPresent(_ name: String) throws(Refusal) -> String? {
        try read(name, valueIfPresent(name), Self.text)
    }

    func texts(_ name: String) throws(Refusal) -> [String] {
        try elements(name).map { element throws(Refusal) in
            guard let text = element.text else { throw wrong(name, element, "text") }
            return text
        }
    }

    func word<Known>(_ name: String) throws(Refusal) -> Word<Known> { Word(try text(name)) }

    func wordOrNil<Known>(_ name: String) throws(Refusal) -> Word<Known>? { try textOrNil(name).map { Word($0) } }

    func wordIfPresent<Known>(_ name: String) throws(Refusal) -> Word<Known>? {
        try textIfPresent(name).map { Word($0) }
    }

    func car(_ name: String) throws(Refusal) -> CarNumber { CarNumber(try text(name)) }

    func carOrNil(_ name: String) throws(Refusal) -> CarNumber? { try textOrNil(name).map { CarNumber($0) } }

    func carIfPresent(_ name: String) throws(Refusal) -> CarNumber? { try textIfPresent(name).map { CarNumber($0) } }

    // MARK: Numbers

    func number<Number: FixedWidthInteger & Sendable>(_ name: String) throws(Refusal) -> Number {
        try read(name, value(name), Self.number) ?? 0
    }

    func numberOrNil<Number: FixedWidthInteger & Sendable>(_ name: String) throws(Refusal) -> Number? {
        try read(name, valueOrNil(name), Self.number)
    }

    func numberIfPresent<Number: FixedWidthInteger & Sendable>(_ name: String) throws(Refusal) -> Number? {
        try read(name, valueIfPresent(name), Self.number)
    }

    func time(_ name: String) throws(Refusal) -> Milliseconds { Milliseconds(try number(name)) }

    func timeOrNil(_ name: String) throws(Refusal) -> Milliseconds? { try numberOrNil(name).map { Milliseconds($0) } }

    func timeIfPresent(_ name: String) throws(Refusal) -> Milliseconds? {
        try numberIfPresent(name).map { Milliseconds($0) }
    }

    /// Times of a list, nil where one is null.
    func times(_ name: String) throws(Refusal) -> [Milliseconds?] {
        try elements(name).map { element throws(Refusal) in
            if element == .null { return nil }
            guard let count: Int64 = Self.number(element) else { throw wrong(name, element, "milliseconds or null") }
            return Milliseconds(count)
        }
    }

    /// An instant in milliseconds of UTC.
    func instant(_ name: String) throws(Refusal) -> Instant { Instant(milliseconds: try number(name)) }

    func instantOrNil(_ name: String) throws(Refusal) -> Instant? {
        try numberOrNil(name).map { Instant(milliseconds: $0) }
    }

    func instantIfPresent(_ name: String) throws(Refusal) -> Instant? {
        try numberIfPresent(name).map { Instant(milliseconds: $0) }
    }

    func loop(_ name: String) throws(Refusal) -> LoopID { LoopID(try number(name)) }

    func loopOrNil(_ name: String) throws(Refusal) -> LoopID? { try numberOrNil(name).map { LoopID($0) } }

    func truth(_ name: String) throws(Refusal) -> Bool {
        try read(name, value(name)) { value in value.bool } ?? false
    }

    func truthIfPresent(_ name: String) throws(Refusal) -> Bool? {
        try read(name, valueIfPresent(name)) { value in value.bool }
    }

    // MARK: Objects and lists

    /// A missing object reads as one in which everything is missing.
    func object<Value: Readable>(_ name: String) throws(Refusal) -> Value {
        try Value(Members(try value(name) ?? .object([]), at: place(name), absence: absence))
    }

    func objectOrNil<Value: Readable>(_ name: String) throws(Refusal) -> Value? {
        guard let value = try valueOrNil(name) else { return nil }
        return try Value(Members(value, at: place(name), absence: absence))
    }

    func objectIfPresent<Value: Readable>(_ name: String) throws(Refusal) -> Value? {
        guard let value = valueIfPresent(name), value != .null else { return nil }
        return try Value(Members(value, at: place(name), absence: absence))
    }

    /// This object as what a box says of itself.
    func boxHealth() throws(Refusal) -> BoxHealth { try BoxHealth(.object(members)) }

    func list<Value: Readable>(_ name: String) throws(Refusal) -> [Value] {
        try values(name, try elements(name))
    }

    func listIfPresent<Value: Readable>(_ name: String) throws(Refusal) -> [Value]? {
        isPresent(name) ? try list(name) : nil
    }

    private func values<Value: Readable>(_ name: String, _ elements: [JSON]) throws(Refusal) -> [Value] {
        var values: [Value] = []
        values.reserveCapacity(elements.count)
        for (index, element) in elements.enumerated() {
            values.append(try Value(Members(element, at: "\(place(name))[\(index)]", absence: absence)))
        }
        return values
    }

    func elements(_ name: String) throws(Refusal) -> [JSON] {
        try read(name, value(name)) { value in value.elements } ?? []
    }

    /// Members of an object whose names are data, in their order.
    func named<Value: Readable>(_ name: String) throws(Refusal) -> [(name: String, value: Value)] {
        guard let value = try value(name) else { return [] }
        guard case .object(let members) = value else { throw wrong(name, value, "an object") }
        var found: [(name: String, value: Value)] = []
        for member in members {
            let path = "\(place(name)).\(member.name)"
            found.append((member.name, try Value(Members(member.value, at: path, absence: absence))))
        }
        return found
    }

    /// Numbers of an object whose names are data, in their order.
    func counts(_ name: String) throws(Refusal) -> [(name: String, count: Int)] {
        guard let value = try value(name) else { return [] }
        guard case .object(let members) = value else { throw wrong(name, value, "an object") }
        return try members.map { member throws(Refusal) in
            guard let count = member.value.integer else { throw wrong(name, member.value, "a count") }
            return (member.name, Int(clamping: count))
        }
    }

    // MARK: Reading

    private func read<Value>(
        _ name: String, _ value: JSON?, _ reading: (JSON) -> Value?
    ) throws(Refusal) -> Value? {
        guard let value else { return nil }
        guard let read = reading(value) else { throw wrong(name, value, "\(Value.self)") }
        return read
    }

    private static func text(_ value: JSON) -> String? { value.text }

    /// The protocol has no larger number than 2^53; none of them can overflow a sum.
    private static func number<Number: FixedWidthInteger & Sendable>(_ value: JSON) -> Number? {
        guard let number = value.integer, number.magnitude <= 1 << 53 else { return nil }
        return Number(exactly: number)
    }
}
