import Timing
import Wire

/// What somebody has to be told, in words, the newest first: verdicts that became others, infringements, and doubts.
struct Alerts {
    struct Alert {
        /// UTC.
        let at: Int64
        let words: String
    }

    private(set) var latest: [Alert] = []
    /// More than a screen holds.
    private static let most = 50
    /// So many cars of one verdict in one delta are told one by one.
    private static let mostAlone = 3

    /// Doubts and infringements that were there already when it began, of each the last one newest.
    init(_ snapshot: JSON, _ board: Board) {
        let now = snapshot["nowMs"]?.integer ?? 0
        for doubt in board.doubts { add([Self.words(doubt, board)], at: doubt["lastMs"]?.integer ?? now) }
        add((snapshot["infringements"]?.elements ?? []).map(Self.words), at: now)
    }

    /// Takes in a delta; `before` is what the board held before it.
    mutating func take(_ delta: JSON, before: Board) {
        var said: Set<String> = []
        var lines = (delta["doubts"]?.elements ?? []).filter { Self.isNews($0, before) }.map { Self.words($0, before) }
        lines += (delta["clocks"]?.elements ?? []).filter { !before.clocks.contains($0) }.map(ClockFindingText.words)
        let known = Set(before.infringements)
        for infringement in delta["infringements"]?.elements ?? [] where !known.contains(infringement) {
            said.insert(Self.name(infringement))
            lines.append(Self.words(infringement))
        }
        let changed = (delta["verdicts"]?.elements ?? []).filter { verdict in
            let old = before.verdict(verdict["id"]?.text ?? "", of: verdict["car"]?.text ?? "")
            return verdict["state"] != old?["state"] && Self.isNews(verdict) && !said.contains(Self.name(verdict))
        }
        var cars: [(what: String, cars: [String])] = []
        for verdict in changed {
            let what = "\(VerdictText.obligation(verdict["id"]?.text ?? "")) \(VerdictText.state(verdict))"
            let car = verdict["car"]?.text ?? ""
            if let place = cars.firstIndex(where: { $0.what == what }) {
                cars[place].cars.append(car)
            } else {
                cars.append((what, [car]))
            }
        }
        for (what, cars) in cars {
            if cars.count > Self.mostAlone {
                lines.append("\(cars.count) cars: \(what)")
            } else {
                lines += cars.map { "car \($0): \(what)" }
            }
        }
        add(lines.reversed(), at: delta["atMs"]?.integer ?? 0)
    }

    private mutating func add(_ lines: [String], at instant: Int64) {
        if lines.isEmpty { return }
        let added = lines.reversed().map { Alert(at: instant, words: $0) }
        latest = Array((added + latest).prefix(Self.most))
    }

    private static func name(_ json: JSON) -> String { "\(json["car"]?.text ?? "") \(json["id"]?.text ?? "")" }

    private static func words(_ doubt: JSON, _ board: Board) -> String {
        DoubtText.words(doubt) { board.driver(of: $0) }
    }

    /// A new doubt, or one that has shown once more.
    private static func isNews(_ doubt: JSON, _ board: Board) -> Bool {
        guard let known = board.doubts.first(where: { DoubtText.isSame($0, doubt) }) else { return true }
        return doubt["count"]?.integer ?? 0 > known["count"]?.integer ?? 0
    }

    private static func words(_ infringement: JSON) -> String {
        "car \(infringement["car"]?.text ?? ""): \(VerdictText.infringement(infringement))"
    }

    /// A driver change is one with its stop, and what begins with every lap and run is nothing new.
    private static func isNews(_ verdict: JSON) -> Bool {
        let state = verdict["state"]?.text ?? ""
        switch verdict["id"]?.text.flatMap({ ObligationID($0) })?.kind {
        case .driverChange: return state == "unproved"
        case .stop, .technicalStop: return !["", "notOpen", "notApplicable"].contains(state)
        case .stopTime, .stint, .continuous, .rest, .driving, .starter, .qualifier, nil:
            return !["", "open", "notOpen", "inPit", "served", "notApplicable"].contains(state)
        }
    }
}
