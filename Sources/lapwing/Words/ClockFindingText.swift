import Client
import Timing

/// A decoder's clock that was found to be off, and what to type about it.
enum ClockFindingText {
    static func words(_ clock: PublishedClock) -> String {
        let ahead = clock.ahead.count
        let against = clock.against.map { " of that of decoder \($0)" } ?? ""
        let from = clock.since.map { " --from \($0.milliseconds * 1000)" } ?? ""
        let span = "\(abs(ahead) / 1000).\(String(abs(ahead) % 1000 + 1000).dropFirst())"
        // A negative number after `--` is no option.
        let correction =
            ahead < 0
            ? "control clock\(from) -- \(clock.decoder) -\(span)s" : "control clock \(clock.decoder) \(span)s\(from)"
        return "decoder \(clock.decoder): its clock is \(span) s \(ahead < 0 ? "behind" : "ahead")\(against) "
            + "(\(correction) puts it right)"
    }
}
