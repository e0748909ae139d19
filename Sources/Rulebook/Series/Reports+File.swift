import Timing

/// Kinds of reports about cars, read from a file (docs/configuration.md, "Reports").
extension Field {
    private static let mostKinds = 20

    /// The kinds by their names; as stated, whatever was inherited.
    func reportRules() -> [ReportRule]? {
        let what = "kinds of reports with what follows, like trackLimits: {steps: [{count: 4, follows: driveThrough}]}"
        guard let kinds = named(what) else { return nil }
        guard kinds.count <= Self.mostKinds else {
            fault(
                found: "\(kinds.count) kinds", expected: "at most \(Self.mostKinds)",
                remedy: "leave out those that are not reported")
            return nil
        }
        return kinds.compactMap { kind in
            let isWord = kind.name.utf8.allSatisfy {
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0 | 0x20) || (0x30...0x39).contains($0)
            }
            guard isWord, kind.name.utf8.count <= 32 else {
                kind.key.fault(
                    found: kind.key.found, expected: "a word of at most 32 letters and digits",
                    remedy: "write it like trackLimits")
                return nil
            }
            return kind.value.reportRule(kind.name)
        }
    }

    private func reportRule(_ kind: String) -> ReportRule? {
        if isNothing { return ReportRule(kind) }
        guard let table = Table(self, keys: ReportRule.keys) else { return nil }
        var rule = ReportRule(kind)
        if let steps = table["steps"] { rule.steps = steps.reportSteps() }
        if let beyond: ReportRule.Beyond = table["beyond"]?.word() { rule.beyond = beyond }
        if let reset: ReportRule.Reset = table["reset"]?.word() { rule.reset = reset }
        if let times = table["resetAt"]?.ascending(.seconds(1) ... .minutes(48 * 60)) { rule.resetTimes = times }
        if let deletesLap = table["deletesLap"]?.truth() { rule.deletesLap = deletesLap }
        if rule.steps.isEmpty, rule.beyond != .nothing, table["steps"]?.isList ?? true {
            table.place(of: "beyond").fault(
                found: "\(rule.beyond.rawValue) without steps", expected: "steps, of which the last is repeated",
                remedy: "write the steps, or remove beyond")
        }
        return rule
    }

    private func reportSteps() -> [ReportRule.Step] {
        var steps: [ReportRule.Step] = []
        for item in list(of: "steps", atLeast: 1) ?? [] {
            guard let table = Table(item, keys: ["count", "follows"]) else { continue }
            let count = table.required("count", "the count of reports")?.integer(1...1000)
            let following = table.required("follows", "warning, or a penalty")?.following()
            guard let count, let following else { continue }
            if let last = steps.last, count <= last.count {
                item.fault(
                    found: "count \(count)", expected: "one of more than \(last.count)",
                    remedy: "write the steps in order of their counts")
            }
            steps.append(ReportRule.Step(count: count, following))
        }
        return steps
    }

    private func following() -> ReportRule.Following? {
        if written == "warning" { return .warning }
        guard let proposal = PenaltyBand.Proposal(self) else { return nil }
        guard !proposal.isByShortfall else {
            fault(
                found: found, expected: "a penalty without shortfall: a report has no time that is missing",
                remedy: "write it like driveThrough or time 5 s")
            return nil
        }
        return .infringement(proposal)
    }
}

extension PenaltyBand.Proposal {
    fileprivate var isByShortfall: Bool {
        switch self {
        case .time(_, let shortfall), .stopAndGo(_, let shortfall): shortfall
        case .none, .driveThrough, .laps, .disqualified: false
        }
    }
}

extension ReportRule {
    static let keys = ["steps", "beyond", "reset", "resetAt", "deletesLap"]

    fileprivate var written: String {
        let each = steps.map { step in
            switch step.following {
            case .warning: "{count: \(step.count), follows: warning}"
            case .infringement(let proposal): "{count: \(step.count), follows: \(proposal.written)}"
            }
        }
        let steps = each.isEmpty ? "" : "steps: [\(each.joined(separator: ", "))], "
        let times = resetTimes.map(\.written).joined(separator: ", ")
        let anew = "reset: \(reset.rawValue), \(times.isEmpty ? "" : "resetAt: [\(times)], ")"
        return "\(kind): {\(steps)beyond: \(beyond.rawValue), \(anew)deletesLap: \(deletesLap)}"
    }
}

extension RaceRules {
    /// As a file states it.
    var reportLine: String {
        "reports: \(reports.isEmpty ? "none" : "{\(reports.map(\.written).joined(separator: ", "))}")"
    }
}
