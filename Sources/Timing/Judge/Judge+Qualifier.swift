/// The drivers of a qualifying session (R31).
extension ObligationRule {
    static let qualifier = ObligationRule(
        isOfRaces: false,
        judge: { $0.judgeQualifier() },
        infringement: { $0.state == .missed ? .wrongQualifier : nil },
        cites: { _, asked, _ in [CitedRule(key: "qualifier", value: .word(asked.qualifier.rawValue))] },
        isChanged: { _, _ in false })
}

extension Judge {
    fileprivate mutating func judgeQualifier() {
        let crew = record.entry.drivers
        guard record.asked(at: nil).obligations.qualifier == .highestGrade,
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
