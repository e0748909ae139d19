import Championship
import Testing
import Timing

@Suite("Results of parts that are added up")
struct WholeResultTests {
    private func whole(_ parts: SettledResult..., percent: Int = 70, mustTakeFlag: Bool = false) -> SettledResult {
        WholeResult("Race 1", kind: .race, parts: parts, rule: .init(percent: percent, mustTakeFlag: mustTakeFlag))
            .result
    }

    @Test("most laps in all parts together, then the smaller time in all parts together")
    func sums() {
        let first = part(did("1", 10, 1000), did("2", 10, 1005), did("3", 10, 1010))
        let second = part(did("3", 20, 2000), did("2", 20, 2003), did("1", 19, 1990))
        let result = whole(first, second)
        #expect(result.numbers == ["2", "3", "1"])
        #expect(result.cars.map(\.laps) == [30, 30, 29])
        #expect(result.cars.map(\.standing.total) == [3008, 3010, 2990].map { Milliseconds.seconds($0) })
        #expect(result.cars.map(\.standing.position) == [1, 2, 3])
        #expect(result.cars[1].standing.gap == Distance(time: .seconds(2), laps: 0))
        #expect(result.cars[2].standing.gap == Distance(time: nil, laps: 1))
    }

    @Test("penalties of every part are in the sum, and the winner's time on the road is without them")
    func penalties() {
        let first = part(did("1", 10, 1030, penalty: 30), did("2", 10, 1001))
        let result = whole(first, part(did("1", 10, 1000), did("2", 10, 1010, penalty: 5)))
        #expect(result.numbers == ["2", "1"])
        #expect(result.cars[1].standing.penalty == .seconds(30))
        #expect(result.run == .seconds(2006))
    }

    @Test("who did not start again has the laps of the first part, and is classified where they are enough")
    func once() {
        let first = part(did("1", 20, 2000), did("2", 20, 2001), did("3", 9, 990))
        let second = part(did("1", 8, 800), did("3", 8, 805), did("2", 0, nil, .notStarted, seen: false))
        let result = whole(first, second)
        #expect(result.numbers == ["1", "2", "3"])
        #expect(result.cars.map(\.standing.status) == [.finished, .retired, .notClassified])
        #expect(result.cars.map(\.standing.position) == [1, 2, nil])
        #expect(whole(first, second, mustTakeFlag: true).cars.map(\.standing.position) == [1, nil, nil])
    }

    @Test("disqualified in one part is disqualified in all, and nobody is measured by it")
    func disqualified() {
        let first = part(did("1", 20, 2000, .disqualified), did("2", 10, 1000), did("3", 8, 999))
        let result = whole(first, part(did("1", 20, 2000), did("2", 10, 1000), did("3", 9, 999)))
        #expect(result.numbers == ["2", "3", "1"])
        #expect(result.cars.map(\.standing.position) == [1, 2, nil])
        #expect(result.cars.last?.standing.status == .disqualified)
        #expect(result.cars.last?.bestLap == nil)
    }

    @Test("equal sums share a place, and the next is left out")
    func shared() {
        let result = whole(
            part(did("1", 10, 1000), did("2", 10, 1003), did("3", 10, 1004)),
            part(did("2", 10, 1000), did("1", 10, 1003), did("3", 10, 1010)))
        #expect(result.cars.map(\.standing.position) == [1, 1, 3])
        #expect(result.numbers == ["2", "1", "3"], "in the order of the last part")
    }

    @Test("a car with another number in the second part is the same car")
    func renumbered() {
        let other = did("77", 10, 1000, entered: "7")
        let result = whole(part(did("7", 10, 1000), did("8", 10, 1010)), part(did("8", 10, 1000), other))
        #expect(result.numbers == ["77", "8"])
        #expect(result.cars.map(\.laps) == [20, 20])
    }

    @Test("parts of a qualifying are decided by the best lap of any of them")
    func qualifying() {
        let first = part(did("1", 5, nil, best: 100), did("2", 5, nil, best: 101), did("3", 5, nil, best: nil))
        let second = part(did("2", 5, nil, best: 99), did("1", 5, nil, best: 105))
        let result = WholeResult("Q", kind: .qualifying, parts: [first, second], rule: .init(percent: 0)).result
        #expect(result.numbers == ["2", "1", "3"])
        #expect(result.cars.map(\.bestLap) == [.seconds(99), .seconds(100), nil])
        #expect(result.cars.map(\.standing.position) == [1, 2, nil])
    }
}

extension SettledResult {
    var numbers: [String] { cars.map(\.entry.number.text) }
}

/// A result as a test writes it, in the order in which its cars stand.
func part(_ cars: SettledResult.Car..., decisions: [SettledResult.GridDecision] = []) -> SettledResult {
    SettledResult("Part", cars: cars, gridDecisions: decisions, scheduled: .minutes(60), run: .seconds(3600))
}

/// A car in it: laps, its total in seconds, its best lap in seconds. Its position is the number of the test's choice.
func did(
    _ number: String, _ laps: Int, _ total: Int64?, _ status: CarStatus = .finished, penalty: Int64 = 0,
    best: Int64? = nil, position: Int? = 1, seen: Bool = true, entered: String? = nil, driver: UInt8? = nil
) -> SettledResult.Car {
    let entry = Entry(
        number: CarNumber(number), entered: entered.map { CarNumber($0) }, carClass: "GT3", team: "Team \(number)",
        transponders: [],
        drivers: [
            Driver(id: 1, name: "One of \(entered ?? number)"), Driver(id: 2, name: "Two of \(entered ?? number)"),
        ])
    let standing = Standing(
        position: position, classPosition: position, gap: .none, interval: .none, classGap: .none, classInterval: .none,
        status: status, total: total.map { .seconds($0) }, penalty: .seconds(penalty))
    return SettledResult.Car(
        entry, standing, laps: laps, bestLap: best.map { .seconds($0) }, wasSeen: seen, driver: driver)
}
