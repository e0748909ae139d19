import Timing

/// The fields of a Multiloop record, as they are read one after the other. Numbers are hexadecimal text, as small as
/// they go, in capital letters; times are milliseconds.
struct MultiloopFields {
    private let fields: ArraySlice<String>
    private var place: Int

    init(_ fields: ArraySlice<String>) {
        self.fields = fields
        place = fields.startIndex
    }

    mutating func text() throws(MultiloopFault) -> String {
        guard place < fields.endIndex else {
            throw MultiloopFault(found: "\(fields.count) fields", expected: "more")
        }
        defer { place += 1 }
        return fields[place]
    }

    mutating func number() throws(MultiloopFault) -> Int {
        let field = try text()
        guard let number = UInt32(field, radix: 16), Self.text(Int(number)) == field else {
            throw MultiloopFault(found: "\"\(field)\"", expected: "a number in capital hexadecimal digits")
        }
        return Int(number)
    }

    mutating func time() throws(MultiloopFault) -> Milliseconds { Milliseconds(Int64(try number())) }

    mutating func word<Word: RawRepresentable<String>>() throws(MultiloopFault) -> Word {
        let field = try text()
        guard let word = Word(rawValue: field) else {
            throw MultiloopFault(found: "\"\(field)\"", expected: "one of the letters of \(Word.self)")
        }
        return word
    }

    /// Nothing may follow but empty fields, where some are usual.
    func end(empty count: Int = 0) throws(MultiloopFault) {
        let rest = fields[place...]
        guard rest.count == count, rest.allSatisfy(\.isEmpty) else {
            throw MultiloopFault(found: "\(rest.count) fields behind the record", expected: "\(count), empty")
        }
    }

    // MARK: Writing

    static func text(_ number: Int) -> String {
        String(UInt32(clamping: max(0, number)), radix: 16, uppercase: true)
    }

    static func text(_ time: Milliseconds) -> String { text(Int(clamping: time.count)) }
}
