import Timing

/// When an act can be taken: at its instant, and not before the acts and the crossing that it is about. People decide
/// on what has been; an act that takes another back may have the same instant, or an earlier one.
struct ActTurn: Comparable {
    private var at: Instant
    private var isAfterCrossings = false
    /// How many acts of the same instant have to go before it.
    private var depth = 0

    private init(_ at: Instant) { self.at = at }

    func goesBefore(crossingsOf instant: Instant) -> Bool { at < instant || (at == instant && !isAfterCrossings) }

    static func < (one: ActTurn, other: ActTurn) -> Bool {
        if one.at != other.at { return one.at < other.at }
        if one.isAfterCrossings != other.isAfterCrossings { return other.isAfterCrossings }
        return one.depth < other.depth
    }

    /// Acts in the order in which they can be taken; of the same turn by their ids.
    static func inOrder(_ acts: [Act], _ crossings: [Crossing]) -> [(turn: ActTurn, act: Act)] {
        var turns = acts.map { ActTurn($0.at) }
        var places: [String: Int] = [:]
        var inserted: [CrossingID: Int] = [:]
        // A car entered late is there before what is said of it, by either of its names.
        var entered: [CarNumber: Int] = [:]
        for (place, act) in acts.enumerated() {
            places[act.id] = places[act.id] ?? place
            if case .insert = act.kind { inserted[CrossingID(insertedBy: act.id)] = place }
            if case .entry(let change) = act.kind, change.action == .add {
                entered[change.car] = place
                entered[CarNumber("\(change.car.text)+")] = place
            }
        }
        wait(&turns, of: acts, for: crossings)
        // The acts that wait for each, and how many each still waits for.
        var waiting: [[Int]] = Array(repeating: [], count: acts.count)
        var awaited = Array(repeating: 0, count: acts.count)
        for (place, act) in acts.enumerated() {
            let subjects =
                act.subjects.map { places[$0] } + [act.crossing.flatMap { inserted[$0] }]
                + act.kind.cars.map { entered[$0] }
            for case let subject? in subjects where subject != place {
                waiting[subject].append(place)
                awaited[place] += 1
            }
        }
        var ready = acts.indices.filter { awaited[$0] == 0 }
        while let place = ready.popLast() {
            for later in waiting[place] {
                var after = turns[place]
                after.depth += 1
                turns[later] = max(turns[later], after)
                awaited[later] -= 1
                if awaited[later] == 0 { ready.append(later) }
            }
        }
        return zip(turns, acts).map { (turn: $0, act: $1) }.sorted {
            $0.turn == $1.turn ? $0.act.id < $1.act.id : $0.turn < $1.turn
        }
    }

    /// An act about a crossing goes after it.
    private static func wait(_ turns: inout [ActTurn], of acts: [Act], for crossings: [Crossing]) {
        let named = Set(acts.compactMap(\.crossing))
        guard !named.isEmpty else { return }
        var instants: [CrossingID: Instant] = [:]
        for crossing in crossings where named.contains(crossing.id) { instants[crossing.id] = crossing.at }
        for (place, act) in acts.enumerated() {
            guard let id = act.crossing, let at = instants[id] else { continue }
            var after = ActTurn(at)
            after.isAfterCrossings = true
            turns[place] = max(turns[place], after)
        }
    }
}

extension Act {
    /// The acts that it is about.
    fileprivate var subjects: [String] {
        let own: String? =
            switch kind {
            case .withdraw(let id), .served(let id, _): id
            case .formation, .start, .end, .final, .duration, .flag, .driver, .retired, .penalty, .void, .count,
                .insert, .assign, .clock, .bulletin, .ruling, .message, .report, .conditions, .entry:
                nil
            }
        return [own, replaces].compactMap(\.self)
    }

    /// The crossing that it is about.
    fileprivate var crossing: CrossingID? {
        switch kind {
        case .void(let id), .count(let id): id
        case .formation, .start, .end, .final, .duration, .flag, .driver, .retired, .penalty, .served, .withdraw,
            .insert, .assign, .clock, .bulletin, .ruling, .message, .report, .conditions, .entry:
            nil
        }
    }
}
