import Rulebook
import Testing
import Timing

@Suite("From one entry list to another")
struct EntryPlanTests {
    private static func entry(
        _ number: String, _ transponders: [UInt32], crew: String = "", team: String = "Team", carClass: String = "GT3"
    ) -> Entry {
        Entry(
            number: CarNumber(number), carClass: carClass, team: team,
            transponders: transponders.map { Transponder($0) },
            drivers: crew.isEmpty ? [] : [Driver(id: 1, name: crew)])
    }

    private static let running = [
        entry("7", [1], crew: "Ann"), entry("8", [2], crew: "Ben"), entry("9", [3], crew: "Cai"),
    ]

    /// The list that the core makes of the plan, act by act.
    private static func result(_ running: [Entry], _ plan: EntryPlan) throws -> [Entry] {
        let session = Session(
            id: "s", name: "S", circuit: Circuit(name: "C", lengthMetres: nil, loops: []),
            rules: RaceRules(duration: nil, classifiedPercent: 0), entries: running)
        var timekeeper = Timekeeper(session)
        for (place, step) in plan.steps.enumerated() {
            let act = Act(
                id: "act-\(place)", at: Instant(milliseconds: 1000), by: "timekeeper", kind: .entry(step.change))
            _ = try timekeeper.apply(timekeeper.entered(act))
        }
        return timekeeper.session.entries.enumerated()
            .filter { !timekeeper.isWithdrawn(CarIndex($0.offset)) }.map(\.element)
    }

    private static func plan(_ wanted: [Entry]) -> EntryPlan {
        EntryPlan(from: running, withdrawn: [], to: wanted, isFromStart: true)
    }

    @Test("the same list is no act")
    func same() { #expect(Self.plan(Self.running).steps.isEmpty) }

    @Test(
        "every plan ends with the list that is wanted, each act accepted",
        arguments: [
            // A new car, and one that is gone.
            [entry("7", [1], crew: "Ann"), entry("8", [2], crew: "Ben"), entry("10", [4], crew: "Dan")],
            // Two swap their numbers.
            [entry("8", [1], crew: "Ann"), entry("7", [2], crew: "Ben"), entry("9", [3], crew: "Cai")],
            // Three pass them on.
            [entry("8", [1], crew: "Ann"), entry("9", [2], crew: "Ben"), entry("7", [3], crew: "Cai")],
            // One gets the number that another leaves.
            [entry("8", [1], crew: "Ann"), entry("80", [2], crew: "Ben"), entry("9", [3], crew: "Cai")],
            // The transponders of two were mixed up.
            [entry("7", [2], crew: "Ann"), entry("8", [1], crew: "Ben"), entry("9", [3], crew: "Cai")],
            // Everything of one.
            [
                entry("7", [11], crew: "Zoe", team: "Other", carClass: "GT4"), entry("8", [2], crew: "Ben"),
                entry("9", [3], crew: "Cai"),
            ],
            // A new car has the transponder of one that is gone.
            [entry("7", [1], crew: "Ann"), entry("8", [2], crew: "Ben"), entry("99", [3], crew: "Eve", team: "New")],
        ])
    func reached(wanted: [Entry]) throws {
        let plan = Self.plan(wanted)
        #expect(!plan.steps.isEmpty)
        func plain(_ entries: [Entry]) -> [EntryDetails] {
            entries.map { EntryDetails($0) }.sorted { ($0.number?.text ?? "") < ($1.number?.text ?? "") }
        }
        #expect(plain(try Self.result(Self.running, plan)) == plain(wanted))
    }

    @Test("a car with another number is known by its crew, not withdrawn and entered anew")
    func renumbered() {
        let plan = Self.plan([
            Self.entry("77", [1], crew: "Ann"), Self.entry("8", [2], crew: "Ben"), Self.entry("9", [3], crew: "Cai"),
        ])
        #expect(plan.steps.map(\.change.action) == [.change])
        #expect(plan.steps.first?.change.details.number == CarNumber("77"))
    }

    @Test("a withdrawn car of the file is told, and nothing is done to it")
    func withdrawn() {
        let plan = EntryPlan(
            from: Array(Self.running.dropFirst()), withdrawn: [CarNumber("7")], to: Self.running, isFromStart: true)
        #expect(plan.withdrawn == [CarNumber("7")] && plan.steps.isEmpty)
    }
}
