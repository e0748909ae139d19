/// The entry list lives (R39). An act that changes it makes the session anew with the new list: what is kept of each
/// car goes to its new place, and all crossings are folded again.
extension Timekeeper {
    /// How things stood with the list before.
    struct Relisting {
        let entries: [Entry]
        let state: RaceState
        let provisional: [ProvisionalCrossing]
        /// Each car's place in the new list; nil where it has none any more.
        let places: [Int?]

        /// Every car that is in both lists has the same place in both.
        var isInPlace: Bool { places.enumerated().allSatisfy { $1 == nil || $1 == $0 } }

        /// What is kept of each car, at its new place.
        func moved<Kept>(_ kept: [Kept], of count: Int, or new: Kept) -> [Kept] {
            var moved = Array(repeating: new, count: count)
            for (old, place) in places.enumerated() { if let place { moved[place] = kept[old] } }
            return moved
        }
    }

    /// Makes the list anew where the acts that change it are others now. Nil where they are not.
    mutating func relist(_ effect: inout Effect) -> Relisting? {
        guard acts.entries != book.acts, let book = try? EntryBook(listed, acts) else { return nil }
        let before = Relisting(
            entries: session.entries, state: race.state, provisional: Array(race.provisional),
            places: session.entries.map { entry in book.entries.firstIndex { $0.entered == entry.entered } })
        self.book = book
        session = session.with(book.entries)
        let entered = Set((book.entries + before.entries).flatMap(\.transponders)).union(acts.assigned)
        let held = entered.filter { unknown.held($0) != nil }.sorted()
        if before.isInPlace, book.entries.count >= before.entries.count {
            // What moves is counted by the laps that it made.
            _ = reread({ _ in true }, held: held, &effect)
            renew(before)
        } else {
            renew(before)
            _ = reread({ _ in true }, held: held, &effect)
        }
        effect.released = held.filter { unknown.held($0) == nil }
        return before
    }

    private mutating func renew(_ before: Relisting) {
        race = Race(session, absent: book.absent, grid: gridTaken)
        overdue = OverdueWatch(count: session.entries.count)
        sumsOfPenalties = Penalties(count: session.entries.count)
        standings = before.moved(standings, of: session.entries.count, or: .notStarted)
        stints = before.moved(stints, of: session.entries.count, or: KeptStint())
        let isRenamed = before.places.enumerated().map { old, new in
            new.map { session.entries[$0].number != before.entries[old].number } ?? true
        }
        for (old, isRenamed) in isRenamed.enumerated() where isRenamed { corrections[old] = nil }
        corrections = before.moved(corrections, of: session.entries.count, or: nil)
        compliance.relist(session, before.places, isRenamed: isRenamed)
        checkpoints = []
        sinceCheckpoint = 0
        let gone = log.relist(before.places)
        for crossing in gone where unknown.hold(crossing) {}
        log.removeInserted()
        for act in acts.all.values where acts.stands(act.id) {
            if case .insert = act.kind { _ = insertCrossing(of: act) }
        }
    }

    /// Folds everything again, and marks what reads differently.
    mutating func refold(after before: Relisting, _ effect: inout Effect) {
        effect.isCorrection = true
        effect.entriesChanged = true
        refold(from: .distantPast, watching: nil, &effect)
        // Another list is no correction of what was timed.
        shown = nil
        let known = Set(before.provisional.compactMap { $0.of(before.places[$0.car.slot]) })
        effect.provisional = race.provisional.filter { !known.contains($0) }
        markDifferences(from: before, &effect)
    }

    private mutating func markDifferences(from before: Relisting, _ effect: inout Effect) {
        race.clearChanges()
        race.anew[.best] = true
        race.measuredAnew = .all
        race.anew[.race] = true
        race.anew[.flags] = race.state.flags != before.state.flags
        race.anew[.doubts] = true
        race.anew[.loops] = true
        race.anew[.orders] = true
        let points = race.track.pointsPerLap
        var isNew = session.entries.map { _ in true }
        var recrewed: [CarIndex] = []
        for (old, place) in before.places.enumerated() {
            guard let new = place else { continue }
            isNew[new] = session.entries[new] != before.entries[old]
            if session.entries[new].drivers != before.entries[old].drivers { recrewed.append(CarIndex(new)) }
            func sectors(_ state: RaceState, _ car: Int) -> ArraySlice<SectorTimes> {
                state.sectors[car * points..<(car + 1) * points]
            }
            let sectors = zip(sectors(race.state, new), sectors(before.state, old))
            if race.state.cars[new] != before.state.cars[old] || !sectors.allSatisfy({ $0.isAsQuick(as: $1) }) {
                race.changed.mark(new, .laps)
            }
            if race.state.stops[new] != before.state.stops[old] { race.changed.mark(new, .stops) }
        }
        effect.recrewed = recrewed
        if race.state.startAt != before.state.startAt { race.changed.markAll(.all) }
        for car in isNew.indices where isNew[car] { race.changed.mark(car, .all) }
        effect.gone = before.entries.indices.filter { old in
            before.places[old].map { session.entries[$0].number != before.entries[old].number } ?? true
        }.map { before.entries[$0].number }
        effect.penaltiesChanged = true
        effect.infringementsChanged = !session.rules.obligations.isEmpty
    }

    // MARK: Checks

    func check(_ change: EntryChange, replacing replaced: String?) throws(ActRefusal) {
        if change.action == .add { return }
        for car in [change.car, change.swapsWith].compactMap(\.self) where numbers[car] == nil {
            throw .unknownCar(car)
        }
        if change.action == .withdraw, let car = numbers[change.car], let by = book.withdrawnBy[car],
            by != replaced
        {
            throw .withdrawnBefore(session.entries[car].number, by: by)
        }
    }

    /// Whether there is an entry list once the act holds.
    func checkEntries(with act: Act) throws(ActRefusal) {
        let isChange = if case .entry = act.kind { true } else { false }
        let isTakingBack = if case .withdraw = act.kind { true } else { act.replaces != nil }
        guard isChange || isTakingBack && acts.hasEntries else { return }
        var tried = acts
        tried.insert(act)
        if tried.entries != acts.entries { _ = try EntryBook(listed, tried) }
    }

    // MARK: Names

    /// The act as it is kept: with the names under which its cars were entered, where it was said with the numbers
    /// that they have now.
    public func entered(_ act: Act) -> Act {
        act.naming { number in
            session.entries.first { $0.number == number }?.entered ?? number
        }
    }

    /// The act as it is told: with the numbers that its cars have now.
    public func numbered(_ act: Act) -> Act {
        if book.acts.isEmpty { return act }
        return act.naming { presentNumber($0) }
    }

    /// The number that a car has now, by the name that acts have for it.
    func presentNumber(_ name: CarNumber) -> CarNumber { numbers[name].map { session.entries[$0].number } ?? name }

    /// Whether the entry is withdrawn.
    public func isWithdrawn(_ car: CarIndex) -> Bool { book.isWithdrawn(car.slot) }
}

extension ProvisionalCrossing {
    fileprivate func of(_ car: Int?) -> ProvisionalCrossing? {
        car.map { ProvisionalCrossing(car: CarIndex($0), loop: loop, lap: lap, at: at, evidence: evidence) }
    }
}
