/// The driver who starts a race, where the event names him (R31).
extension ObligationRule {
    static let starter = ObligationRule(
        judge: { $0.judgeStarter() },
        infringement: { $0.state == .missed ? .wrongStarter : nil },
        cites: { _, asked, entry in
            asked.starters[entry.entered].map { [CitedRule(key: "starter", value: .number(Int($0)))] } ?? []
        },
        isChanged: { _, bulletin in
            switch bulletin {
            case .startList(let list): list.starters != nil
            case .window, .minimum, .addition, .prohibited, .pitSpeed, .driving: false
            }
        })
}

extension Judge {
    fileprivate mutating func judgeStarter() {
        guard let expected = record.asked(at: nil).obligations.starters[record.entry.entered] else { return }
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
}
