import Timing

/// The transponders that the entry list of a session has now: one that was taken off a car is another session's alone.
///
/// The session's window keeps it: crossings from before are its own still.
struct ListedTransponders: Sendable {
    /// By the number under which a car was entered.
    private var cars: [CarNumber: Set<Transponder>] = [:]
    /// Those that were assigned.
    private var assigned: Set<Transponder> = []
    /// All that it ever had.
    private var all: Set<Transponder>
    /// Ids of the acts that changed it.
    private var changes: Set<String> = []
    /// Such an act was taken back or amended: what was on the list once may be there again.
    private var isAmended = false

    init(_ entries: [Entry]) {
        for entry in entries { cars[entry.entered] = Set(entry.transponders) }
        all = Set(entries.flatMap(\.transponders))
    }

    /// Whether the crossings of a transponder are a car's of this session. In doubt they are.
    func has(_ transponder: Transponder) -> Bool {
        if isAmended { return all.contains(transponder) }
        return assigned.contains(transponder) || cars.values.contains { $0.contains(transponder) }
    }

    /// An act of the session.
    mutating func note(_ act: Act) {
        if let replaced = act.replaces, changes.contains(replaced) { isAmended = true }
        all.formUnion(act.kind.fitted)
        switch act.kind {
        case .entry(let change):
            changes.insert(act.id)
            if change.action == .withdraw { cars[change.car] = nil }
            if let transponders = change.details.transponders { cars[change.car] = Set(transponders) }
        case .assign(let transponder, _, _): assigned.insert(transponder)
        case .withdraw(let id): if changes.contains(id) { isAmended = true }
        case .formation, .start, .end, .final, .duration, .flag, .driver, .retired, .penalty, .served, .void, .count,
            .insert, .clock, .bulletin, .ruling, .message, .report, .conditions:
            break
        }
    }
}
