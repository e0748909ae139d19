import Testing
import Timing

@Suite("How a race starts, taken over from results")
struct StartListTests {
    private func list(grid: [String]) -> Act.Kind {
        .bulletin(.startList(StartList(of: [.init("q", epoch: 1, sequence: 2)], grid: grid.map { CarNumber($0) })))
    }

    private func keeper(_ rules: RaceRules = .hour) -> Timekeeper {
        ShortRace("7", "8", "9", rules: rules, isStarted: false).timekeeperAlone
    }

    private func order(_ keeper: borrowing Timekeeper) -> [String] {
        let entries = keeper.session.entries
        return keeper.classification.map { entries[$0.slot].number.text }
    }

    private func act(_ id: String, _ kind: Act.Kind, at seconds: Int64 = -60) -> Act {
        Act(id: id, at: Instant(milliseconds: ShortRace.signal + seconds * 1000), by: "race control", kind: kind)
    }

    @Test(
        "the cars stand in the order of the grid until they have crossed the first loop, and are back when it is taken back"
    )
    func grid() throws {
        var keeper = keeper()
        _ = try keeper.apply(act("grid", list(grid: ["9", "7"])))
        #expect(order(keeper) == ["9", "7", "8"], "who is not named starts behind")
        _ = try keeper.apply(act("start", .start, at: 0))
        #expect(order(keeper) == ["9", "7", "8"])
        _ = try keeper.apply(act("back", .withdraw("grid"), at: 1))
        #expect(order(keeper) == ["7", "8", "9"])
        _ = try keeper.apply(act("again", .withdraw("back"), at: 2))
        #expect(order(keeper) == ["9", "7", "8"])
    }

    @Test("a grid that comes after the start is the same race as one that came before it")
    func late() throws {
        var early = keeper()
        var late = keeper()
        _ = try early.apply(act("grid", list(grid: ["8", "9", "7"])))
        _ = try early.apply(act("start", .start, at: 0))
        _ = try late.apply(act("start", .start, at: 0))
        _ = try late.apply(act("grid", list(grid: ["8", "9", "7"])))
        #expect(order(early) == ["8", "9", "7"] && order(late) == order(early))
        #expect(
            early.classification.map { early.standing(of: $0) } == late.classification.map { late.standing(of: $0) })
    }

    @Test("a grid that names a car that is not entered is refused whole")
    func stranger() throws {
        var keeper = keeper()
        #expect(throws: ActRefusal.self) { try keeper.apply(act("grid", list(grid: ["9", "10"]))) }
        #expect(order(keeper) == ["7", "8", "9"] && keeper.startLists.isEmpty)
    }

    @Test("success penalties that are taken over are all that holds: a car that is left out has none")
    func additions() throws {
        var rules = RaceRules.hour
        var stops = MandatoryStops()
        stops.minimum = TimeByClass(.seconds(80))
        stops.additions = [CarNumber("8"): .seconds(5)]
        rules.obligations.stops = stops
        var keeper = keeper(rules)
        _ = try keeper.apply(act("start", .start, at: 0))
        func required(_ car: Int) -> Milliseconds? { keeper.verdicts(of: CarIndex(car)).first?.required }
        #expect([required(0), required(1)] == [.seconds(80), .seconds(85)])
        let list = StartList(
            of: [.init("race1", epoch: 1, sequence: 2)], additions: [.init(CarNumber("7"), .seconds(15))])
        _ = try keeper.apply(act("success", .bulletin(.startList(list))))
        #expect([required(0), required(1)] == [.seconds(95), .seconds(80)])
        #expect(keeper.startLists.map(\.act) == ["success"])
        _ = try keeper.apply(act("back", .withdraw("success"), at: 5))
        #expect([required(0), required(1)] == [.seconds(80), .seconds(85)])
    }

    @Test("starters that are taken over are asked for, and of a car that is left out nobody is")
    func starters() throws {
        var keeper = keeper()
        let list = StartList(of: [.init("q", epoch: 1, sequence: 2)], starters: [.init(CarNumber("7"), driver: 2)])
        _ = try keeper.apply(act("starters", .bulletin(.startList(list))))
        _ = try keeper.apply(act("start", .start, at: 0))
        #expect(keeper.verdicts(of: CarIndex(0)).map(\.obligation.description) == ["starter"])
        #expect(keeper.verdicts(of: CarIndex(1)).isEmpty)
    }
}

extension ShortRace {
    /// A timekeeper of the same cars, to go on by itself.
    fileprivate var timekeeperAlone: Timekeeper { Timekeeper(timekeeper.session) }
}
