/// Reads JSON from bytes in one pass, without allocating where the caller asks for numbers and known names.
struct JSONScanner {
    private let bytes: UnsafeRawBufferPointer
    private(set) var index = 0

    /// Deep enough for every message; shallow enough for any stack.
    static let maximumDepth = 16

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    @inline(__always)
    mutating func peek() -> UInt8 {
        while index < bytes.count {
            let byte = bytes[index]
            guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return byte }
            index += 1
        }
        return 0
    }

    /// Takes this character, spaces before it skipped. False when another comes.
    @inline(__always)
    mutating func take(_ character: UInt8) -> Bool {
        guard peek() == character, index < bytes.count else { return false }
        index += 1
        return true
    }

    @inline(__always)
    mutating func expect(_ character: UInt8) throws(Refusal) {
        guard take(character) else {
            throw .notJSON("no \"\(Character(Unicode.Scalar(character)))\"", at: index)
        }
    }

    mutating func end() throws(Refusal) {
        _ = peek()
        guard index >= bytes.count else { throw .notJSON("more after the object", at: index) }
    }

    // MARK: Members of an object, one at a time

    /// Steps to the next member of an object whose brace has been taken; nil at its end. The name's bytes lie
    /// in the message and are compared as they are: names of the protocol need no escapes.
    mutating func member(first: inout Bool) throws(Refusal) -> UnsafeRawBufferPointer? {
        if take(0x7D) { return nil }
        if !first { try expect(0x2C) }
        first = false
        let start = index
        let name = try rawString()
        if name.hasEscapes { _ = try unescaped(name.bytes, at: start) }
        try expect(0x3A)
        return name.bytes
    }

    /// Steps to the next element of an array whose bracket has been taken; false at its end.
    mutating func element(first: inout Bool) throws(Refusal) -> Bool {
        if take(0x5D) { return false }
        if !first { try expect(0x2C) }
        first = false
        return true
    }

    /// An integer that 64 bits hold. Nil, nothing taken, when another value comes.
    @inline(__always)
    mutating func integer() -> Int64? {
        _ = peek()
        var place = index
        let isNegative = place < bytes.count && bytes[place] == 0x2D
        if isNegative { place += 1 }
        let firstDigit = place
        // Counted downwards: the lowest integer has no positive counterpart.
        var value: Int64 = 0
        while place < bytes.count {
            let digit = bytes[place] &- 0x30
            guard digit <= 9 else { break }
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.subtractingReportingOverflow(Int64(digit))
            guard !overflow, !carry else { return nil }
            value = sum
            place += 1
        }
        guard place > firstDigit, place - firstDigit == 1 || bytes[firstDigit] != 0x30 else { return nil }
        if place < bytes.count, bytes[place] == 0x2E || bytes[place] | 0x20 == 0x65 { return nil }
        guard isNegative || value != .min else { return nil }
        index = place
        return isNegative ? value : -value
    }

    @inline(__always)
    mutating func boolean() -> Bool? {
        if word("true") { return true }
        if word("false") { return false }
        return nil
    }

    mutating func skip() throws(Refusal) {
        _ = try value(depth: 1)
    }

    // MARK: Whole values

    mutating func value(depth: Int) throws(Refusal) -> JSON {
        guard depth < Self.maximumDepth else { throw .notJSON("nested too deep", at: index) }
        switch peek() {
        case 0x7B: return try object(depth: depth)
        case 0x5B: return try array(depth: depth)
        case 0x22: return .string(try string())
        case 0x74, 0x66:
            guard let value = boolean() else { throw .notJSON("no value", at: index) }
            return .bool(value)
        case 0x6E:
            guard word("null") else { throw .notJSON("no value", at: index) }
            return .null
        default:
            if let value = integer() { return .integer(value) }
            return .number(try number())
        }
    }

    private mutating func object(depth: Int) throws(Refusal) -> JSON {
        try expect(0x7B)
        var members: [JSON.Member] = []
        var first = true
        while !take(0x7D) {
            if !first { try expect(0x2C) }
            first = false
            _ = peek()
            let name = try string()
            guard members.count < 256 else { throw .notJSON("too many members", at: index) }
            guard !members.contains(where: { $0.name == name }) else {
                throw .notJSON("member \"\(name)\" twice", at: index)
            }
            try expect(0x3A)
            members.append(JSON.Member(name, try value(depth: depth + 1)))
        }
        return .object(members)
    }

    private mutating func array(depth: Int) throws(Refusal) -> JSON {
        try expect(0x5B)
        var elements: [JSON] = []
        var first = true
        while try element(first: &first) {
            elements.append(try value(depth: depth + 1))
        }
        return .array(elements)
    }

    /// A number outside the integers of 64 bits, checked against the grammar and kept as text.
    private mutating func number() throws(Refusal) -> String {
        let start = index
        func digits() -> Int {
            var place = index
            while place < bytes.count, bytes[place] &- 0x30 <= 9 { place += 1 }
            return place - index
        }
        if index < bytes.count, bytes[index] == 0x2D { index += 1 }
        let whole = digits()
        guard whole > 0, whole == 1 || bytes[index] != 0x30 else { throw .notJSON("no value", at: start) }
        index += whole
        if index < bytes.count, bytes[index] == 0x2E {
            index += 1
            let fraction = digits()
            guard fraction > 0 else { throw .notJSON("a number without its fraction", at: start) }
            index += fraction
        }
        if index < bytes.count, bytes[index] | 0x20 == 0x65 {
            index += 1
            if index < bytes.count, bytes[index] == 0x2B || bytes[index] == 0x2D { index += 1 }
            let exponent = digits()
            guard exponent > 0 else { throw .notJSON("a number without its exponent", at: start) }
            index += exponent
        }
        return String(decoding: UnsafeRawBufferPointer(rebasing: bytes[start..<index]), as: UTF8.self)
    }

    @inline(__always)
    private mutating func word(_ word: StaticString) -> Bool {
        _ = peek()
        let count = word.utf8CodeUnitCount
        guard index + count <= bytes.count else { return false }
        for offset in 0..<count where bytes[index + offset] != word.utf8Start[offset] { return false }
        index += count
        return true
    }

    /// The bytes between quotes, escapes left as they are.
    private mutating func rawString() throws(Refusal) -> (bytes: UnsafeRawBufferPointer, hasEscapes: Bool) {
        try expect(0x22)
        let start = index
        let end = bytes.count
        var (isASCII, hasEscapes) = (true, false)
        // A place of its own: the index in memory would be written for every byte.
        var place = start
        while place < end {
            switch bytes[place] {
            case 0x22:
                index = place + 1
                let raw = UnsafeRawBufferPointer(rebasing: bytes[start..<place])
                guard isASCII || String(validating: raw, as: UTF8.self) != nil else {
                    throw .notJSON("text that is not UTF-8", at: start)
                }
                return (raw, hasEscapes)
            case 0x5C:
                hasEscapes = true
                place += 2
            case 0..<0x20: throw .notJSON("a control character in text", at: place)
            case 0x80...:
                isASCII = false
                place += 1
            default: place += 1
            }
        }
        throw .notJSON("text without its end", at: start)
    }

    mutating func string() throws(Refusal) -> String {
        let start = index
        let raw = try rawString()
        guard raw.hasEscapes else { return String(decoding: raw.bytes, as: UTF8.self) }
        return try unescaped(raw.bytes, at: start)
    }

    private func unescaped(_ raw: UnsafeRawBufferPointer, at start: Int) throws(Refusal) -> String {
        var units: [UInt8] = []
        units.reserveCapacity(raw.count)
        var place = 0
        while place < raw.count {
            let byte = raw[place]
            place += 1
            guard byte == 0x5C else {
                units.append(byte)
                continue
            }
            guard place < raw.count else { throw .notJSON("an escape without its end", at: start) }
            let escape = raw[place]
            place += 1
            switch escape {
            case 0x22, 0x5C, 0x2F: units.append(escape)
            case 0x62: units.append(0x08)
            case 0x66: units.append(0x0C)
            case 0x6E: units.append(0x0A)
            case 0x72: units.append(0x0D)
            case 0x74: units.append(0x09)
            case 0x75:
                guard let scalar = Self.escapedScalar(raw, &place) else {
                    throw .notJSON("a wrong \\u escape", at: start)
                }
                units.append(contentsOf: Array(String(Character(scalar)).utf8))
            default: throw .notJSON("an unknown escape", at: start)
            }
        }
        guard let text = String(validating: units, as: UTF8.self) else {
            throw .notJSON("text that is not UTF-8", at: start)
        }
        return text
    }

    private static func escapedScalar(_ raw: UnsafeRawBufferPointer, _ place: inout Int) -> Unicode.Scalar? {
        func unit() -> UInt32? {
            guard place + 4 <= raw.count else { return nil }
            var value: UInt32 = 0
            for offset in 0..<4 {
                guard let digit = Character(Unicode.Scalar(raw[place + offset])).hexDigitValue else {
                    return nil
                }
                value = value << 4 | UInt32(digit)
            }
            place += 4
            return value
        }
        guard let high = unit() else { return nil }
        guard high & 0xFC00 == 0xD800 else { return Unicode.Scalar(high) }
        guard place + 2 <= raw.count, raw[place] == 0x5C, raw[place + 1] == 0x75 else { return nil }
        place += 2
        guard let low = unit(), low & 0xFC00 == 0xDC00 else { return nil }
        return Unicode.Scalar(0x10000 + (high & 0x3FF) << 10 + (low & 0x3FF))
    }
}

/// Compares a name as it stands in a message with one of the protocol's.
@inline(__always)
func == (raw: UnsafeRawBufferPointer, name: StaticString) -> Bool {
    let count = name.utf8CodeUnitCount
    guard raw.count == count else { return false }
    for offset in 0..<count where raw[offset] != name.utf8Start[offset] { return false }
    return true
}
