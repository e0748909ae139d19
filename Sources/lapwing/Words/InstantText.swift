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
        } else if let time = DateTime.timeOfDay(Substring(text), leastParts: 3) {
            said = .timeOfDay(time)
        } else if let dated = DateTime(text) {
            said = dated.zone.map { .official(Instant(milliseconds: (dated.local - $0).count)) } ?? .local(dated.local)
        } else if let fault = Self.fault(ofClock: text) {
            throw ValidationError(fault)
        } else {
            throw ValidationError(
                "\"\(text)\" is no instant; expected a time of day at the circuit with its seconds, date and time, or so "
                    + "long ago; write for example 23:11:04.298, 2018-05-19T06:15:12.5Z or -30s")
        }
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
}
