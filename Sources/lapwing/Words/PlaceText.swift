import Client
import Timing

/// Positions as a sheet shows them: `3=` where cars share one, words for a car without one.
struct PlaceText {
    private var counts: [Int: Int] = [:]
    private let isRace: Bool

    init(_ positions: some Sequence<Int?>, isRace: Bool) {
        self.isRace = isRace
        for position in positions { if let position { counts[position, default: 0] += 1 } }
    }

    func number(_ position: Int?) -> String {
        position.map { counts[$0, default: 1] > 1 ? "\($0)=" : "\($0)" } ?? ""
    }

    /// The overall position; for a car without one the reason.
    func text(_ position: Int?, status: Word<CarStatus>? = nil) -> String {
        if let status, status == .disqualified { return "DSQ" }
        if let status, status == .withdrawn { return "WD" }
        if position != nil { return number(position) }
        if let status, status == .notStarted, isRace { return "DNS" }
        return isRace ? "NC" : "-"
    }
}
