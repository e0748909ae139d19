import Timing

extension StintLimit {
    static let keys = ["longest", "neutralised", "neutralisedBy"]

    init?(_ table: Table, over inherited: StintLimit?) {
        let longest = table.value("longest", "how long a car may stay out", over: inherited?.longest) {
            $0.duration(Limits.period)
        }
        guard let longest else { return nil }
        self.init(longest: longest)
        if let inherited {
            // A separate limit for neutralised stints stays; an equal one follows the longest.
            if inherited.neutralised != inherited.longest { neutralised = inherited.neutralised }
            neutralisedBy = inherited.neutralisedBy
        }
        if let limit = table["neutralised"]?.duration(Limits.period) { neutralised = limit }
        if let flags = table["neutralisedBy"]?.words(of: "flags", but: Flag.racing) { neutralisedBy = flags }
        if neutralised < longest {
            table.place(of: table["neutralised"] == nil ? "longest" : "neutralised").fault(
                found: neutralised.written, expected: "at least \(longest.written), as without a neutralisation",
                remedy: "correct longest or neutralised")
        }
    }

    var written: String {
        let flags = Flag.allCases.filter(neutralisedBy.contains).map(\.rawValue).joined(separator: ", ")
        return "{longest: \(longest.written), neutralised: \(neutralised.written), neutralisedBy: [\(flags)]}"
    }
}

extension Flag {
    /// Flags under which the race is not neutralised.
    fileprivate static let racing: Set = [Flag.green, .chequered]
}

extension ContinuousDriving {
    static let keys = ["most", "rest", "restAfter", "withPitLane"]

    init?(_ table: Table, over inherited: ContinuousDriving?) {
        let most = table.value("most", "how long a driver may drive", over: inherited?.most) {
            $0.duration(Limits.period)
        }
        guard let most else { return nil }
        self.init(most: most, rest: inherited?.rest)
        withPitLane = table["withPitLane"]?.truth() ?? inherited?.withPitLane ?? false
        if let inherited, inherited.restAfter != inherited.most { restAfter = inherited.restAfter }
        if let rest = table["rest"]?.orNone({ $0.duration(Limits.period) }) { self.rest = rest }
        if let due = table["restAfter"]?.duration(Limits.period) { restAfter = due }
    }

    var written: String {
        "{most: \(most.written), rest: \(rest?.written ?? "none"), restAfter: \(restAfter.written), "
            + "withPitLane: \(withPitLane)}"
    }
}

extension DrivingTime {
    private static let keys = [
        "grade", "class", "cup", "least", "leastAlone", "most", "together", "from", "block", "withPitLane",
    ]

    init?(_ field: Field) {
        guard let table = Table(field, keys: Self.keys) else { return nil }
        self.init()
        grade = table["grade"]?.choice(of: Driver.grades)
        carClass = table["class"]?.text("a class")
        cup = table["cup"]?.text("a cup", empty: true)
        least = table["least"]?.duration(Limits.period)
        leastAlone = table["leastAlone"]?.duration(Limits.period)
        most = table["most"]?.duration(Limits.period)
        together = table["together"]?.truth() ?? false
        from = table["from"]?.duration(Limits.clock) ?? .zero
        block = table["block"]?.duration(Limits.period)
        withPitLane = table["withPitLane"]?.truth() ?? false
        if ["least", "leastAlone", "most"].allSatisfy({ table[$0] == nil }) {
            field.fault(found: "no time", expected: "least, leastAlone or most", remedy: "add one of them")
        }
        if let most, let least, most <= least { table.place(of: "most").fault(most, notAfter: least, "a time") }
    }

    var written: String {
        let stated: [(key: String, value: String?)] = [
            ("grade", grade), ("class", carClass.map { quoted($0) }), ("cup", cup.map { quoted($0) }),
            ("least", least?.written), ("leastAlone", leastAlone?.written), ("most", most?.written),
            ("together", together ? "true" : nil), ("from", from > .zero ? from.written : nil),
            ("block", block?.written), ("withPitLane", withPitLane ? "true" : nil),
        ]
        return "{\(stated.compactMap { key, value in value.map { "\(key): \($0)" } }.joined(separator: ", "))}"
    }
}

extension Field {
    /// The rules of driving times, in their order.
    func drivingTimes() -> [DrivingTime]? {
        list(of: "driving times")?.compactMap { DrivingTime($0) }
    }
}
