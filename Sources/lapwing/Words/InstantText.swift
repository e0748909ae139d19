import ArgumentParser
import Rulebook
import Timing
import Wire

/// An instant on the command line: `23:11:04.298` by a clock at the circuit, `2018-05-19T06:15:12Z`, `-30s` from now,
/// or µs of UTC since 1970.
struct InstantText: Sendable {
    let said: StatedInstant

    init(written text: String) throws {
        if text.hasPrefix("-"), let ago = Milliseconds(duration: String(text.dropFirst())) {
            said = .ago(ago)
        } else if text.allSatisfy({ $0.isASCII && $0.isNumber }), !text.isEmpty {
            guard (15...16).contains(text.count), let microseconds = Int64(text), microseconds <= 1 << 53 else {
                throw ValidationError(
                    "\(text) has no unit; expected -\(text)s for so long ago, or µs of UTC since 1970 in 16 digits; "
                        + "write the one that is meant, or a time of day like 23:11:04.298")
            }
            said = .official(Instant(cutting: microseconds))
        } else if let time = Self.timeOfDay(Substring(text), leastParts: 3) {
            said = .timeOfDay(time)
        } else if let dated = Self.dated(text) {
            said = dated
        } else if let fault = Self.fault(ofClock: text) {
            throw ValidationError(fault)
        } else {
            throw ValidationError(
                "\"\(text)\" is no instant; expected a time of day at the circuit with its seconds, date and time, or so "
                    + "long ago; write for example 23:11:04.298, 2018-05-19T06:15:12.5Z or -30s")
        }
    }

    /// `hh:mm:ss.mmm`; seconds may be left out where two parts are enough.
    private static func timeOfDay(_ text: Substring, leastParts: Int) -> Milliseconds? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard (leastParts...3).contains(parts.count), let hour = parts.first, (1...2).contains(hour.count) else {
            return nil
        }
        let whole = parts.count == 3 ? String(text) : "\(text):00"
        guard let time = Milliseconds(duration: whole), time < .minutes(24 * 60) else { return nil }
        return time
    }

    /// What is wrong with a time of day that has the right form.
    private static func fault(ofClock text: String) -> String? {
        let clock = text.split { $0 == "T" || $0 == " " }.last.map { $0.prefix { !"Z+-".contains($0) } } ?? ""
        let parts = clock.split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count),
            parts.allSatisfy({ $0.allSatisfy { $0.isASCII && ($0.isNumber || $0 == ".") } && !$0.isEmpty })
        else { return nil }
        let limits = [("hours", 23), ("minutes", 59), ("seconds", 59)]
        for (part, limit) in zip(parts, limits) {
            let whole = part.prefix { $0 != "." }
            guard let number = Int(whole), number > limit.1 else { continue }
            return "\"\(text)\" has \(number) \(limit.0); expected 0 to \(limit.1); write hours, minutes and seconds "
                + "of the time of day, as 23:11:04.298"
        }
        guard parts.count == 2, !text.contains("T"), !text.contains(" ") else { return nil }
        return "\"\(text)\" has no seconds; expected hours, minutes and seconds; write \(text):00, or what is meant"
    }

    /// Date and time, with its zone or by a clock at the circuit.
    private static func dated(_ text: String) -> StatedInstant? {
        let halves = text.split(maxSplits: 1) { $0 == "T" || $0 == " " }
        guard halves.count == 2, let days = days(halves[0]) else { return nil }
        var clock = halves[1]
        var zone: Milliseconds?
        if let sign = clock.lastIndex(where: { "Z+-".contains($0) }) {
            guard let stated = Milliseconds(zone: String(clock[sign...])) else { return nil }
            zone = stated
            clock = clock[..<sign]
        }
        guard let time = timeOfDay(clock, leastParts: 2) else { return nil }
        let local = Milliseconds(days * 86_400_000 + time.count)
        return zone.map { .official(Instant(milliseconds: (local - $0).count)) } ?? .local(local)
    }

    /// Days since 1970 of `YYYY-MM-DD`, by the Gregorian calendar.
    private static func days(_ text: Substring) -> Int64? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.count) == [4, 2, 2], parts.joined().allSatisfy({ $0.isASCII && $0.isNumber }),
            let year = Int64(parts[0]), let month = Int64(parts[1]), let day = Int64(parts[2]),
            (1970...2250).contains(year), (1...12).contains(month)
        else { return nil }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths: [Int64] = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard (1...lengths[Int(month) - 1]).contains(day) else { return nil }
        let before = year - 1
        let leaps = before / 4 - before / 100 + before / 400 - 477
        return (year - 1970) * 365 + leaps + lengths.prefix(Int(month) - 1).reduce(0, +) + day - 1
    }
}
