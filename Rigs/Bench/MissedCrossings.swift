import ArgumentParser
import Recording
import Rulebook
import Simulation
import Timing

/// The effect of a lost crossing on real races: each of a share of the crossings is taken away in turn.
struct MissedCrossings: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "missed", abstract: "Take crossings away from recordings, one at a time, and count the laps.",
        discussion: """
            First of each race: what is provisional, dead or off when nothing is taken away. Then each removal that \
            changes the laps of a car, in words, and the share of those that change nothing. Every race is run to its \
            end without each of the crossings chosen. --permille 1000 chooses all of them. Nothing can show a car's \
            last crossing of the Line: these are counted apart too.
            """)

    @Argument(help: "Directories of recordings; without any, the real races in \(PastRaces.folder).")
    var recordings: [String] = []

    @Option(help: "Share of the crossings that are taken away in turn, in permille.")
    var permille = 10

    @Option(help: "Decides which.")
    var seed: UInt64 = 1

    func validate() throws {
        guard (1...1000).contains(permille) else { throw ValidationError("--permille is from 1 to 1000") }
    }

    func run() throws {
        var table = BudgetTable()
        var all = Removals()
        for (name, recording) in try races() {
            let race = RecordedRace(recording)
            Self.tell(name, race)
            let removals = race.remove(permille: permille, seed: seed)
            for story in removals.stories { print("  \(story)") }
            table.add(
                name, figure: removals.figure, ratio: BudgetTable.fixed(removals.kept * 100, 2) + " %", bar: "",
                isMet: nil)
            all.add(removals)
        }
        table.add(
            "all, seed \(seed)", figure: all.figure, ratio: BudgetTable.fixed(all.kept * 100, 2) + " %",
            bar: "≥ 99.5 %", isMet: all.kept >= 0.995)
        print(table.text)
    }

    private func races() throws -> [(name: String, recording: Recording)] {
        guard recordings.isEmpty else { return try recordings.map { ($0, try Recording.read(directory: $0)) } }
        do {
            return try PastRaces.all()
        } catch let failure as TextFile.Failure {
            throw ValidationError("no recording is named, and the real races are not there: \(failure)")
        }
    }

    private static func tell(_ name: String, _ race: borrowing RecordedRace) {
        let lines = race.whole.provisional.count { race.isLine($0.loop) }
        print("\(name): \(race.whole.provisional.count) provisional crossings unharmed, \(lines) of the Line")
        for loop in race.whole.deadLoops { print("  loop \(loop.loop.value) dead") }
        for clock in race.whole.clocks { print("  decoder \(clock.decoder) off by \(clock.ahead.count) ms") }
    }
}

/// The change of laps when crossings were taken away.
struct Removals {
    var tried = 0
    /// Of those that changed laps: the car's last crossing.
    var last = 0
    /// Each that changed laps, in words.
    var stories: [String] = []

    /// Share of those that left all laps as they were.
    var kept: Double { 1 - Double(stories.count) / Double(max(tried, 1)) }

    var figure: String { "\(tried) removals, \(stories.count) cost a lap, of these \(last) a car's last" }

    mutating func add(_ other: Removals) {
        tried += other.tried
        last += other.last
        stories += other.stories
    }
}

/// A recording to be run again and again, each time without another crossing.
struct RecordedRace: ~Copyable {
    let session: Session
    let inputs: [Input]
    /// The race with every crossing.
    let whole: Timekeeper

    init(_ recording: Recording) {
        session = recording.event.sessions[0]
        inputs = recording.inputs
        var whole = Timekeeper(session)
        Self.run(inputs[...], in: &whole)
        self.whole = whole
    }

    func isLine(_ loop: LoopID) -> Bool {
        session.circuit.loops.contains { $0.id == loop && ($0.kind == .line || $0.kind == .linePit) }
    }

    /// Takes a share of the crossings away in turn.
    func remove(permille: Int, seed: UInt64) -> Removals {
        let crossings = inputs.indices.filter { if case .crossing = inputs[$0] { true } else { false } }
        var random = SeededGenerator(seed: seed)
        let chosen = random.shuffled(crossings).prefix(max(1, crossings.count * permille / 1000)).sorted()
        let laps = laps(whole)
        var core = Timekeeper(session)
        var reached = 0
        var removals = Removals(tried: chosen.count)
        for place in chosen {
            // What came before is the same with and without the crossing: a copy goes on from there.
            Self.run(inputs[reached..<place], in: &core)
            reached = place
            var without = Timekeeper(copying: core)
            Self.run(inputs[(place + 1)...], in: &without)
            tell(of: place, laps: laps, without: self.laps(without), in: &removals)
        }
        return removals
    }

    private static func run(_ inputs: ArraySlice<Input>, in core: inout Timekeeper) {
        for input in inputs { _ = try? core.apply(input) }
    }

    private func tell(of place: Int, laps: [Int], without: [Int], in removals: inout Removals) {
        guard case .crossing(let lost) = inputs[place], let car = laps.indices.first(where: { laps[$0] != without[$0] })
        else { return }
        let later = inputs[(place + 1)...].count { input in
            if case .crossing(let crossing) = input { crossing.transponder == lost.transponder } else { false }
        }
        if later == 0 { removals.last += 1 }
        let start = whole.startedAt ?? lost.at
        removals.stories.append(
            "car \(session.entries[car].number): \(without[car]) laps, not \(laps[car]), without loop "
                + "\(lost.loop.value) \((lost.at - start).count) ms after the start; \(later) crossings of it follow")
    }

    private func laps(_ timekeeper: borrowing Timekeeper) -> [Int] {
        session.entries.indices.map { timekeeper.lapping(of: CarIndex($0)).laps }
    }
}
