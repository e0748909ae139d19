import Championship
import Rulebook
import Timing
import Wire

/// Success penalties as a sheet of paper, or as lines of the event's file.
struct SuccessSheet {
    private let found: SuccessPenalties
    private let rule: SuccessRule
    private let races: [RaceResult]
    private let race: Session

    init(_ found: SuccessPenalties, _ rule: SuccessRule, after races: [RaceResult], in race: Session) {
        self.found = found
        self.rule = rule
        self.races = races
        self.race = race
    }

    var times: [CarNumber: Milliseconds] { found.times }

    var text: String {
        let lines = found.penalties.isEmpty ? ["no car has one"] : table.lines(width: nil)
        let notes = absences + races.compactMap(\.doubt)
        return
            (["\(race.name) · \(race.circuit.name) · success penalties", ""] + lines
            + (notes.isEmpty ? [] : [""] + notes)).sheet
    }

    private var table: TextTable {
        TextTable(
            columns: [
                .right("NO"), .left("CLASS"), .left("TEAM"), .left("CREW", most: 60), .right("TIME"),
                .left("EARNED", most: 200),
            ],
            rows: ordered.map { penalty in
                [
                    penalty.crew.number.text, penalty.earned.carClass, penalty.crew.team,
                    penalty.crew.drivers.joined(separator: " / "), ClockText.lap(penalty.time),
                    reason(penalty),
                ]
            })
    }

    /// Class by class, the longest first.
    private var ordered: [SuccessPenalties.Penalty] {
        var classes: [String] = []
        for entry in race.entries where !classes.contains(entry.carClass) { classes.append(entry.carClass) }
        return found.penalties.enumerated().sorted { left, right in
            let (a, b) = (left.element, right.element)
            let first = classes.firstIndex(of: a.earned.carClass) ?? classes.count
            let second = classes.firstIndex(of: b.earned.carClass) ?? classes.count
            return (first, b.time, left.offset) < (second, a.time, right.offset)
        }.map(\.element)
    }

    /// Which place in which race, and by whom, where the car or its crew are not the same now.
    private func reason(_ penalty: SuccessPenalties.Penalty) -> String {
        let earned = penalty.earned
        let place = "place \(earned.place) in \(earned.race)"
        if earned.crew.number != penalty.crew.number { return "\(place), as car \(earned.crew.number)" }
        guard Set(earned.crew.drivers) != Set(penalty.crew.drivers) else { return place }
        return "\(place), by \(earned.crew.drivers.joined(separator: " / "))"
    }

    private var absences: [String] {
        found.absent.map { success in
            let what = "car \(success.crew.number), place \(success.place) of \(success.carClass) in \(success.race)"
            let then = rule.absent == .keep ? "its penalty waits for its next race" : "its penalty lapses"
            return "\(what): not entered here; \(then)"
        }
    }

    /// The lines under the session in the event's file.
    var yaml: String {
        let doubts = races.compactMap(\.doubt).map { "# \(Self.oneLine($0))\n" }.joined()
        guard !found.penalties.isEmpty else { return doubts + "additions: {}\n" }
        let lines = ordered.map { penalty in
            // A text of JSON is one of YAML too.
            let number = String(decoding: JSON.string(penalty.crew.number.text).bytes, as: UTF8.self)
            return "  \(number): \(Self.duration(penalty.time))  # \(Self.oneLine(reason(penalty)))\n"
        }
        return "\(doubts)additions:\n\(lines.joined())"
    }

    private static func duration(_ time: Milliseconds) -> String {
        time.count % 1000 == 0 ? "\(time.count / 1000) s" : "\(time.count) ms"
    }

    private static func oneLine(_ text: String) -> String {
        String(text.map { $0.isNewline ? " " : $0 })
    }
}
