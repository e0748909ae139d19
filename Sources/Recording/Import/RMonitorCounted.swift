import Timing

/// Makes the laps of an enhanced stream of practice or qualifying those that its timing system counts.
///
/// A crossing of the Line counts where a `$J` or `$G` has its total; under red there is none. What a car passed before
/// the first one that counts belongs to no lap: lap 1 begins there.
struct RMonitorCounted {
    /// Since the start, by the car's transponder.
    private var totals: [Transponder: Set<Milliseconds>] = [:]

    init(_ results: RMonitorResults, place: (String) -> Int?, transponders: [Transponder]) {
        let run = results.fullest
        let told =
            run.passings.map { ($0.registration, $0.total) } + run.standings.map { ($0.registration, $0.total) }
        for (registration, total) in told {
            guard let place = place(registration), transponders.indices.contains(place) else { continue }
            totals[transponders[place], default: []].insert(total)
        }
    }

    /// The crossings that do not count, taken away by command.
    func voids(_ crossings: [Crossing], circuit: Circuit, start: Instant, notes: inout [String]) -> [Act] {
        let lines = Set(circuit.loops.filter { $0.kind == .line || $0.kind == .linePit }.map(\.id))
        let ways = Set(circuit.loops.filter { $0.kind == .sector || $0.kind == .pitEntry }.map(\.id))
        var hasBegun: Set<Transponder> = []
        var uncounted = 0
        var acts: [Act] = []
        for crossing in crossings {
            guard let totals = totals[crossing.transponder] else { continue }
            let isLine = lines.contains(crossing.loop)
            let since = crossing.at - start
            let counts = isLine && totals.contains { abs(($0 - since).count) <= 20 }
            if counts { hasBegun.insert(crossing.transponder) }
            let isBefore = ways.contains(crossing.loop) && !hasBegun.contains(crossing.transponder)
            guard isLine && !counts || isBefore else { continue }
            if isLine { uncounted += 1 }
            acts.append(
                Act(
                    id: "import-void-\(crossing.id.number)", at: crossing.at + Milliseconds(1), by: "import",
                    kind: .void(crossing.id)))
        }
        notes.note(uncounted, "crossing(s) of the Line have no total in $J or $G, as under red, and do not count.")
        return acts
    }
}
