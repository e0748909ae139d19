import Wire

/// A verdict explained.
extension ExplanationText {
    func obligation(_ verdict: JSON, _ visit: JSON?, of car: String) -> [String] {
        let name = VerdictText.obligation(verdict["id"]?.text ?? "")
        var lines = ["\(car) · \(name) · \(VerdictText.state(verdict))", ""]
        if let opens = verdict["opensMs"]?.integer { lines.append("from \(sinceStart(opens))") }
        if let closes = verdict["closesMs"]?.integer { lines.append("before \(sinceStart(closes))") }
        if let required = verdict["requiredMs"]?.integer { lines.append(arithmetic(required, verdict, visit)) }
        if let from = verdict["exitFromMs"]?.integer { lines.append("pit exit not before \(sinceStart(from))") }
        if let driver = verdict["driver"]?.text { lines.append("about \(driver)") }
        guard let visit, visit != .null else { return lines + ["rests on no visit to the pit lane"] }
        return lines + [""] + stop(visit, of: car)
    }

    /// What was required against what it lasted.
    private func arithmetic(_ required: Int64, _ verdict: JSON, _ visit: JSON?) -> String {
        let words = "required: \(ClockText.lap(required))"
        guard let lasted = visit?["durationMs"]?.integer else { return words }
        return
            "\(words); lasted \(ClockText.lap(lasted)) = \(lasted < required ? "" : "+")\(ClockText.lap(lasted - required))"
    }

    private func sinceStart(_ milliseconds: Int64) -> String {
        instant((message["startMs"]?.integer ?? 0) + milliseconds)
    }
}
