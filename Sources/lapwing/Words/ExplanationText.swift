import Client
import Timing
import Wire

/// An explanation (docs/protocol.md, section 4.8) in a timekeeper's words.
struct ExplanationText {
    let message: PublishedExplanation
    var start: Instant? { message.start }

    init(_ message: PublishedExplanation) { self.message = message }

    var lines: [String] {
        body + section("decisions and amendments", message.acts.map(act)) + section("rules", message.rules.map(rule))
    }

    private var body: [String] {
        let car = "car \(message.car)"
        switch message.subject {
        case .lap(let lap): return self.lap(lap, of: car)
        case .obligation(let verdict, let visit): return obligation(verdict, visit, of: car)
        case .stop(let stop): return self.stop(stop, of: car)
        case .position(let position): return self.position(position, of: car)
        }
    }

    func section(_ title: String, _ lines: [String]) -> [String] {
        lines.isEmpty ? [] : ["", title] + lines.map { "  \($0)" }
    }

    // MARK: Instants

    /// Since the start signal, and the time of day.
    func instant(_ instant: Instant) -> String {
        let time = ClockText.ofDay(instant, offset: message.utcOffset)
        return start.map { "\(ClockText.lap(instant - $0)) (\(time))" } ?? time
    }

    // MARK: Evidence

    /// One crossing on one line; for a missed one also how it was estimated.
    func evidence(_ label: String, _ evidence: ExplainedEvidence?) -> [String] {
        guard let evidence else { return ["\(label): not seen"] }
        var words = ["\(label): \(instant(evidence.at))", evidence.name ?? "start signal"]
        if let crossing = evidence.crossing {
            words += [name(crossing)] + basis(evidence, crossing) + outcome(evidence)
        } else if evidence.basis == .provisional {
            words.append("provisional: no decoder reported it")
        }
        let estimate = evidence.estimate.map { self.estimate($0).map { "  \($0)" } } ?? []
        return [words.joined(separator: ", ")] + estimate
    }

    func name(_ crossing: ExplainedCrossing) -> String {
        let id = crossing.id
        return id.decoder == 0 ? "by hand" : "decoder \(id.decoder) epoch \(id.epoch) number \(id.number)"
    }

    private func basis(_ evidence: ExplainedEvidence, _ crossing: ExplainedCrossing) -> [String] {
        var words: [String] = []
        switch evidence.basis.known {
        case .inserted: words.append("inserted by \(evidence.act ?? "?")")
        case .estimated: words.append("estimated by the importer")
        case .signal, .measured, .provisional, nil: words.append(evidence.basis.text)
        }
        if let act = evidence.retimedBy {
            let off = crossing.stamp / 1000 - evidence.at.milliseconds
            let span = ClockText.lap(Milliseconds(abs(off)))
            words.append("by a clock \(span) \(off < 0 ? "behind" : "ahead"), put right by \(act)")
        }
        return words
    }

    /// Only where the crossing did not count as a crossing of its loop.
    private func outcome(_ evidence: ExplainedEvidence) -> [String] {
        if let act = evidence.voidedBy { return ["void by \(act)"] }
        switch evidence.outcome?.known {
        case .lap, .sector, .pitEntry, .pitExit, .speedTrap: return []
        case .again, .start, .unexpected, .beforeStart, .afterFinish, .afterEnd, .unknownTransponder, .unknownLoop,
            .late, .void, .done, .repeated, nil:
            return ["does not count: \(evidence.outcome?.text ?? "")"]
        }
    }

    private func estimate(_ estimate: ExplainedEstimate) -> [String] {
        let seen = "\(estimate.name) at \(instant(estimate.to))"
        let from = instant(estimate.from)
        let times = estimate.sectors.map { $0.map { ClockText.lap($0) } ?? "?" }.joined(separator: " : ")
        let count = estimate.sectors.count
        let how =
            switch estimate.method.known {
            case .latestTimes:
                "the time since \(from) divided as the latest sectors \(times); \(estimate.before) before it"
            case .equalParts: "the time since \(from) in \(count) equal parts; \(estimate.before) before it"
            case .pitEntry: "pit entry at \(from), and the latest time from there to the Line"
            case .backFromSighting: "less the latest sectors \(times)"
            case .sinceStart, nil: "a lap's part of the time since \(from)"
            }
        return ["shown by \(seen), \(name(estimate.evidence))", "estimated: \(how)"]
    }

    // MARK: Acts and rules

    private func act(_ act: ExplainedAct) -> String {
        let command = act.command.map { ActText.words($0, for: act.concerning) } ?? "a command not known here"
        var words = "\(act.id) by \(act.by), \(instant(act.at)): \(command)"
        switch act.state?.known {
        case .notified: words += "; to be served"
        case .served: words += "; served"
        case .converted: words += "; not served: \(ClockText.lap(act.added ?? .zero)) added"
        case .applied, nil: break
        }
        return act.withdrawnBy.map { "\(words); taken back by \($0)" } ?? words
    }

    private func rule(_ rule: ExplainedRule) -> String {
        let value =
            switch rule.value {
            case .time(let time): ClockText.lap(time)
            case .number(let number): "\(number)"
            case .truth(let truth): "\(truth)"
            case .word(let word): word
            }
        if let act = rule.act { return "by \(act): \(rule.key): \(value)" }
        return rule.place.map { "\($0): \(rule.key): \(value)" } ?? "\(rule.key): \(value) (default)"
    }
}
