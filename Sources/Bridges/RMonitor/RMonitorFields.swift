import Timing

/// The fields of a line, taken one after the other. A comma within quotes belongs to the text.
struct RMonitorFields {
    private struct Field {
        let text: String
        let isQuoted: Bool
    }

    /// With its `$`.
    let command: String
    private let fields: [Field]
    private var place = 0

    /// - Parameter line: without its CR LF.
    init(_ line: ArraySlice<UInt8>) throws(RMonitorFault) {
        var rest = line
        guard rest.first == UInt8(ascii: "$") else {
            throw RMonitorFault(command: "", field: 0, found: "no $ in front", expected: "a record")
        }
        var all: [Field] = []
        var command = ""
        while true {
            let field = try Self.next(&rest, command: command, number: all.count)
            if all.isEmpty { command = field.text }
            all.append(field)
            if rest.isEmpty { break }
            rest = rest.dropFirst()
        }
        self.command = command
        fields = Array(all.dropFirst())
    }

    /// The next field, up to its comma or to the end.
    private static func next(
        _ rest: inout ArraySlice<UInt8>, command: String, number: Int
    ) throws(RMonitorFault) -> Field {
        func fault(_ found: String, _ expected: String) -> RMonitorFault {
            RMonitorFault(command: command, field: number, found: found, expected: expected)
        }
        let isQuoted = rest.first == UInt8(ascii: "\"")
        let bytes: ArraySlice<UInt8>
        if isQuoted {
            let inside = rest.dropFirst()
            guard let end = inside.firstIndex(of: UInt8(ascii: "\"")) else {
                throw fault("a quote without its end", "a quote at the end of the text")
            }
            bytes = inside[..<end]
            rest = inside[(end + 1)...]
            guard rest.isEmpty || rest.first == UInt8(ascii: ",") else {
                throw fault("more behind the text's end", "a comma, or the end of the line")
            }
        } else {
            bytes = rest.prefix { $0 != UInt8(ascii: ",") }
            rest = rest[bytes.endIndex...]
        }
        guard let text = Windows1252.text(of: bytes) else {
            throw fault("a byte that is no character", "characters of code page 1252")
        }
        return Field(text: text, isQuoted: isQuoted)
    }

    // MARK: Taking

    /// Whether there is one more.
    var hasMore: Bool { place < fields.count }

    func fault(_ found: String, _ expected: String) -> RMonitorFault {
        RMonitorFault(command: command, field: place, found: found, expected: expected)
    }

    private mutating func next(_ expected: String) throws(RMonitorFault) -> Field {
        place += 1
        guard place <= fields.count else { throw fault("the end of the line", expected) }
        return fields[place - 1]
    }

    mutating func text(_ name: String) throws(RMonitorFault) -> String {
        let field = try next("\(name) in quotes")
        guard field.isQuoted else { throw fault("\"\(field.text)\" without quotes", "\(name) in quotes") }
        return field.text
    }

    mutating func number(_ name: String, _ range: ClosedRange<Int>) throws(RMonitorFault) -> Int {
        guard let number = try numberOrNil(name, range) else { throw fault("nothing", "\(name), a number") }
        return number
    }

    /// Nil of an empty field.
    mutating func numberOrNil(_ name: String, _ range: ClosedRange<Int>) throws(RMonitorFault) -> Int? {
        let expected = "\(name), a number from \(range.lowerBound) to \(range.upperBound), without quotes"
        let field = try next(expected)
        if field.text.isEmpty, !field.isQuoted { return nil }
        // Written again it has to be the same.
        guard !field.isQuoted, let number = Int(field.text), String(number) == field.text, range ~= number else {
            throw fault(field.isQuoted ? "\"\(field.text)\" in quotes" : field.text, expected)
        }
        return number
    }

    /// `HH:MM:SS`.
    mutating func seconds(_ name: String) throws(RMonitorFault) -> Milliseconds {
        try time(name, "HH:MM:SS", withThousandths: false)
    }

    /// `HH:MM:SS.DDD`.
    mutating func time(_ name: String) throws(RMonitorFault) -> Milliseconds {
        try time(name, "HH:MM:SS.DDD", withThousandths: true)
    }

    private mutating func time(
        _ name: String, _ form: String, withThousandths: Bool
    ) throws(RMonitorFault) -> Milliseconds {
        let text = try text("\(name) as \(form)")
        guard let time = RMonitorTime.read(text, withThousandths: withThousandths) else {
            throw fault("\"\(text)\"", "\(name) as \(form)")
        }
        return time
    }

    /// Nothing may follow.
    func end() throws(RMonitorFault) {
        guard place == fields.count else {
            throw RMonitorFault(
                command: command, field: place + 1, found: "\"\(fields[place].text)\"", expected: "the end of the line")
        }
    }
}
