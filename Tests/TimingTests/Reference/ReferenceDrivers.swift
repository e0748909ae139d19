import Timing

/// Who drives.
extension ReferenceJudge {
    func starter() -> [Judged] {
        guard let expected = race.session.rules.obligations.starters[entry.number] else { return [] }
        var judged = Judged(ObligationID(.starter), .open)
        judged.driver = expected
        if let first = car.named.first(where: { $0.afterVisits == 0 })?.driver {
            judged.driver = first
            judged.state = first == expected ? .served : .missed
        } else if car.hasFinished || !visits.isEmpty {
            judged.state = .unproved
        } else if isOut {
            judged.state = .notApplicable
        } else if race.hasEnded {
            judged.state = .unproved
        }
        return [judged]
    }

    func qualifier() -> [Judged] {
        let grades = ["Bronze", "Silver", "Gold", "Platinum"]
        let crew = entry.drivers.map { driver in (driver.id, driver.grade.flatMap { grades.firstIndex(of: $0) }) }
        guard race.session.rules.obligations.qualifier == .highestGrade,
            let highest = crew.compactMap(\.1).max()
        else { return [] }
        var judged = Judged(ObligationID(.qualifier), .open)
        let named = Set(car.named.map(\.driver)).sorted()
        let wrong = named.filter { driver in !crew.contains { $0.0 == driver && $0.1 == highest } }
        if let driver = wrong.first ?? named.first {
            judged.driver = driver
            judged.state = wrong.isEmpty ? .served : .missed
        } else if isOver {
            judged.state = car.countedLaps > 0 ? .unproved : .notApplicable
        }
        return [judged]
    }
}
