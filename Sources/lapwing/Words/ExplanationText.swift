import Wire

/// An explanation (docs/protocol.md, section 4.8) in a timekeeper's words.
struct ExplanationText {
    let message: JSON
    private let start: Int64?

    init(_ message: JSON) {
        self.message = message
        start = message["startMs"]?.integer
    }

    var lines: [String] {
        body + section("decisions and amendments", message["acts"]?.elements?.map(act) ?? [])
            + section("rules", message["rules"]?.elements?.map(rule) ?? [])
    }

    private var body: [String] {
        let car = "car \(message["car"]?.text ?? "")"
        if let lap = message["lap"] { return self.lap(lap, of: car) }
        if let obligation = message["obligation"] { return self.obligation(obligation, message["stop"], of: car) }
        if let stop = message["stop"] { return self.stop(stop, of: car) }
        return position(message["position"] ?? .null, of: car)
    }

    func section(_ title: String, _ lines: [String]) -> [String] {
        lines.isEmpty ? [] : ["", title] + lines.map { "  \($0)" }
    }

    // MARK: Instants

    /// Since the start signal, and the time of day (UTC).
    func instant(_ milliseconds: Int64?) -> String {
        guard let milliseconds else { return "?" }
        let day: Int64 = 86_400_000
        let clock = ((milliseconds % day) + day) % day
        let time = "\(ClockText.clock(clock)).\(String(String(1000 + clock % 1000).dropFirst())) UTC"
        return start.map { "\(ClockText.lap(milliseconds - $0)) (\(time))" } ?? time
    }

    // MARK: Evidence

    /// One crossing on one line; what was missed is followed by how it was estimated.
    func evidence(_ label: String, _ evidence: JSON?) -> [String] {
        guard let evidence, evidence["atMs"] != nil else { return ["\(label): not seen"] }
        let loop = evidence["name"]?.text ?? "start signal"
        var words = ["\(label): \(instant(evidence["atMs"]?.integer))", loop]
        if let crossing = evidence["crossing"], crossing != .null {
            words += [name(crossing)] + basis(evidence) + outcome(evidence)
        } else if evidence["basis"]?.text == "provisional" {
            words.append("provisional: no decoder reported it")
        }
        let estimate = evidence["estimate"].map { $0 == .null ? [] : self.estimate($0).map { "  \($0)" } } ?? []
        return [words.joined(separator: ", ")] + estimate
    }

    func name(_ crossing: JSON) -> String {
        func number(_ name: String) -> String { crossing[name]?.integer.map { "\($0)" } ?? "?" }
        if crossing["decoder"]?.integer == 0 { return "by hand" }
        return "decoder \(number("decoder")) epoch \(number("epoch")) number \(number("number"))"
    }

    private func basis(_ evidence: JSON) -> [String] {
        var words: [String] = []
        switch evidence["basis"]?.text ?? "" {
        case "inserted": words.append("inserted by \(evidence["act"]?.text ?? "?")")
        case "estimated": words.append("estimated by the importer")
        case let basis: words.append(basis)
        }
        if let act = evidence["retimedBy"]?.text, let stamp = evidence["crossing"]?["timeUs"]?.integer,
            let at = evidence["atMs"]?.integer
        {
            let off = stamp / 1000 - at
            words.append("by a clock \(ClockText.lap(abs(off))) \(off < 0 ? "behind" : "ahead"), put right by \(act)")
        }
        return words
    }

    /// Only where it says that the crossing did not count as what it is.
    private func outcome(_ evidence: JSON) -> [String] {
        let outcome = evidence["outcome"]?.text ?? ""
        if let act = evidence["voidedBy"]?.text { return ["void by \(act)"] }
        return ["lap", "sector", "pitEntry", "pitExit", "speedTrap"].contains(outcome)
            ? [] : ["does not count: \(outcome)"]
    }

    private func estimate(_ estimate: JSON) -> [String] {
        let seen = "\(estimate["name"]?.text ?? "?") at \(instant(estimate["toMs"]?.integer))"
        let from = instant(estimate["fromMs"]?.integer)
        let sectors = (estimate["sectorsMs"]?.elements ?? []).map { $0.integer.map { ClockText.lap($0) } ?? "?" }
        let times = sectors.joined(separator: " : ")
        let before = estimate["before"]?.integer ?? 0
        let how =
            switch estimate["method"]?.text ?? "" {
            case "latestTimes": "the time since \(from) divided as the latest sectors \(times); \(before) before it"
            case "equalParts": "the time since \(from) in \(sectors.count) equal parts; \(before) before it"
            case "pitEntry": "pit entry at \(from), and the latest time from there to the Line"
            case "backFromSighting": "less the latest sectors \(times)"
            default: "a lap's part of the time since \(from)"
            }
        return ["shown by \(seen), \(name(estimate["evidence"] ?? .null))", "estimated: \(how)"]
    }

    // MARK: Acts and rules

    private func act(_ act: JSON) -> String {
        let head = "\(act["id"]?.text ?? "") by \(act["by"]?.text ?? ""), \(instant(act["atMs"]?.integer))"
        var words = "\(head): \(CommandText.words(act["command"] ?? .null))"
        switch act["state"]?.text {
        case "notified": words += "; to be served"
        case "served": words += "; served"
        case "converted": words += "; not served: \(ClockText.lap(act["addedMs"]?.integer ?? 0)) added"
        default: break
        }
        return act["withdrawnBy"]?.text.map { "\(words); taken back by \($0)" } ?? words
    }

    private func rule(_ rule: JSON) -> String {
        let key = rule["key"]?.text ?? ""
        let value: String
        if let time = rule["valueMs"]?.integer {
            value = ClockText.lap(time)
        } else {
            let number = rule["value"]?.integer.map { "\($0)" } ?? rule["value"]?.bool.map { "\($0)" }
            value = number ?? rule["value"]?.text ?? ""
        }
        return rule["place"]?.text.map { "\($0): \(key): \(value)" } ?? "\(key): \(value) (default)"
    }
}
