/// A JSON value as the protocol uses it, for messages off the path of a crossing.
public enum JSON: Hashable, Sendable {
    case null
    case bool(Bool)
    case integer(Int64)
    /// A number that is not an integer of 64 bits. The protocol has none; kept to be refused by name.
    case number(String)
    case string(String)
    case array([JSON])
    /// Members in order of appearance; a repeated name is refused when read.
    case object([Member])

    /// A member of an object.
    public struct Member: Hashable, Sendable {
        /// The name, without quotes and escapes.
        public let name: String
        /// The value under the name.
        public let value: JSON

        public init(_ name: String, _ value: JSON) {
            self.name = name
            self.value = value
        }
    }

    /// Reads one whole value.
    public init(_ bytes: UnsafeRawBufferPointer) throws(Refusal) {
        var scanner = JSONScanner(bytes)
        self = try scanner.value(depth: 0)
        try scanner.end()
    }

    public init(_ bytes: [UInt8]) throws(Refusal) {
        self = try bytes.reading { bytes throws(Refusal) in try JSON(bytes) }
    }

    /// The value of an object's member; nil where there is none, or where this is no object.
    public subscript(_ name: String) -> JSON? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    /// The text; nil for any other kind of value.
    public var text: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The integer; nil for any other kind of value.
    public var integer: Int64? {
        if case .integer(let value) = self { value } else { nil }
    }

    /// The truth value; nil for any other kind of value.
    public var bool: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// The elements of an array; nil for any other kind of value.
    public var elements: [JSON]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    /// The kind of value, as a refusal names it.
    var kind: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .integer: "an integer"
        case .number(let text): "the number \(text)"
        case .string: "text"
        case .array: "an array"
        case .object: "an object"
        }
    }

    /// The value as bytes, members in their order.
    public var bytes: [UInt8] {
        let writer = ByteWriter(capacity: 512)
        write(to: writer)
        return writer.bytes
    }

    func write(to writer: ByteWriter) {
        switch self {
        case .null: writer.append("null")
        case .bool(let value): writer.append(value ? "true" : "false")
        case .integer(let value): writer.append(value)
        case .number(let text): writer.append(utf8: text)
        case .string(let text): writer.append(quoting: text)
        case .array(let elements):
            writer.append("[")
            for (index, element) in elements.enumerated() {
                if index > 0 { writer.append(",") }
                element.write(to: writer)
            }
            writer.append("]")
        case .object(let members):
            writer.append("{")
            for (index, member) in members.enumerated() {
                if index > 0 { writer.append(",") }
                writer.append(quoting: member.name)
                writer.append(":")
                member.value.write(to: writer)
            }
            writer.append("}")
        }
    }
}

extension [UInt8] {
    /// The bytes as a decoder reads them.
    package func reading<Value>(
        _ body: (UnsafeRawBufferPointer) throws(Refusal) -> Value
    ) throws(Refusal) -> Value {
        let result: Result<Value, Refusal> = withUnsafeBytes { bytes in
            do throws(Refusal) { return .success(try body(bytes)) } catch { return .failure(error) }
        }
        return try result.get()
    }
}
