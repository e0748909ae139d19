import Client
import Timing

/// A verdict explained.
extension ExplanationText {
    func obligation(_ verdict: PublishedVerdict, _ visit: ExplainedStop?, of car: String) -> [String] {
        let name = VerdictText.obligation(verdict.id)
        var lines = ["\(car) · \(name) · \(VerdictText.state(verdict))", ""]
        if let opens = verdict.opens { lines.append("from \(sinceStart(opens))") }
        if let closes = verdict.closes { lines.append("before \(sinceStart(closes))") }
        if let required = verdict.required { lines.append(arithmetic(required, visit)) }
        if let from = verdict.exitFrom { lines.append("pit exit not before \(sinceStart(from))") }
        if let driver = verdict.driver { lines.append("about \(driver)") }
        guard let visit else { return lines + ["rests on no visit to the pit lane"] }
        return lines + [""] + stop(visit, of: car)
    }

    /// The required time against the time that it lasted.
    private func arithmetic(_ required: Milliseconds, _ visit: ExplainedStop?) -> String {
        let words = "required: \(ClockText.lap(required))"
        guard let lasted = visit?.duration else { return words }
        let sign = lasted < required ? "" : "+"
        return "\(words); lasted \(ClockText.lap(lasted)) = \(sign)\(ClockText.lap(lasted - required))"
    }

    private func sinceStart(_ time: Milliseconds) -> String {
        instant((start ?? Instant(milliseconds: 0)) + time)
    }
}
