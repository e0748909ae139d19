import Bridges
import Client
import Simulation
import Testing
import Timing

@Suite("Lines of Multiloop")
struct MultiloopTests {
    /// The examples of the specification and of systems that speak the protocol, with the bar written as it looks.
    private static let examples = [
        "$C¦U¦80004¦Q1¦C¦0¦8¦4¦83DDF¦1CB83¦T¦1CB83¦4¦2E6A¦0¦649¦0¦C¦1CB83¦Unknown¦G¦1¦0¦9¦0",
        "$L¦N¦EF325¦Q1¦89¦5¦SF¦A¦9B82E¦G¦T", "$S¦N¦F3170000¦Q1¦99¦EF317¦S1¦2DF3C0E¦7C07¦5",
        "$F¦R¦5¦Q1¦K¦0¦D7108¦6¦6088A¦1¦0¦1¦00¦1¦81.63", "$H¦N¦2F4¦Q1¦G¦685E9B2F¦9A0AB¦0¦D42B4",
        "$N¦U¦80004¦Q1¦01¦469D¦45¦4CAD63¦20",
        "$T¦R¦22¦Q1¦Watkins Glen¦WGI¦3.4¦4¦S1¦0¦SF¦IM1¦S2¦0¦IM1¦IM3¦S3¦0¦IM3¦SF¦Spd¦1438¦IM1¦IM2",
        "$R¦R¦400004C7¦Q1¦Watkins Glen Hoosier Super Tour¦¦Grp 2  FA FC FE2 P P2 Qual 1¦Q¦685ECBB8",
        "$A¦N¦F3170000¦Q1¦2F¦A¦U¦BC6AD080¦Some Message",
        "$E¦R¦17¦Q1¦12¦17¦Steve Introne¦18¦B¦B-Spec¦Honda Fit¦Windham NH¦NER¦180337¦White"
            + "¦Sripath/PurposeEnergy/BlackHog Beer¦¦¦¦¦17¦",
        "$USAC:TZ¦N¦1¦R1¦America/Los_Angeles¦9A0AB",
    ]

    private static func bytes(_ text: String) -> [UInt8] { text.unicodeScalars.map { UInt8($0.value) } }

    @Test("each example is read, and written again it is the same, byte for byte")
    func examples() throws {
        for example in Self.examples {
            let bytes = Self.bytes(example)
            let line = try MultiloopLine(bytes)
            #expect(line.bytes == bytes + [0x0D, 0x0A], "\(example)")
        }
        guard case .lap(let lap) = try MultiloopLine(Self.bytes(Self.examples[0])).record else {
            Issue.record("no lap")
            return
        }
        #expect(lap.rank == 12 && lap.number == "0" && lap.id == 8 && lap.laps == 4 && lap.start == 9)
        #expect(lap.elapsed == Milliseconds(540_127) && lap.last == Milliseconds(117_635) && lap.status == "Unknown")
        guard case .beat(let beat) = try MultiloopLine(Self.bytes(Self.examples[4])).record else {
            Issue.record("no beat")
            return
        }
        #expect(beat.flag == .green && beat.elapsed == Milliseconds(630_955) && beat.lapsToGo == 0)
    }

    @Test("what is no line is refused in words")
    func refused() {
        let wrong = [
            "", "$", "C¦N¦1¦Q1¦", "$C¦N¦1¦Q1", "$X¦N¦1¦Q1¦1", "$L¦X¦EF325¦Q1¦89¦5¦SF¦A¦9B82E¦G¦T",
            "$L¦N¦ef325¦Q1¦89¦5¦SF¦A¦9B82E¦G¦T", "$L¦N¦EF325¦Q1¦89¦5¦SF¦A¦9B82E¦G¦T¦", "$L¦N¦1¦Q1¦89¦05¦SF¦A¦9¦G¦T",
            "$L¦N¦EF325¦Q1¦89¦5¦SF¦Z¦9B82E¦G¦T", "$I¦N¦1¦Q1¦89¦5", "$H¦N¦1¦Q1¦G¦FFFFFFFFF¦0¦0¦0",
            "$USAC:TZ¦N¦1¦R1¦Etc/UTC", "$USAC:TZ¦N¦1¦R1¦Etc/UTC¦0¦0", "$T¦N¦1¦R1¦Sepang¦¦¦1¦S1¦0¦SF",
        ]
        for text in wrong {
            let fault = #expect(throws: MultiloopFault.self, "\(text)") { try MultiloopLine(Self.bytes(text)) }
            #expect(fault?.found.isEmpty == false && fault?.expected.isEmpty == false)
        }
    }

    @Test("a bar within a text is another sign, and letters without a byte lose their accent")
    func texts() throws {
        let told = MultiloopRecord.Announcement(number: 1, action: "A", priority: "U", time: 5, text: "Łu¦kasz 3¾")
        let line = MultiloopLine(.announcement(told), kind: .new, sequence: 255, preamble: "R1")
        #expect(line.bytes == Self.bytes("$A¦N¦FF¦R1¦1¦A¦U¦5¦Lu|kasz 3¾") + [0x0D, 0x0A])
    }

    @Test("a client that reads UTF-8 finds no bar too many and none too few, where letters have no accents")
    func plain() {
        let text = "Müller ¦ Été"
        let told = MultiloopRecord.Announcement(number: 1, action: "A", priority: "U", time: 5, text: text)
        let line = MultiloopLine(.announcement(told), kind: .new, sequence: 1, preamble: "R1")
        #expect(line.bytes(isPlain: true) == Self.bytes("$A¦N¦1¦R1¦1¦A¦U¦5¦Muller | Ete") + [0x0D, 0x0A])
        // Such a client takes each byte that is no UTF-8 for the bar.
        let read = String(decoding: line.bytes(isPlain: true), as: UTF8.self)
        #expect(read.split(separator: "\u{FFFD}", omittingEmptySubsequences: false).count == 9)
    }

    /// What a client keeps of a stream: by the specification alone.
    private struct Client {
        var laps: [String: MultiloopRecord.Lap] = [:]
        var entries: [String: MultiloopRecord.Entry] = [:]
        var sequences: [String: [UInt32]] = [:]
        var repeated: [String: UInt32] = [:]
        var counts: [String: Int] = [:]
        var drivers: [Int: String] = [:]
        var flag: MultiloopFlag?
        var sections: [String: [MultiloopRecord.Section]] = [:]
        var preambles: Set<String> = []
        var track: MultiloopRecord.Track?
        var zones: [String] = []

        mutating func hear(_ bytes: [UInt8]) throws {
            for part in bytes.split(separator: 0x0A) {
                let line = try MultiloopLine(part.dropLast())
                #expect(part.last == 0x0D && line.bytes == Array(part) + [0x0A])
                let command = line.record.command
                counts[command, default: 0] += 1
                preambles.insert(line.preamble)
                if line.kind == .repeated {
                    repeated[command] = max(line.sequence, repeated[command] ?? 0)
                } else {
                    sequences[command, default: []].append(line.sequence)
                }
                switch line.record {
                case .lap(let lap): laps[lap.number] = lap
                case .entry(let entry): entries[entry.number] = entry
                case .driver(let id, _, _, let name): drivers[id] = name
                case .flags(let flags): flag = flags.flag
                case .track(let new): track = new
                case .zone(let name, _): zones.append(name)
                case .section(let section): sections[section.number, default: []].append(section)
                default: continue
                }
            }
        }
    }

    @Test("a race with decisions: a client from the start and one who comes late have the publication's table; no gap")
    func race() throws {
        for seed in [UInt64(3), 8] {
            var story = try PublishedRaceStory(seed: seed)
            var options = MultiloopOptions()
            options.hasAdditions = true
            options.trackLength = "3.444"
            options.timeZone = "Asia/Kuala_Lumpur"
            var board = ToldRace(by: MultiloopTeller(options))
            _ = try board.take(answer: [story.snapshot], to: .snapshot)
            var early = Client()
            var late: Client?
            func told(_ lines: [MultiloopLine]) -> [UInt8] { lines.flatMap(\.bytes) }
            let inputs = story.inputs
            var crossings = 0
            for (place, input) in inputs.enumerated() {
                guard let frame = story.take(input) else { continue }
                _ = try frame.withUnsafeBytes { try board.take(published: $0) }
                if case .crossing = input { crossings += 1 }
                let bytes = told(board.teller.taken())
                try early.hear(bytes)
                try late?.hear(bytes)
                if place == inputs.count / 2 {
                    late = Client()
                    try late?.hear(told(board.teller.newcomer))
                }
                if place % 50 == 0 {
                    let beat = told([board.teller.beat(input.instant), board.teller.nextLap()].compactMap(\.self))
                    try early.hear(beat)
                    try late?.hear(beat)
                }
            }
            let table = try #require(board.follower.table)
            check(early, table)
            check(try #require(late), table)
            for (command, sequences) in early.sequences {
                #expect(sequences == Array(1...UInt32(sequences.count)), "\(command)")
            }
            for (command, sequences) in late?.sequences ?? [:] {
                let first = try #require(sequences.first)
                #expect(sequences == Array(first..<(first + UInt32(sequences.count))), "\(command)")
            }
            for client in [early, try #require(late)] {
                #expect(client.zones == ["Asia/Kuala_Lumpur"])
                #expect(client.track?.length == "3.444")
                let bounds = client.track?.sections.map { "\($0.name) \($0.start) \($0.end) \($0.inches)" }
                #expect(bounds == Self.bounds(story.session.circuit))
            }
            for command in ["H", "C", "S", "L", "F", "N", "E", "R", "T", "V", "USAC:DRIVERID", "USAC:S"] {
                #expect(early.counts[command, default: 0] > 0, "\(command)")
            }
            #expect(early.counts["L", default: 0] > crossings * 8 / 10)
            #expect(early.preambles == ["R1"] && early.flag == .chequered)
            let moreLaps = table.classification.filter { $0.laps > 1 }
            for row in moreLaps {
                let sections = early.sections[row.car.text] ?? []
                // The first one begins at the start signal, and has no time of its own on a circuit without sectors.
                #expect(sections.count >= row.laps - 1, "\(row.car)")
            }
        }
    }

    /// The circuit's sectors as `$T` has to have them: name, loop at the beginning and at the end, unknown length.
    private static func bounds(_ circuit: Circuit) -> [String] {
        let loops = circuit.loops.filter { $0.kind == .sector }.map { "L\($0.id.value)" }
        if loops.isEmpty { return [] }
        return zip(["SF"] + loops, loops + ["SF"]).enumerated().map { place, bounds in
            "S\(place + 1) \(bounds.0) \(bounds.1) 0"
        }
    }

    @Test("a zone has the name that IANA's database has, or that of its whole hours, which count westwards")
    func zones() {
        for name in ["Asia/Kuala_Lumpur", "America/Port-au-Prince", "Etc/GMT-8", "UTC", "America/Indiana/Knox"] {
            #expect(ZoneName.isOne(name), "\(name)")
        }
        let long = String(repeating: "a", count: 65)
        for name in ["", "/", "Asia/", "+08:00", "8", "Asia/Kuala Lumpur", "Asia¦x", "..", long] {
            #expect(!ZoneName.isOne(name), "\(name)")
        }
        let hours: [(Int64, String?)] = [
            (0, "Etc/UTC"), (8, "Etc/GMT-8"), (-5, "Etc/GMT+5"), (14, "Etc/GMT-14"), (-12, "Etc/GMT+12"), (15, nil),
            (-13, nil),
        ]
        for (hour, name) in hours { #expect(ZoneName.fixed(Milliseconds(hour * 3_600_000)) == name) }
        #expect(ZoneName.fixed(Milliseconds(19_800_000)) == nil, "India's half hour has no such name")
    }

    private func check(_ client: Client, _ table: RaceTable) {
        let rows = table.classification
        #expect(client.laps.count == rows.count && client.entries.count == rows.count)
        for row in rows {
            guard let lap = client.laps[row.car.text] else {
                Issue.record("\(row.car) is missing")
                continue
            }
            if let position = row.position { #expect(lap.rank == position) }
            #expect(lap.laps == row.laps && lap.elapsed == row.total ?? .zero && lap.last == row.lastLap ?? .zero)
            #expect(lap.best == row.bestLap ?? .zero && lap.bestLap == row.bestLapNumber ?? 0)
            #expect(lap.stops == row.stops.count && lap.id == client.entries[row.car.text]?.id)
        }
        #expect(Set(client.laps.values.map(\.id)).count == rows.count)
    }
}
