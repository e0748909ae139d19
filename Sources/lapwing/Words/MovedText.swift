import Client
import Timing

/// The crossings moved by an assignment, as its answer tells them (docs/protocol.md, section 3).
enum MovedText {
    /// `from the start: 14 crossings, 3 laps go from car 3 to car 88`; no line where nothing was moved.
    static func lines(_ moved: [Acknowledgement.Moved], _ time: WearingTime) -> [String] {
        moved.map { moved in
            let what = [words(moved.crossings, "crossing"), words(moved.laps, "lap")].joined(separator: ", ")
            return "\(words(time)): \(what) go from \(car(moved.from)) to \(car(moved.to))"
        }
    }

    private static func words(_ time: WearingTime) -> String {
        "from \(time.from.map(words) ?? "the start")" + (time.until.map { " until \(words($0))" } ?? "")
    }

    /// `2018-05-19T06:15:12.345Z`.
    private static func words(_ instant: Instant) -> String {
        let text = JournalText.instant(instant.milliseconds * 1000).dropLast(3)
        return text.map { $0 == " " ? "T" : String($0) }.joined() + "Z"
    }

    private static func words(_ count: Int, _ name: String) -> String { "\(count) \(name)\(count == 1 ? "" : "s")" }

    private static func car(_ number: CarNumber?) -> String { number.map { "car \($0)" } ?? "nobody" }
}
