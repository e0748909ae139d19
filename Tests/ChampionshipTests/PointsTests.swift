import Championship
import Testing
import Timing

@Suite("Points")
struct PointsTests {
    private func short(_ seconds: Int64, laps: Int = 20, _ cars: RaceResult.Car...) -> RaceResult {
        RaceResult(
            "Race", distance: .init(laps: laps, run: .seconds(seconds), scheduled: .minutes(60)), cars: cars)
    }

    @Test("the first ten have points, whoever is not classified has none")
    func scale() {
        let cars = (1...12).map { (place: Int) in car("\(place)", place) } + [car("13", nil)]
        let points = PointsRule.usual.hundredths(race("Race", cars))
        #expect(points["1"] == 2500 && points["10"] == 100 && points["11"] == 0 && points["13"] == nil)
    }

    @Test("half points of a win in the Sprint Cup are 8.25")
    func half() {
        #expect(PointsRule.sprint.hundredths(short(1800, car("1", 1), car("2", 2))) == ["1": 825, "2": 600])
    }

    @Test("a race is worth half under 75 % of its time, all of it from there on, and nothing under two laps")
    func shares() {
        func share(_ run: Int64, laps: Int = 20) -> PointsShare {
            PointsRule.usual.share(of: .init(laps: laps, run: Milliseconds(run), scheduled: .minutes(60)))
        }
        #expect(share(2_699_999) == .half && share(2_700_000) == .full)
        #expect(share(1_000, laps: 2) == .half && share(1_000, laps: 1) == .none && share(0, laps: 0) == .none)
        #expect(PointsRule.usual.hundredths(short(300, laps: 1, car("1", 1))) == ["1": 0])
    }

    @Test("a dead heat shares the points of both places: 21.5 each, and third is third")
    func deadHeat() {
        let heat = race("Race", car("1", 1), car("2", 1), car("3", 3))
        #expect(PointsRule.usual.hundredths(heat) == ["1": 2150, "2": 2150, "3": 1500])
        #expect(PointsRule.sprint.hundredths(heat) == ["1": 1425, "2": 1425, "3": 950])
    }

    @Test("a guest takes no place: those behind move up")
    func guests() {
        let result = race("Race", car("1", 1), car("2", 2), car("3", 3))
        let points = PointsRule.usual.points(of: result, among: result.cars.filter { $0.crew.number.text != "1" })
        #expect(points.map(\.points) == [2500, 1800])
        #expect(points.map(\.place) == [1, 2])
    }

    @Test("of a team's cars in places 1, 4 and 6 the best two count: 37")
    func bestTwoOfThree() {
        let cars = [("1", "A"), ("2", "B"), ("3", "C"), ("4", "A"), ("5", "D"), ("6", "A"), ("7", "D")]
        let result = race("Race", cars.enumerated().map { car($1.0, $0 + 1, team: $1.1) })
        for invisible in [false, true] {
            let rule = PointsRule.usual.with(teams: 2, invisible: invisible)
            let points = rule.teamPoints(of: result, among: result.cars) { $0.crew.team }
            #expect(points["A"] == 3700)
            // What the sixth does not take, the seventh does, where it is not seen.
            #expect(points["D"] == 1000 + (invisible ? 800 : 600))
        }
    }

    @Test("IGTC: the third car of a manufacturer is not seen, the fourth takes its points")
    func manufacturers() {
        let result = race(
            "Race", car("1", 1, team: "A"), car("2", 2, team: "A"), car("3", 3, team: "A"), car("4", 4, team: "B"),
            car("5", 5, team: "nobody"))
        let rule = PointsRule.usual.with(teams: 2, invisible: true)
        let points = rule.teamPoints(of: result, among: result.cars) { $0.crew.team == "nobody" ? nil : $0.crew.team }
        #expect(points == ["A": 4300, "B": 1500])
    }

    @Test("drivers of one car stand in one row, a stand-in in his own")
    func drivers() {
        let first = race("Race 1", car("1", 1, "GT3", "A", "B"), car("2", 2, "GT3", "C", "D"))
        let second = race("Race 2", car("1", 1, "GT3", "A", "E"), car("2", nil, "GT3", "C", "D"))
        let scored = [first, second].map { PointsRule.usual.points(of: $0, among: $0.cars) }
        let table = PointsTable(drivers: scored)
        #expect(table.rows.map(\.names) == [["A"], ["B"], ["E"], ["C", "D"]])
        #expect(table.rows.map(\.place) == [1, 2, 2, 4])
        #expect(table.rows.map(\.total) == [5000, 2500, 2500, 1800])
        #expect(table.rows[3].races == [1800, nil])
    }

    @Test("level on points, who has won more stands first, then who has been second more often")
    func countBack() {
        let rule = PointsRule(scales: [.init(hundredths: [300, 200, 100])])
        let first = race("Race 1", car("1", 1), car("2", 2), car("3", 3))
        let second = race("Race 2", car("3", 1), car("2", 2), car("1", 3))
        let table = PointsTable(drivers: [first, second].map { rule.points(of: $0, among: $0.cars) })
        #expect(table.rows.map(\.names) == [["Driver 1"], ["Driver 3"], ["Driver 2"]])
        #expect(table.rows.map(\.place) == [1, 1, 3])
    }

    @Test("British GT: two hours are worth half as much again")
    func lengths() {
        var rule = PointsRule.usual
        rule.scales = [.init(raceUpTo: .minutes(60), hundredths: [2500]), .init(hundredths: [3750])]
        let long = RaceResult(
            "Race", distance: .init(laps: 60, run: .minutes(120), scheduled: .minutes(120)), cars: [car("1", 1)])
        #expect(rule.hundredths(long) == ["1": 3750])
        #expect(rule.hundredths(race("Race", car("1", 1))) == ["1": 2500])
    }
}
