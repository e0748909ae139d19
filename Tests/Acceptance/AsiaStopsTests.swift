import Foundation
import Testing

extension WholeRaces {
    /// Race 2 of GT World Challenge Asia with a minimum of 100.000 s, live.
    @Suite(.enabled(if: Project.hasRaces, Project.absence))
    struct AsiaStops {
        @Test(
            "the daemon says of each of the 21 stops by how much it was served or short, as the file's stamps have it")
        func wholeRace() async throws {
            let folder = try Folder()
            let race = try await StoppingRace(in: folder)
            try await withDaemon(event: race.recorded.event, in: folder) { daemon in
                try await daemon.took(race.recorded)
                let said = try Compliance(try await daemon.results().text)
                let stamps = try PitStamps()
                for car in stamps.entries.keys {
                    guard let stop = stamps.longStop(of: car) else { continue }
                    let verdict = try #require(said["stop1", car], "car \(car)")
                    let margin = stop.left - stop.entered - 100_000
                    #expect((1_500_000..<2_100_000).contains(stop.entered), "car \(car)")
                    #expect(verdict.state == (margin < 0 ? "short" : "served"), "car \(car)")
                    #expect(verdict.byMs == abs(margin), "car \(car)")
                    #expect(verdict.visit == stop.visit, "car \(car)")
                    #expect(verdict.requiredMs == 100_000 && verdict.closesMs == 2_100_000, "car \(car)")
                }
                #expect(said.states("stop1").filter { $0.value == "served" }.count == 19)
                #expect(said["stop1", "10"]?.byMs == 991)
                #expect(said["stop1", "27"]?.byMs == 6)
                #expect(said["stop1", "27"]?.visit == 2, "the visit at 5.854 min counts")
                #expect(said["stop1", "50"]?.state == "notApplicable")
                let unproved = said.states("driverChange1").filter { $0.value == "unproved" }
                #expect(Set(unproved.keys) == ["18", "29"])
                #expect(
                    said.infringements.map { "\($0.car) \($0.kind)" }.sorted() == [
                        "10 shortStop", "18 driverChangeUnproved", "27 shortStop", "29 driverChangeUnproved",
                    ])
                #expect(
                    said.infringements.filter { $0.kind == "shortStop" }.allSatisfy { $0.proposed?.stopAndGoMs == 1000 }
                )
            }
        }

        @Test(
            "who is pending, in the pit lane and served live at minute 30 and at 34:30",
            arguments: [1_800_000, 2_070_000])
        func lists(at time: Int) async throws {
            let folder = try Folder()
            let race = try await StoppingRace(in: folder, until: time)
            try await withDaemon(event: race.recorded.event, in: folder) { daemon in
                try await daemon.took(race.recorded)
                let said = try Compliance(try await daemon.results().text).states("stop1")
                let stamps = try PitStamps()
                let stops = stamps.entries.keys.map { ($0, stamps.longStop(of: $0)) }
                let inPit = stops.filter { $0.1.map { $0.entered <= time && time < $0.left } ?? false }.map(\.0)
                let done = stops.filter { $0.1.map { $0.left <= time } ?? false }.map(\.0)
                func cars(_ states: String...) -> Set<String> { Set(said.filter { states.contains($0.value) }.keys) }
                #expect(said.count == 22)
                #expect(cars("inPit") == Set(inPit))
                #expect(cars("served", "short") == Set(done))
                #expect(cars("open", "lastChance") == Set(said.keys).subtracting(inPit).subtracting(done))
            }
        }

        @Test(
            "the exit of #27 voided, and put six milliseconds later, is told as a correction with the verdicts it makes"
        )
        func correctedExit() async throws {
            let folder = try Folder()
            let race = try await StoppingRace(in: folder)
            try await withDaemon(event: race.recorded.event, in: folder) { daemon in
                try await daemon.took(race.recorded)
                let listener = try await daemon.listener(to: "timing/race", quiet: 3)
                let exit = try race.exit(of: "27")
                try await daemon.control(
                    "void", "--decoder", "\(exit.decoder)", "--epoch", "\(exit.epoch)", "--number", "\(exit.number)"
                ).well()
                let unproved = try Compliance(try await daemon.results().text)
                try await daemon.control(
                    "insert", "27", "--loop", "\(exit.loop)", "--driver", "\(exit.driver)", "--at-us",
                    "\(exit.timeUs + 6000)"
                ).well()
                let served = try Compliance(try await daemon.results().text)
                #expect(unproved["stop1", "27"]?.state == "unproved")
                #expect(served["stop1", "27"]?.state == "served" && served["stop1", "27"]?.byMs == 0)
                #expect(served.infringements.map(\.car).sorted() == ["10", "18", "29"])
                let told = try await listener.ended(within: 60).well().lines.dropFirst().map {
                    try JSONDecoder().decode(Told.self, from: Data($0.utf8))
                }
                let corrections = told.filter { $0.correction == true }
                #expect(corrections.count == 2)
                let states = corrections.map { delta in
                    delta.verdicts?.first { $0.car == "27" && $0.id == "stop1" }?.state
                }
                #expect(states == ["unproved", "served"])
            }
        }

        private struct Told: Decodable {
            let correction: Bool?
            let verdicts: [Compliance.Verdict]?
        }
    }
}

/// The race as a recording whose event asks for stops of 100 s between minutes 25 and 35.
struct StoppingRace {
    let recorded: Recorded

    /// `until`: without what happened after that time, in milliseconds since the start.
    init(in folder: Folder, until time: Int? = nil) async throws {
        let whole = try await Race.asia.recorded(in: folder)
        let asked = """
                stops: {number: 1, window: {opens: 25 min, closes: 35 min}, minimum: 100 s, driverChange: true}
                penalties: {shortStop: stopAndGo shortfall}
            """
        let event = try String(contentsOfFile: whole.event, encoding: .utf8)
        guard let kind = event.range(of: "    kind: race\n") else { throw Trouble("no session in \(event)") }
        try Data(event.replacingCharacters(in: kind, with: "    kind: race\n\(asked)\n").utf8)
            .write(to: URL(filePath: whole.event))
        if let time {
            let text = try String(contentsOfFile: whole.file, encoding: .utf8)
            let lines = text.split(separator: "\n")
            let messages = try lines.map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
            guard let start = messages.first(where: { $0.command?.action == "start" })?.atUs else {
                throw Trouble("no start in \(whole.file)")
            }
            let kept = zip(lines, messages).filter { $0.1.first <= start + time * 1000 + 999 }.map(\.0)
            try Data((kept.joined(separator: "\n") + "\n").utf8).write(to: URL(filePath: whole.file))
        }
        recorded = try Recorded(whole.directory)
    }

    /// The exit of a car's long stop, as its decoder reported it.
    func exit(of car: String) throws -> Exit {
        guard let stop = try PitStamps().longStop(of: car) else { throw Trouble("no stop of \(car)") }
        let text = try String(contentsOfFile: recorded.file, encoding: .utf8)
        let messages = try text.split(separator: "\n").map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
        guard let start = messages.first(where: { $0.command?.action == "start" })?.atUs else {
            throw Trouble("no start in \(recorded.file)")
        }
        for message in messages {
            for crossing in message.crossings ?? [] where crossing.loop == 11 {
                if crossing.timeUs / 1000 == start / 1000 + stop.left, let decoder = message.decoder,
                    let epoch = message.epoch
                {
                    return Exit(
                        decoder: decoder, epoch: epoch, number: crossing.number, loop: crossing.loop,
                        driver: crossing.driver ?? 0, timeUs: crossing.timeUs)
                }
            }
        }
        throw Trouble("no crossing of the pit exit by \(car) at \(stop.left)")
    }

    struct Exit {
        let decoder: Int
        let epoch: Int
        let number: Int
        let loop: Int
        let driver: Int
        let timeUs: Int
    }

    private struct Line: Decodable {
        struct Crossing: Decodable {
            let number: Int
            let timeUs: Int
            let loop: Int
            let driver: Int?
        }
        struct Command: Decodable { let action: String? }
        let decoder: Int?
        let epoch: Int?
        let crossings: [Crossing]?
        let command: Command?
        let atUs: Int?

        var first: Int { crossings?.first?.timeUs ?? atUs ?? 0 }
    }
}

/// The members of `results` on compliance (docs/protocol.md, section 4.9).
struct Compliance: Decodable {
    struct Verdict: Decodable {
        let car: String
        let id: String
        let state: String
        let byMs: Int?
        let closesMs: Int?
        let requiredMs: Int?
        let exitFromMs: Int?
        let visit: Int?
    }

    struct Infringement: Decodable {
        struct Proposed: Decodable { let stopAndGoMs: Int? }
        let car: String
        let id: String
        let kind: String
        let proposed: Proposed?
        let state: String
    }

    let verdicts: [Verdict]
    let infringements: [Infringement]

    init(_ text: String) throws {
        self = try JSONDecoder().decode(Compliance.self, from: Data(text.utf8))
    }

    subscript(id: String, car: String) -> Verdict? { verdicts.first { $0.car == car && $0.id == id } }

    /// The state of one obligation of every car that has it.
    func states(_ id: String) -> [String: String] {
        Dictionary(verdicts.filter { $0.id == id }.map { ($0.car, $0.state) }) { first, _ in first }
    }
}
