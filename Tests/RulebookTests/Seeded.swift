import Rulebook
import Testing
import Timing

/// Events made of a seed, with all that names can hold.
struct Seeded: RandomNumberGenerator {
    var state: UInt64

    /// SplitMix64.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    static let oddities = [
        "007", "0x1F", "no", "1e3", "null", "~", "true", "\"", "'", "a: b", "# not a comment", "&a", "*a",
        "- x", "? y",
        "{", "[", "%", "@", "`", "!tag", "|", ">", " lead", "trail ", "a\nb", "a\r\nb", "tab\there", "\\",
        "\\n",
        "\u{0}", "\u{7F}", "\u{85}", "\u{2028}", "\u{2029}", "a\u{FEFF}b", "\u{FFFE}", "\u{FFFF}", "\u{E000}",
        "Jörg Übel",
        "陳 柏宇", "🏁", "👩‍👩‍👧‍👦", "e\u{301}", "é", "עברית", "\u{200F}", "\u{10FFFF}", "<<", "---", "...", "=", ":",
        ",",
    ]

    mutating func name() -> String {
        let parts = (0..<Int.random(in: 1...3, using: &self)).map { _ in
            if Bool.random(using: &self), let odd = Self.oddities.randomElement(using: &self) {
                return odd
            }
            let scalars = (0..<Int.random(in: 1...6, using: &self)).compactMap { _ in
                Unicode.Scalar(
                    UInt32.random(in: 0...0x10FFFF, using: &self) >> UInt32.random(in: 0...15, using: &self))
            }
            return String(String.UnicodeScalarView(scalars))
        }
        let joined = parts.joined(separator: Bool.random(using: &self) ? " " : "")
        // A byte order mark at the start of a text is no part of it, and Yams drops it.
        let text = String(String.UnicodeScalarView(joined.unicodeScalars.drop { $0 == "\u{FEFF}" }))
        return text.isEmpty ? "x" : text
    }

    mutating func optional(_ make: (inout Self) -> String) -> String? {
        switch Int.random(in: 0..<4, using: &self) {
        case 0: nil
        case 1: ""
        default: make(&self)
        }
    }

    mutating func milliseconds(_ range: ClosedRange<Int64>) -> Milliseconds {
        let value = Int64.random(in: range, using: &self)
        let unit: Int64 = [1, 1, 1000, 60_000].randomElement(using: &self) ?? 1
        return Milliseconds(max(range.lowerBound, value / unit * unit))
    }

    mutating func rules(for entries: [Entry]) -> RaceRules {
        var rules = RaceRules(
            duration: Bool.random(using: &self) ? milliseconds(1...3_600_000_000) : nil,
            classifiedPercent: Int.random(in: 0...100, using: &self),
            classifiedBasis: Bool.random(using: &self) ? .overall : .carClass,
            mustTakeFlag: Bool.random(using: &self), finishWithin: milliseconds(0...86_400_000))
        rules.laps = Bool.random(using: &self) ? Int.random(in: 1...10_000, using: &self) : nil
        rules.start = RaceRules.Start.allCases.randomElement(using: &self) ?? .signal
        rules.earlyFlag = Bool.random(using: &self) ? .asShown : .lastCrossing
        rules.countBackLaps = Bool.random(using: &self) ? Int.random(in: 1...10, using: &self) : nil
        let times = (0..<Int.random(in: 0...3, using: &self)).map { _ in milliseconds(1...3_600_000_000) }
        rules.intermediates = Set(times).sorted()
        if Bool.random(using: &self) { rules.serveWithin = Int.random(in: 0...10, using: &self) }
        if Bool.random(using: &self) { rules.driveThroughTime = milliseconds(0...3_600_000) }
        if Bool.random(using: &self) { rules.driveThroughOver = milliseconds(0...3_600_000) }
        if Bool.random(using: &self) { rules.stopAndGoOver = maybe { $0.milliseconds(0...3_600_000) } }
        rules.pitLapsCount = [nil, false, true].randomElement(using: &self) ?? nil
        rules.redFlag.stopsClock = Bool.random(using: &self)
        rules.redFlag.lapsOff = Int.random(in: 0...10, using: &self)
        if Bool.random(using: &self) { rules.flagByHand = milliseconds(0...300_000) }
        if Bool.random(using: &self) { rules.withoutTransit = milliseconds(0...3_600_000) }
        if Bool.random(using: &self) { rules.overdueRacing = Int.random(in: 100...10_000, using: &self) }
        if Bool.random(using: &self) { rules.overdueNeutralised = Int.random(in: 100...10_000, using: &self) }
        if Bool.random(using: &self) { rules.firstCrossing = .start }
        if Bool.random(using: &self) { rules.overdueLeast = milliseconds(0...3_600_000) }
        if Bool.random(using: &self) { rules.fcyCountdown = milliseconds(1...3_600_000) }
        if Bool.random(using: &self) { rules.pitSpeed = Int.random(in: 1...300, using: &self) }
        if Bool.random(using: &self) { rules.reports = reportRules() }
        rules.obligations = obligations(for: entries)
        return rules
    }

    /// A grid out of sessions before a race, if there are any.
    mutating func grid(before: [Session]) -> GridRule? {
        let timed = before.filter { $0.kind != .race }.map(\.id)
        let races = before.filter { $0.kind == .race }.map(\.id)
        let points = (0..<3).map { _ in Int.random(in: 0...10_000, using: &self) }
        let rules: [GridRule?] = [
            nil, timed.last.map { .best(of: $0) }, races.last.map { .result(of: $0) },
            timed.count > 1 ? .average(of: timed) : nil, timed.count > 1 ? .sum(of: timed.reversed()) : nil,
            timed.count > 1 ? .superPole(timed[0], places: points[0] % 1000 + 1, after: [timed[1]]) : nil,
            races.count > 1 ? .points(points, of: races) : nil,
        ]
        return rules.randomElement(using: &self) ?? nil
    }

    mutating func circuit() -> Circuit {
        let kinds: [Loop.Kind] =
            [.line]
            + (0..<5).compactMap { _ in
                Loop.Kind.allCases.filter { $0 != .line }.randomElement(using: &self)
            }
        let first = UInt16.random(in: 0...65_000, using: &self)
        var loops: [Loop] = []
        for (index, kind) in kinds.enumerated() {
            loops.append(
                Loop(
                    id: LoopID(first + UInt16(index)), name: name(), kind: kind,
                    minimum: milliseconds(0...3_600_000)))
        }
        return Circuit(
            name: name(),
            lengthMetres: Bool.random(using: &self) ? Int.random(in: 1...100_000, using: &self) : nil,
            pitTransit: Bool.random(using: &self) ? milliseconds(1...3_600_000) : nil,
            pitLaneMetres: Bool.random(using: &self) ? Int.random(in: 1...10_000, using: &self) : nil,
            pitOnTrack: Bool.random(using: &self) ? milliseconds(1...3_600_000) : nil,
            minimumLap: Bool.random(using: &self) ? milliseconds(1...3_600_000) : nil,
            timeZone: maybe { Milliseconds(Int64.random(in: -840...840, using: &$0) * 60_000) },
            loops: loops.shuffled(using: &self))
    }

    mutating func entry(_ index: Int) -> Entry {
        let door = String(String.UnicodeScalarView(name().unicodeScalars.prefix(12))) + "\(index)"
        let drivers = (0..<Int.random(in: 0...4, using: &self)).map { id in
            Driver(
                id: UInt8(255 - id), name: name(),
                grade: ["Bronze", "Silver", "Gold", "Platinum", nil].randomElement(using: &self) ?? nil,
                nation: optional { $0.name() },
                born: Bool.random(using: &self) ? Int.random(in: 1900...2100, using: &self) : nil)
        }
        let transponders = (0..<Int.random(in: 0...3, using: &self)).map {
            Transponder(.max - UInt32(index * 4 + $0))
        }
        var offsets: [Transponder: Milliseconds] = [:]
        for transponder in transponders where Bool.random(using: &self) {
            offsets[transponder] = Milliseconds(Int64.random(in: -10_000...10_000, using: &self))
        }
        return Entry(
            number: CarNumber(door), carClass: name(), cup: optional { $0.name() },
            team: optional { $0.name() } ?? "",
            vehicle: optional { $0.name() }, transponders: transponders, transponderOffsets: offsets,
            drivers: drivers)
    }
}

extension Seeded {
    mutating func reportRules() -> [ReportRule] {
        ["trackLimits", "unsafeRelease", "turn1"].prefix(Int.random(in: 0...3, using: &self)).map { kind in
            var rule = ReportRule(kind)
            for count in [1, 3, 1000] where Bool.random(using: &self) {
                let following: ReportRule.Following =
                    [
                        .warning, .infringement(.none), .infringement(.driveThrough), .infringement(.laps(2)),
                        .infringement(.time(.seconds(5), shortfall: false)),
                    ].randomElement(using: &self) ?? .warning
                rule.steps.append(.init(count: count, following))
            }
            if !rule.steps.isEmpty { rule.beyond = [.nothing, .each, .again].randomElement(using: &self) ?? .each }
            rule.reset = Bool.random(using: &self) ? .driverChange : .session
            rule.deletesLap = Bool.random(using: &self)
            return rule
        }
    }
}
