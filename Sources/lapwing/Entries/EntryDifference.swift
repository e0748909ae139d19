import Rulebook
import Timing
import Wire

/// Entries and their differences in words, a line each.
enum EntryDifference {
    static func words(_ step: EntryPlan.Step) -> String {
        switch step.change.action {
        case .add: return "add \(words(blank(step.car).saying(step.change.details)))".printable
        case .withdraw: return "withdraw \(step.before.map(words) ?? step.car.text)".printable
        case .change:
            guard let before = step.before else { return "" }
            let after = before.saying(step.change.details)
            let parts = zip(self.parts(before), self.parts(after)).compactMap { old, new in
                old.value == new.value ? nil : "\(new.name) \(old.value) → \(new.value)"
            }
            let swap = step.change.swapsWith == nil ? "" : " (the two swap)"
            return "change \(step.car): \(parts.joined(separator: "; "))\(swap)".printable
        }
    }

    /// `7: class GT3; cup Pro; team Seven; transponders 4711; crew 1 Ann Bell (Gold)`.
    static func words(_ entry: Entry) -> String {
        "\(entry.number): "
            + parts(entry).dropFirst().filter { $0.value != "-" }.map { "\($0.name) \($0.value)" }.joined(
                separator: "; ")
    }

    private static func blank(_ car: CarNumber) -> Entry {
        Entry(number: car, carClass: "", team: "", transponders: [], drivers: [])
    }

    private static func parts(_ entry: Entry) -> [(name: String, value: String)] {
        func shown(_ text: String?) -> String { text.map { $0.isEmpty ? "\"\"" : $0 } ?? "-" }
        let transponders = entry.transponders.map { one in
            "\(one.value)" + (entry.transponderOffsets[one].map { " (\(TimeText.lap($0)) later)" } ?? "")
        }
        let crew = entry.drivers.map { driver in
            let more = [driver.grade, driver.nation, driver.born.map { "\($0)" }].compactMap(\.self)
            return "\(driver.id) \(driver.name)" + (more.isEmpty ? "" : " (\(more.joined(separator: ", ")))")
        }
        return [
            ("number", entry.number.text), ("class", entry.carClass), ("cup", shown(entry.cup)),
            ("team", shown(entry.team)), ("vehicle", shown(entry.vehicle)),
            ("transponders", transponders.isEmpty ? "-" : transponders.joined(separator: " ")),
            ("crew", crew.isEmpty ? "-" : crew.joined(separator: ", ")),
        ]
    }
}
