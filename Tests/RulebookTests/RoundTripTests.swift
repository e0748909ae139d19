import Rulebook
import Testing
import Timing

@Suite("An event as a file of its own")
struct RoundTripTests {
    private func again(_ event: Event, notes: [String] = []) throws -> Event {
        let folder = try Folder()
        return try Event.load(path: folder.write("event.yaml", event.yaml(notes: notes)))
    }

    @Test("an event reads back as it was written, in a form that a person can read")
    func written() throws {
        let folder = try Folder()
        let event = try Event.load(path: folder.write("e.yaml", Sample.event))
        let text = event.yaml(notes: ["imported from\na list", "€ and \u{7}bell"])
        #expect(
            text == """
                # imported from
                # a list
                # € and  bell
                event: "Sepang 2018"
                circuit:
                  name: "Sepang"
                  loops:
                    - {id: 1, name: "Line", kind: line, minimum: 20 s}
                series:
                  name: "Asia"
                  race:
                    duration: 60 min
                    classifiedPercent: 75
                    classifiedBasis: class
                    mustTakeFlag: false
                    finishWithin: 10 min
                sessions:
                  - id: "race1"
                    name: "Race 1"
                    kind: race
                  - id: "race2"
                    name: "Race 2"
                    kind: race
                entries:
                  - number: "007"
                    class: "GT3"
                    team: "Bond"
                    transponders: [4711]
                    drivers:
                      - {id: 1, name: "A. Driver", grade: Bronze}

                """)
        #expect(try again(event, notes: ["a", "", "event: no"]) == event)
    }

    @Test("whatever an event's names and times are, it reads back equal", arguments: 0..<60 as Range<UInt64>)
    func property(_ seed: UInt64) throws {
        var random = Seeded(state: seed &* 0xD134_2543_DE82_EF95 &+ 1)
        let event = random.event()
        let text = event.yaml(notes: [random.name(), random.name()])
        let folder = try Folder()
        do {
            let read = try Event.load(path: folder.write("event.yaml", text))
            #expect(read == event, "seed \(seed)")
        } catch {
            Issue.record("seed \(seed): \(error)")
        }
    }

    @Test("an odd text stays the text it is", arguments: Seeded.oddities)
    func oddity(_ text: String) throws {
        let rules = RaceRules(duration: nil, classifiedPercent: 70)
        let circuit = Circuit(
            name: text, lengthMetres: nil,
            loops: [Loop(id: LoopID(1), name: text, kind: .line, minimum: Milliseconds(1))])
        let number = String(text.unicodeScalars.prefix(16).map(Character.init))
        let entry = Entry(
            number: CarNumber(number), carClass: text, cup: text, team: text, vehicle: text, transponders: [],
            drivers: [Driver(id: 1, name: text, nation: text)])
        let event = Event(
            name: text, series: text, circuit: circuit, entries: [entry],
            sessions: [Session(id: "r", name: text, circuit: circuit, rules: rules, entries: [entry])])
        let read = try again(event, notes: [text])
        #expect(read == event)
        #expect(Array(read.name.unicodeScalars) == Array(text.unicodeScalars))
    }

    @Test("an empty cup is not the same as no cup, and neither is lost")
    func emptyCup() throws {
        let folder = try Folder()
        let event = try Event.load(
            path: folder.write(
                "e.yaml", Sample.with(Sample.event, "    team: Bond\n", "    cup: ''\n    team: ''\n")))
        #expect(event.entries.map(\.cup) == [""])
        #expect(try again(event).entries.map(\.cup) == [""])
        let without = try Event.load(
            path: folder.write(
                "e.yaml", Sample.with(Sample.event, "    team: Bond\n", "    cup:\n    team: ''\n")))
        #expect(without.entries.map(\.cup) == [nil])
        #expect(try again(without).entries.map(\.cup) == [nil])
    }
}

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

    mutating func rules() -> RaceRules {
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
            loops: loops.shuffled(using: &self))
    }

    mutating func entry(_ index: Int) -> Entry {
        let door = String(String.UnicodeScalarView(name().unicodeScalars.prefix(12))) + "\(index)"
        let drivers = (0..<Int.random(in: 0...4, using: &self)).map { id in
            Driver(
                id: UInt8(255 - id), name: name(),
                grade: ["Bronze", "Silver", "Gold", "Platinum", nil].randomElement(using: &self) ?? nil,
                nation: optional { $0.name() })
        }
        let transponders = (0..<Int.random(in: 0...3, using: &self)).map {
            Transponder(.max - UInt32(index * 4 + $0))
        }
        return Entry(
            number: CarNumber(door), carClass: name(), cup: optional { $0.name() },
            team: optional { $0.name() } ?? "",
            vehicle: optional { $0.name() }, transponders: transponders, drivers: drivers)
    }

    mutating func event() -> Event {
        let circuit = circuit()
        let entries = (0..<Int.random(in: 1...6, using: &self)).map { entry($0) }
        var sessions: [Session] = []
        var grids: [String: GridRule] = [:]
        for index in 0..<Int.random(in: 1...6, using: &self) {
            let kind = Session.Kind.allCases.randomElement(using: &self) ?? .race
            if kind == .race { grids["s-\(index)"] = grid(before: sessions) }
            let order = Bool.random(using: &self) ? entries : entries.shuffled(using: &self)
            sessions.append(
                Session(
                    id: "s-\(index)", name: name(), kind: kind, circuit: circuit, rules: rules(), entries: order))
        }
        let assumed = ["race.duration", "race.classifiedPercent", "race.finishWithin", "qualifying.duration"]
            .filter { _ in Bool.random(using: &self) }
        return Event(
            name: name(), series: name(), circuit: circuit, entries: entries, sessions: sessions,
            grids: grids, assumed: assumed)
    }
}
