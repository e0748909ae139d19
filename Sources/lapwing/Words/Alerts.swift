import Client
import Timing

/// Alerts in words, the newest first: verdicts whose state changed, infringements, and doubts.
struct Alerts {
    struct Alert {
        /// UTC.
        let at: Instant
        let words: String
    }

    private(set) var latest: [Alert] = []
    /// More than a screen holds.
    private static let most = 50
    /// At most so many cars with one verdict in one delta are told one by one.
    private static let mostAlone = 3

    /// Doubts and infringements that were there already when it began, of each the last one newest.
    init(_ snapshot: PublishedSnapshot) {
        let table = RaceTable(snapshot)
        for doubt in table.doubts { add([Self.words(doubt, table)], at: doubt.last) }
        add(table.infringements.map(Self.words), at: snapshot.now)
    }

    /// Takes in a delta; `before` is the table before it.
    mutating func take(_ delta: PublishedDelta, before: RaceTable) {
        if delta.verdicts.isEmpty, delta.infringements == nil, delta.doubts == nil, delta.penalties == nil,
            delta.clocks == nil
        {
            return
        }
        var said: Set<String> = []
        var lines = (delta.doubts ?? []).filter { Self.isNews($0, before) }.map { Self.words($0, before) }
        lines += decided(delta.penalties, before.penalties)
        lines += (delta.clocks ?? []).filter { !before.clocks.contains($0) }.map(ClockFindingText.words)
        let known = Set(before.infringements)
        for infringement in delta.infringements ?? [] where !known.contains(infringement) {
            said.insert("\(infringement.car) \(infringement.id)")
            lines.append(Self.words(infringement))
        }
        let changed = delta.verdicts.compactMap(\.verdict).filter { verdict in
            let old = before.verdict(verdict.id, of: verdict.car)
            return verdict.state != old?.state && Self.isNews(verdict)
                && !said.contains("\(verdict.car) \(verdict.id)")
        }
        for (what, cars) in Self.together(changed) {
            if cars.count > Self.mostAlone {
                lines.append("\(cars.count) cars: \(what)")
            } else {
                lines += cars.map { "car \($0): \(what)" }
            }
        }
        add(lines.reversed(), at: delta.at)
    }

    /// Decisions that are new, or whose state has changed, and those that were taken back.
    private func decided(_ now: [PublishedPenalty]?, _ before: [PublishedPenalty]) -> [String] {
        guard let now else { return [] }
        let known = Dictionary(before.map { ($0.id, $0) }) { _, last in last }
        let held = Set(now.map(\.id))
        let told = now.filter { known[$0.id]?.state != $0.state || known[$0.id]?.car != $0.car }
        return told.map { "car \($0.car): \(PenaltyText.words($0))" }
            + before.filter { !held.contains($0.id) }.map { "car \($0.car): taken back: \(PenaltyText.words($0))" }
    }

    /// Numbers that a box sent and nobody has any more.
    mutating func take(_ status: PublishedStatus, before: PublishedStatus?) {
        func lost(_ status: PublishedStatus?) -> [String: Int] {
            let boxes = (status?.feeds ?? []).flatMap { feed in
                feed.decoders.map { ("FEED \(feed.name), decoder \($0.decoder)", $0.lost) }
            }
            return Dictionary(boxes) { _, last in last }
        }
        let old = lost(before)
        let grown = lost(status).filter { $0.value > old[$0.key, default: 0] }.sorted { $0.key < $1.key }
        add(
            grown.map { box, count in
                let more = count - old[box, default: 0]
                return "\(box): \(more) \(more == 1 ? "crossing" : "crossings") LOST: the feed has no copy of them"
            }, at: status.now)
    }

    /// Cars by the words of their verdict.
    private static func together(_ verdicts: [PublishedVerdict]) -> [(what: String, cars: [CarNumber])] {
        var found: [(what: String, cars: [CarNumber])] = []
        for verdict in verdicts {
            let what = "\(VerdictText.obligation(verdict.id)) \(VerdictText.state(verdict))"
            if let place = found.firstIndex(where: { $0.what == what }) {
                found[place].cars.append(verdict.car)
            } else {
                found.append((what, [verdict.car]))
            }
        }
        return found
    }

    private mutating func add(_ lines: [String], at instant: Instant) {
        if lines.isEmpty { return }
        let added = lines.reversed().map { Alert(at: instant, words: $0) }
        latest = Array((added + latest).prefix(Self.most))
    }

    private static func words(_ doubt: PublishedDoubt, _ table: RaceTable) -> String {
        DoubtText.words(doubt) { table.row(of: $0)?.driver }
    }

    /// A new doubt, or one that has shown once more.
    private static func isNews(_ doubt: PublishedDoubt, _ table: RaceTable) -> Bool {
        guard let known = table.doubts.first(where: { $0.isSame(as: doubt) }) else { return true }
        return doubt.count > known.count
    }

    private static func words(_ infringement: PublishedInfringement) -> String {
        "car \(infringement.car): \(VerdictText.infringement(infringement))"
    }

    /// A driver change is told with its stop; a verdict that begins with every lap or run is no news.
    private static func isNews(_ verdict: PublishedVerdict) -> Bool {
        let state = verdict.state.known
        switch verdict.obligation?.kind {
        case .driverChange: return state == .unproved
        case .stop, .technicalStop: return state != .notOpen && state != .notApplicable
        case .stopTime, .stint, .continuous, .rest, .driving, .starter, .qualifier, .report, nil:
            return ![.open, .notOpen, .inPit, .served, .notApplicable].contains(state)
        }
    }
}
