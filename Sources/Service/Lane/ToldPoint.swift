import Timing
import Wire

/// How race control's words stand, as far as an act can change them.
struct ToldPoint {
    private struct Counted: Hashable {
        /// The number under which it was entered first.
        let car: CarNumber
        let kind: String
    }

    private let messages: Int
    private let conditions: String?
    private let counts: [Counted: String]
    /// The numbers that these cars have.
    private let numbers: [CarNumber: CarNumber]

    init(_ timekeeper: borrowing Timekeeper) {
        messages = timekeeper.messages.count
        conditions = timekeeper.conditions.map { WordText.words($0.conditions) }
        var counts: [Counted: String] = [:]
        var numbers: [CarNumber: CarNumber] = [:]
        for report in timekeeper.reports {
            let entry = timekeeper.session.entries[report.car.slot]
            counts[Counted(car: entry.entered, kind: report.report.kind)] = Self.words(report)
            numbers[entry.entered] = entry.number
        }
        self.counts = counts
        self.numbers = numbers
    }

    private static func words(_ report: CountedReport) -> String {
        switch report.following {
        case .warning: "\(report.count), warning"
        case .infringement: "\(report.count), infringement \(report.obligation.map(\.description) ?? "")"
        case nil: "\(report.count)"
        }
    }

    /// What is different now, a line each.
    func lines(since before: ToldPoint) -> [String] {
        var lines: [String] = []
        if messages != before.messages { lines.append("messages \(before.messages) → \(messages)") }
        if conditions != before.conditions {
            lines.append("conditions \(before.conditions ?? "none") → \(conditions ?? "none")")
        }
        let keys = Set(counts.keys).union(before.counts.keys).filter { counts[$0] != before.counts[$0] }
        let named = keys.map { (car: numbers[$0.car] ?? before.numbers[$0.car] ?? $0.car, key: $0) }
        for (car, key) in named.sorted(by: { ($0.car.text, $0.key.kind) < ($1.car.text, $1.key.kind) }) {
            lines.append("\(key.kind) of car \(car): \(before.counts[key] ?? "0") → \(counts[key] ?? "0")")
        }
        return lines
    }
}
