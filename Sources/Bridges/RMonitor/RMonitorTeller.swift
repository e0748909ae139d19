package import Client
package import Timing

/// Says in records what a followed table becomes, delta by delta.
package struct RMonitorTeller: RaceTeller {
    /// What clients are to be told next.
    package enum Turn: Hashable, Sendable {
        /// To be written at once.
        case records([RMonitorRecord])
        /// Everything anew.
        case anew(RMonitorState)
    }

    /// What has been told; nil before there is a table.
    package private(set) var state: RMonitorState?
    private var known: RMonitorState.Known
    private var turns: [Turn] = []
    /// When the delta came in that is being applied.
    private var pending: Instant?
    /// A crossing that it told.
    private var crossing: RMonitorRecord.Crossing?
    private var flag = RMonitorFlag.none

    package init(_ options: RMonitorOptions) { known = .init(options) }

    /// Takes a delta, and the table before it.
    package mutating func take(_ delta: PublishedDelta, before: RaceTable) {
        settle(before)
        pending = delta.at
        guard case .crossing(let crossing) = delta.input else { return }
        // Of a car with several the first that is known stands: it would change at every crossing.
        if let car = crossing.car, known.transponders[car] == nil { known.transponders[car] = crossing.transponder }
        if known.options.isEnhanced { self.crossing = .init(delta, in: before) }
    }

    /// Takes the transponders of the entry list.
    package mutating func know(_ transponders: [CarNumber: Transponder], in table: RaceTable?) {
        known.transponders.merge(transponders) { $1 }
        settle(table)
    }

    /// Takes the table as it is now.
    package mutating func settle(_ table: RaceTable?) {
        guard let table else { return }
        let next = RMonitorState(table, &known)
        defer {
            state = next
            pending = nil
            crossing = nil
            flag = RMonitorFlag(of: table.race)
        }
        guard let state else { return }
        guard var changes = next.changes(since: state) else {
            turns.append(.anew(next))
            return
        }
        if known.options.avoidsCorrections {
            changes.removeAll { if case .correction = $0 { true } else { false } }
        }
        var records = (crossing.map { [.crossing($0)] } ?? []) + changes
        // A flag is shown at once, not with the next second.
        if let pending, flag != RMonitorFlag(of: table.race) { records.append(.beat(.init(table, at: pending))) }
        if !records.isEmpty { turns.append(.records(records)) }
    }

    /// What is to be told, in order; it is forgotten here.
    package mutating func told() -> [Turn] {
        defer { turns = [] }
        return turns
    }
}
