import Testing
import Timing

@Suite("Grids")
struct GridTests {
    /// Cars of a qualifying session in its order, as `number time`; a car without a time has only its number.
    private func qualifying(_ cars: String...) -> SessionResult {
        SessionResult(
            cars.enumerated().map { place, text in
                let words = text.split(separator: " ").map(String.init)
                let best = words.count > 1 ? Int64(words[1]).map { Milliseconds($0) } : nil
                return .init(CarNumber(words[0]), position: best == nil ? nil : place + 1, best: best)
            })
    }

    /// Cars of a race in its order; behind `-` stand those that were not classified.
    private func race(_ order: String) -> SessionResult {
        let parts = order.split(separator: "-", omittingEmptySubsequences: false).map { $0.split(separator: " ") }
        let classified = parts[0].enumerated().map { place, number in
            SessionResult.Car(CarNumber(String(number)), position: place + 1, best: nil)
        }
        let others = parts.dropFirst().joined().map {
            SessionResult.Car(CarNumber(String($0)), position: nil, best: nil)
        }
        return SessionResult(classified + others)
    }

    private func entries(_ numbers: String) -> [CarNumber] {
        numbers.split(separator: " ").map { CarNumber(String($0)) }
    }

    private func order(_ grid: StartingGrid) -> String {
        grid.places.map(\.car.text).joined(separator: " ")
    }

    @Test("the grid of one session is its order; who was not there is at the back in order of the entry list")
    func best() {
        let q1 = qualifying("28 91800", "7 91801", "63")
        let grid = StartingGrid(.best(of: "q1"), entries: entries("115 7 28 63 07"), results: ["q1": q1])
        #expect(order(grid) == "28 7 63 115 07")
        #expect(
            grid.places.map(\.merit).prefix(4) == [
                .lap(Milliseconds(91_800)), .lap(Milliseconds(91_801)), .lap(nil), .absence,
            ])
    }

    @Test("averages are compared as sums to the millisecond, though both are shown as 1:45.526")
    func average() {
        let results = [
            "q1": qualifying("2 105123", "1 105124"), "q2": qualifying("1 105456", "2 105456"),
            "q3": qualifying("1 106000", "2 106001"), "q4": qualifying("3 90000"),
        ]
        // 316,580 each: the first session decides. A millisecond less in one of them does.
        let rule = GridRule.average(of: ["q1", "q2", "q3"])
        let even = StartingGrid(rule, entries: entries("1 2"), results: results)
        #expect(order(even) == "2 1")
        var faster = results
        faster["q3"] = qualifying("1 105999", "2 106001")
        let grid = StartingGrid(rule, entries: entries("2 1"), results: faster)
        #expect(order(grid) == "1 2")
        let shown = grid.places.map { place -> Milliseconds? in
            guard case .laps(let laps) = place.merit else { return nil }
            return StartingGrid.Merit.average(laps)
        }
        #expect(shown == [Milliseconds(105_526), Milliseconds(105_526)])
        #expect(
            StartingGrid.Merit.sum([Milliseconds(105_123), Milliseconds(105_456), Milliseconds(106_001)]).total
                == Milliseconds(316_580))
    }

    @Test("who lacks a time is behind all who have every one, however fast, and ahead of who lacks two")
    func missing() {
        let results = [
            "q1": qualifying("1 100000", "2 110000", "4 120000", "3"),
            "q2": qualifying("2 110000", "5 111000", "1"),
            "q3": qualifying("1 100000", "2 110000", "5 112000"),
        ]
        let grid = StartingGrid(
            .average(of: ["q1", "q2", "q3"]), entries: entries("6 3 5 4 2 1"), results: results)
        #expect(order(grid) == "2 1 5 4 3 6")
        #expect(grid.places[3].merit == .laps([Milliseconds(120_000), nil, nil]))
        #expect(grid.places[4].merit == .laps([nil, nil, nil]))
        #expect(grid.places[5].merit == .absence)
    }

    @Test("Am and Pro are summed; crews of one sum are told apart by the first session, then by the entry list")
    func sum() {
        let results = [
            "am": qualifying("1 93000", "2 93000", "3 94000", "4 99000"),
            "pro": qualifying("4 90000", "3 91000", "2 92000", "1 92000"),
        ]
        let rule = GridRule.sum(of: ["am", "pro"])
        let grid = StartingGrid(rule, entries: entries("4 3 2 1"), results: results)
        #expect(order(grid) == "1 2 3 4")
        let nobody = StartingGrid(
            rule, entries: entries("4 3 1"), results: ["am": qualifying("1", "3", "4"), "pro": qualifying("1")])
        #expect(order(nobody) == "4 3 1")
    }

    @Test("the super pole puts the first twenty, here three, in a new order, and nobody else ahead of them")
    func superPole() {
        let results = [
            "q": qualifying("1 90000", "2 91000", "3 92000", "4 93000", "5"),
            "sp": qualifying("4 80000", "3 89000", "2"),
        ]
        let grid = StartingGrid(
            .superPole("sp", places: 3, after: ["q"]), entries: entries("1 2 3 4 5 6"), results: results)
        #expect(order(grid) == "3 1 2 4 5 6")
        #expect(grid.places[0].merit == .superPole(Milliseconds(89_000), after: .lap(Milliseconds(92_000))))
        #expect(grid.places[1].merit == .superPole(nil, after: .lap(Milliseconds(90_000))))
        #expect(grid.places[3].merit == .lap(Milliseconds(93_000)))
        let all = StartingGrid(
            .superPole("sp", places: 1000, after: ["q"]), entries: entries("1 2 3 4 5 6"), results: results)
        #expect(order(all) == "4 3 1 2 5 6")
    }

    @Test("the super pole follows the combined qualifying where there are several sessions")
    func superPoleAfterAverage() {
        let results = [
            "q1": qualifying("1 90000", "2 91000", "3 92000"), "q2": qualifying("3 90000", "2 90500", "1 93000"),
            "sp": qualifying("3 88000", "2 89000"),
        ]
        let grid = StartingGrid(
            .superPole("sp", places: 2, after: ["q1", "q2"]), entries: entries("1 2 3"), results: results)
        // 2: 181.500, 3: 182.000, 1: 183.000; the super pole turns the first two.
        #expect(order(grid) == "3 2 1")
        #expect(
            grid.places[0].merit
                == .superPole(Milliseconds(88_000), after: .laps([Milliseconds(92_000), Milliseconds(90_000)])))
    }

    @Test("a race's result is the grid of the next, who was not classified behind who was")
    func result() {
        let grid = StartingGrid(
            .result(of: "r1"), entries: entries("1 2 3 4"), results: ["r1": race("3 1 - 4")])
        #expect(order(grid) == "3 1 4 2")
        #expect(grid.places.map(\.merit) == [.position(1), .position(2), .position(nil), .absence])
    }

    @Test("most points first; equal points by the better finish, then by the later race")
    func points() {
        let results = ["r1": race("1 2 3 4 5 - 6"), "r2": race("2 1 4 3 5 - 7")]
        let grid = StartingGrid(
            .points([8, 6, 4, 2], of: ["r1", "r2"]), entries: entries("8 6 7 5 4 3 2 1"), results: results)
        // 14 each for 1 and 2, 6 each for 3 and 4: all with one finish of the same place, so the later race decides.
        #expect(order(grid) == "2 1 4 3 5 7 6 8")
        #expect(grid.places[0].merit == .points(14, positions: [2, 1]))
        let finish = StartingGrid(
            .points([6, 3, 3, 0], of: ["r1", "r2"]), entries: entries("1 2 3 4"),
            results: ["r1": race("1 2 3 4"), "r2": race("4 3 2 1")])
        // 6 each for all: 1 and 4 have won, 4 the later race.
        #expect(order(finish) == "4 1 3 2")
    }

    @Test("a car with a grid penalty moves back so many places, and those it passes move up")
    func penalty() {
        let results = ["q": qualifying("1 90000", "2 91000", "3 92000", "4 93000")]
        func grid(_ penalties: (String, Int)...) -> StartingGrid {
            StartingGrid(
                .best(of: "q"), entries: entries("1 2 3 4"), results: results,
                penalties: penalties.map { GridPenalty(CarNumber($0.0), places: $0.1, reason: "x") })
        }
        #expect(order(grid(("1", 2))) == "2 3 1 4")
        #expect(order(grid(("1", 1), ("1", 2))) == "2 3 4 1")
        #expect(order(grid(("1", 2), ("2", 1))) == "3 2 1 4")
        #expect(order(grid(("2", 1), ("1", 2))) == "3 2 1 4")
        #expect(order(grid(("3", 1000))) == "1 2 4 3")
        #expect(order(grid(("4", 5))) == "1 2 3 4")
        #expect(order(grid(("9", 1))) == "1 2 3 4")
        #expect(grid(("1", 1), ("1", 2)).places[3].penalties.map(\.places) == [1, 2])
    }

    @Test("whatever the results, every entry stands on the grid once, and nobody else")
    func everyEntry() {
        let strange = qualifying("9 90000", "1 91000", "1 92000", "2")
        let results = ["a": strange, "b": race("2 9 2 - 1 1")]
        let rules: [GridRule] = [
            .best(of: "a"), .average(of: ["a", "b", "none"]), .sum(of: ["a", "a"]), .result(of: "b"),
            .superPole("b", places: 1, after: ["a"]), .points([1], of: ["b", "a"]), .best(of: "none"),
            .superPole("none", places: 3, after: []),
        ]
        for rule in rules {
            let grid = StartingGrid(rule, entries: entries("3 2 1"), results: results)
            #expect(grid.places.map(\.car.text).sorted() == ["1", "2", "3"], "\(rule.name)")
        }
    }
}
