import Timing

/// Why a text is not a duration.
enum DurationFault: Error {
    case notADuration, tooFine
}

/// Durations as people write them: `60 min`, `1 h`, `85.000 s`, `500 ms`, `1:25.000`, `6:00:00`.
extension Milliseconds {
    init(written text: String) throws(DurationFault) {
        let number = text.prefix { isDigit($0) || $0 == "." || $0 == ":" }
        let unit = text.dropFirst(number.count).drop { $0 == " " }
        switch unit {
        case "": self = try Self.clock(number)
        case "ms":
            let thousandths = try Self.thousandths(number)
            guard thousandths % 1000 == 0 else { throw .tooFine }
            self = Milliseconds(thousandths / 1000)
        case "s": self = Milliseconds(try Self.thousandths(number))
        case "min": self = Milliseconds(try Self.thousandths(number) * 60)
        case "h": self = Milliseconds(try Self.thousandths(number) * 3600)
        default: throw .notADuration
        }
    }

    /// The shortest of the forms that reads back to the same millisecond.
    var written: String {
        switch count {
        case let count where count != 0 && count % 60_000 == 0: "\(count / 60_000) min"
        case let count where count % 1000 == 0: "\(count / 1000) s"
        default: "\(count) ms"
        }
    }

    /// `m:ss`, `m:ss.mmm`, `h:mm:ss` or `h:mm:ss.mmm`.
    private static func clock(_ text: Substring) throws(DurationFault) -> Milliseconds {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2 || parts.count == 3, let first = parts.first, let last = parts.last,
            parts.dropFirst().allSatisfy({ $0.prefix(while: isDigit).count == 2 })
        else { throw .notADuration }
        let seconds = try thousandths(last)
        var minutes = try whole(first)
        if parts.count == 3 {
            let rest = try whole(parts[1])
            guard rest < 60 else { throw .notADuration }
            minutes = minutes * 60 + rest
        }
        guard seconds < 60_000 else { throw .notADuration }
        return Milliseconds(minutes * 60_000 + seconds)
    }

    /// A decimal number in thousandths, exactly.
    private static func thousandths(_ text: Substring) throws(DurationFault) -> Int64 {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard let first = parts.first, parts.count <= 2 else { throw .notADuration }
        guard parts.count == 2 else { return try whole(first) * 1000 }
        let decimals = parts[1]
        guard !decimals.isEmpty, decimals.allSatisfy(isDigit) else { throw .notADuration }
        guard decimals.count <= 3 else { throw .tooFine }
        let padded = decimals + String(repeating: "0", count: 3 - decimals.count)
        return try whole(first) * 1000 + whole(padded)
    }

    /// At most ten digits, so that no unit can overflow.
    private static func whole(_ text: Substring) throws(DurationFault) -> Int64 {
        guard !text.isEmpty, text.utf8.count <= 10, text.allSatisfy(isDigit), let value = Int64(text) else {
            throw .notADuration
        }
        return value
    }
}

func isDigit(_ character: Character) -> Bool {
    ("0"..."9").contains(character)
}
