/// Who starts a race and who drives a qualifying session (R31).
extension Judge {
    mutating func judgeStarter() {
        guard let expected = record.asked(at: nil).starters[record.entry.number] else { return }
        var verdict = Verdict(ObligationID(.starter), .open)
        verdict.driver = record.starter == 0 ? expected : record.starter
        if record.starter != 0 {
            verdict.state = record.starter == expected ? .served : .missed
        } else if record.hasFinished || record.ranToTheEnd || !record.visits.isEmpty {
            verdict.state = .unproved
        } else if record.isOut {
            verdict.state = .notApplicable
        }
        say(verdict)
    }

    mutating func judgeQualifier() {
        let crew = record.entry.drivers
        guard record.asked(at: nil).qualifier == .highestGrade,
            let highest = crew.compactMap({ Driver.grades.firstIndex(of: $0.grade ?? "") }).max()
        else { return }
        let highestGraded = Set(crew.filter { $0.grade == Driver.grades[highest] }.map(\.id))
        let identified = (1..<UInt8(64)).filter { record.drove & (1 << UInt64($0)) != 0 }
        var verdict = Verdict(ObligationID(.qualifier), .open)
        if let other = identified.first(where: { !highestGraded.contains($0) }) {
            verdict.state = .missed
            verdict.driver = other
        } else if let driver = identified.first {
            verdict.state = .served
            verdict.driver = driver
        } else if record.isOver || record.isOut || record.hasFinished {
            verdict.state = record.laps > 0 ? .unproved : .notApplicable
        }
        say(verdict)
    }
}
