import ArgumentParser
import Rulebook
import Timing

/// A length of time on the command line, with its unit as in the files: `25 min`, `5 s`, `500 ms`, `1:25.000`.
struct TimeSpan: Sendable {
    let time: Milliseconds

    init(_ time: Milliseconds) { self.time = time }

    /// A bare number says nothing: 25 was meant in minutes and taken in seconds.
    init(written text: String) throws {
        let isNegative = text.hasPrefix("-")
        let amount = isNegative ? String(text.dropFirst()) : text
        if let length = Milliseconds(duration: amount) {
            time = isNegative ? .zero - length : length
        } else if let (less, more) = Self.likely(amount) {
            let sign = isNegative ? "-" : ""
            throw ValidationError(
                "\(text) has no unit; expected \(sign)\(less) or \(sign)\(more); write the one that is meant")
        } else {
            throw ValidationError(
                "\"\(text)\" is no length of time; expected a number with ms, s, min or h, or a time like 1:25.000; "
                    + "write for example \"25 min\", 5s or 1:25.000")
        }
    }

    /// A length that is nothing at least.
    static func length(_ text: String) throws -> TimeSpan {
        let span = try TimeSpan(written: text)
        guard span.time >= .zero else {
            throw ValidationError(
                "\(text) is less than nothing; expected a length of time; leave the minus out, or take back what was "
                    + "given before with lapwing control withdraw")
        }
        return span
    }

    /// What a number without a unit most likely meant; nil where the text is no number.
    private static func likely(_ text: String) -> (String, String)? {
        guard let number = Double(text), number.isFinite, text.allSatisfy({ $0.isNumber || $0 == "." }) else {
            return nil
        }
        return number >= 500 ? ("\(text)ms", "\(text)s") : ("\(text)s", "\(text)min")
    }

    /// Whole seconds, the last one begun counted.
    var seconds: Int { Int((time.count + 999) / 1000) }
}

/// A speed on the command line, with its unit as in the files: `50 km/h`.
enum SpeedText {
    static func kilometresPerHour(_ text: String) throws -> Int {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let unit = text.dropFirst(digits.count).drop { $0 == " " }
        guard let speed = Int(digits) else {
            throw ValidationError("\"\(text)\" is no speed; expected whole km/h; write for example 50km/h")
        }
        guard unit == "km/h" else {
            let found = unit.isEmpty ? "\(text) has no unit" : "\"\(unit)\" is no unit of speed here"
            throw ValidationError(
                "\(found); expected km/h; write \(speed)km/h, or for \(speed) mph "
                    + "\((speed * 1609 + 500) / 1000)km/h")
        }
        return speed
    }
}

/// An option whose name carried a unit. It is refused with the way it is written now, never read.
struct FormerOption: ExpressibleByArgument {
    let text: String

    init?(argument: String) { text = argument }

    /// `unit` is what the former option counted.
    func refuse(_ former: String, now option: String, unit: String) throws {
        throw ValidationError(
            "\(former) is no more; expected \(option) with the unit; write \(option) \(text)\(unit)")
    }
}
