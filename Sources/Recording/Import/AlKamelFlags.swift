import Timing

/// What the marshals showed, as seen by each car at the Line.
struct AlKamelFlags {
    private static let codes: [String: Flag] = [
        "GF": .green, "YF": .yellow, "FCY": .fullCourseYellow, "SF": .safetyCar, "RF": .red, "FF": .chequered,
    ]

    private var seen: [(flag: Flag, at: Instant)] = []
    private var foreign: [String: Int] = [:]

    mutating func add(_ code: String, at instant: Instant) {
        if code.isEmpty { return }
        if let flag = Self.codes[code.uppercased()] {
            seen.append((flag, instant))
        } else {
            foreign[code, default: 0] += 1
        }
    }

    /// Changes of flag in order of time, and the chequered flag.
    ///
    /// After the first chequered flag nothing else counts: cars farther back may still report green.
    /// - Parameter winner: where the chequered flag fell if no car reports it.
    func changes(
        start: Instant, winner: Instant?, notes: inout [String]
    ) -> (flags: [(flag: Flag, at: Instant)], chequered: (at: Instant, isEstimated: Bool)?) {
        for (code, count) in foreign.sorted(by: { $0.key < $1.key }) {
            notes.append("\(count) row(s) have the unknown flag \"\(code)\", which is ignored.")
        }
        // Cars of one instant must not depend on the order of the file: green comes first.
        let order = seen.sorted { ($0.at, Self.rank($0.flag)) < ($1.at, Self.rank($1.flag)) }
        var flags: [(flag: Flag, at: Instant)] = []
        for (flag, at) in order where flag != flags.last?.flag {
            if flag == .chequered {
                Self.note(flags, in: &notes)
                return (flags, (at, false))
            }
            // The race was started under the flag that the first car saw a lap later.
            flags.append((flag, flags.isEmpty ? start : at))
        }
        Self.note(flags, in: &notes)
        guard let winner else { return (flags, nil) }
        notes.append(
            "No row shows the chequered flag: it is estimated at the last crossing of the Line by the car "
                + "with the most laps, \(ClockText.text(winner - start)) after the start.")
        return (flags.filter { $0.at < winner }, (winner, true))
    }

    private static func note(_ flags: [(flag: Flag, at: Instant)], in notes: inout [String]) {
        notes.note(
            flags.count,
            "flag(s) are put where the first car crossed the Line under them, the first at the start; "
                + "they were shown up to a lap earlier.")
    }

    private static func rank(_ flag: Flag) -> Int {
        Flag.allCases.firstIndex(of: flag) ?? 0
    }
}
