import Championship
import Meeting
import Rulebook
import Timing

/// The results of the sessions of a meeting, each with all its parts (R40), and what follows from them (R41).
struct SlotResults {
    let event: Event
    let meeting: RaceMeeting
    let reports: [String: SessionReport]

    /// The result of a session as the timetable has it, with the parts that count.
    struct Slot {
        let result: SettledResult
        let sources: [Proposal.Source]
        /// Nil where only one part counts.
        let whole: WholeResult?
        /// All that is to be run of it is run and published.
        let isPublished: Bool

        var proposed: Proposal.Result { Proposal.Result(result, of: sources) }
    }

    // MARK: Parts

    /// The session that another one is run again of, or is a part of, in the end.
    func root(of id: String) -> String {
        var (root, seen) = (id, Set([id]))
        while let of = meeting[root]?.planned.origin?.session, seen.insert(of).inserted { root = of }
        return root
    }

    /// A session and those that stand for it or are parts of it, in order of the timetable.
    private func chain(_ root: String) -> [SessionStanding] {
        let all = meeting.sessions.filter { self.root(of: $0.id) == root }
        return all.filter { $0.id == root } + all.filter { $0.id != root }
    }

    /// The sessions whose results make that of the slot: those that are added up, or the one that stands.
    private func parts(of root: String) -> [SessionStanding] {
        var parts: [SessionStanding] = []
        for session in chain(root) {
            let hasBeenRun = session.hasStarted || session.state == .provisional || session.state == .final
            guard hasBeenRun, session.state != .running else { continue }
            if session.planned.origin?.mode == .aggregate {
                parts.append(session)
            } else if session.state != .abandoned {
                parts = [session]
            } else if session.id == root {
                // Given up, it is still the first part of what goes on with it.
                parts = [session]
            }
        }
        if parts.count == 1, parts[0].state == .abandoned { return [] }
        return parts
    }

    /// Nothing of it is to be run any more, and what counts is published.
    private func isPublished(_ root: String, _ parts: [SessionStanding]) -> Bool {
        guard let last = parts.last, last.state == .provisional || last.state == .final else { return false }
        return chain(root).allSatisfy { [.provisional, .final, .abandoned].contains($0.state) || isOver($0, last) }
    }

    /// An earlier part needs not be published: the last one is, with all of them in it.
    private func isOver(_ session: SessionStanding, _ last: SessionStanding) -> Bool {
        session.state == .finished && session.id != last.id
    }

    /// The sessions that have to report before the result of a slot can be told.
    func needed(for id: String) -> [String] { parts(of: root(of: id)).map(\.id).filter { reports[$0] == nil } }

    /// The result of a slot; nil while there is none, or its parts have not reported.
    func slot(of id: String) -> Slot? {
        let root = root(of: id)
        let parts = parts(of: root)
        let known = parts.compactMap { part -> (SettledResult, Proposal.Source)? in
            guard let report = reports[part.id], let result = report.result, let origin = report.origin else {
                return nil
            }
            return (result, Proposal.Source(origin, standing(of: part, result, origin.sequence)))
        }
        guard let last = known.last, known.count == parts.count, let planned = meeting[root]?.planned else {
            return nil
        }
        let isPublished = isPublished(root, parts)
        guard known.count > 1, let rules = parts.last.flatMap({ reports[$0.id]?.rules }) else {
            return Slot(result: last.0, sources: [last.1], whole: nil, isPublished: isPublished)
        }
        let whole = WholeResult(
            "\(planned.name), \(event.circuit.name)", kind: planned.kind, parts: known.map(\.0),
            rule: WholeResult.Rule(rules))
        return Slot(result: whole.result, sources: known.map(\.1), whole: whole, isPublished: isPublished)
    }

    private func standing(of session: SessionStanding, _ result: SettledResult, _ sequence: UInt64) -> ResultStanding {
        if result.isFinal { return .final }
        return session.publishedSequence.map { sequence > $0 } ?? false ? .amended : .provisional
    }

    // MARK: What follows

    /// What follows for a race, from results that are published.
    private struct Ahead {
        let race: SessionStanding
        let grid: GridRule?
        let starterFrom: String?
        let success: SuccessRule?
        /// Races of the series before it, each by its first part.
        let before: [String]
    }

    /// The races that are ahead or are being run, or whose results may still change.
    private var ahead: [Ahead] {
        let sessions = meeting.sessions
        return sessions.compactMap { session in
            let planned = session.planned
            guard planned.kind == .race, planned.origin?.mode != .aggregate, session.state != .abandoned,
                session.state != .final
            else { return nil }
            let root = root(of: session.id)
            let earlier = sessions.prefix { $0.id != root }.filter {
                $0.planned.kind == .race && $0.planned.series == planned.series && self.root(of: $0.id) == $0.id
            }
            return Ahead(
                race: session, grid: event.grids[root], starterFrom: event.slot(of: root).starterFrom,
                success: event.series(of: root)?.success, before: earlier.map(\.id))
        }
    }

    /// The sessions from which something follows for a race; empty of each where one is not published.
    private func sources(of ahead: Ahead) -> (grid: [String], success: [String], starters: [String]) {
        func published(_ ids: [String]) -> [String] {
            ids.allSatisfy { isPublished(root(of: $0), parts(of: root(of: $0))) } ? ids : []
        }
        let run = ahead.before.filter { isPublished($0, parts(of: $0)) }
        let isNext = ahead.before.last.map { run.last == $0 } ?? false
        return (
            published(ahead.grid?.sessions ?? []), ahead.success != nil && isNext ? run : [],
            published(ahead.starterFrom.map { [$0] } ?? [])
        )
    }

    /// The sessions that have to report before all that follows can be told.
    var needed: [String] {
        var needed: [String] = []
        for ahead in ahead {
            let sources = sources(of: ahead)
            let from = sources.grid + sources.success + sources.starters
            if from.isEmpty { continue }
            let missing = from.flatMap { self.needed(for: $0) } + (reports[ahead.race.id] == nil ? [ahead.race.id] : [])
            for id in missing where !needed.contains(id) { needed.append(id) }
        }
        return needed
    }

    /// All that follows and can be told, race by race.
    var proposals: [StandingProposal] {
        ahead.flatMap { ahead -> [StandingProposal] in
            guard let report = reports[ahead.race.id] else { return [] }
            let (id, sources) = (ahead.race.id, sources(of: ahead))
            func results(_ ids: [String]) -> [Proposal.Result] { ids.compactMap { slot(of: $0)?.proposed } }
            var proposals: [Proposal?] = []
            if let rule = ahead.grid, !sources.grid.isEmpty {
                let found = Dictionary(sources.grid.map { ($0, slot(of: $0)?.proposed) }) { first, _ in first }
                proposals.append(
                    Proposal(gridOf: id, report.entries, rule, results: found.compactMapValues(\.self)))
            }
            if let rule = ahead.success, !sources.success.isEmpty {
                let races = results(sources.success)
                if races.count == sources.success.count {
                    proposals.append(
                        Proposal(successIn: id, report.entries, rule, after: races, length: report.rules.duration))
                }
            }
            if let session = sources.starters.first {
                proposals.append(
                    Proposal(
                        startersOf: id, report.entries, qualifiedIn: session, slot(of: session)?.proposed))
            }
            return proposals.compactMap(\.self).map { StandingProposal($0, report.startLists) }
        }
    }
}
