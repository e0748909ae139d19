import Timing
import Wire

/// How race control's words stand, as far as an act can change them.
struct ToldPoint {
    private struct Counted: Hashable {
        let car: CarNumber
        let kind: String
    }

    private let messages: Int
    private let conditions: String?
    private let counts: [Counted: String]

    init(_ timekeeper: borrowing Timekeeper) {
        messages = timekeeper.messages.count
        conditions = timekeeper.conditions.map { WordText.words($0.conditions) }
        var counts: [Counted: String] = [:]
        for report in timekeeper.reports {
            let key = Counted(car: timekeeper.session.entries[report.car.slot].number, kind: report.report.kind)
            counts[key] = Self.words(report)
        }
        self.counts = counts
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
        let keys = Set(counts.keys).union(before.counts.keys).sorted { ($0.car.text, $0.kind) < ($1.car.text, $1.kind) }
        for key in keys where counts[key] != before.counts[key] {
            lines.append("\(key.kind) of car \(key.car): \(before.counts[key] ?? "0") → \(counts[key] ?? "0")")
        }
        return lines
    }
}
