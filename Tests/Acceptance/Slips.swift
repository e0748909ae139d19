import Simulation

/// Slips of an operator's hand, made up from a seed: what was meant, and what was typed instead.
struct Slips {
    /// One slip, as it is typed after `lapwing control`.
    struct Slip: CustomStringConvertible {
        enum Kind: CaseIterable { case unit, instant, session, car, twice }

        let kind: Kind
        /// Typed once, or twice in a row.
        let typed: [[String]]

        var description: String { typed.map { "\(kind): \($0.joined(separator: " "))" }.joined(separator: ", then ") }
    }

    private var chance: SeededGenerator
    private let cars: [String]
    private let start: Int64

    /// - Parameters:
    ///   - cars: the numbers of the entry list.
    ///   - start: the start signal, milliseconds of UTC.
    init(seed: UInt64, cars: [String], start: Int64) {
        chance = SeededGenerator(seed: seed, stream: 1)
        self.cars = cars
        self.start = start
    }

    mutating func next(_ number: Int) -> Slip {
        let kind = Slip.Kind.allCases[number % Slip.Kind.allCases.count]
        return switch kind {
        case .unit: Slip(kind: kind, typed: [wrongUnit()])
        case .instant: Slip(kind: kind, typed: [meant(car: pick(cars)) + wrongInstant()])
        case .session: Slip(kind: kind, typed: [wrongSession()])
        case .car: Slip(kind: kind, typed: [meant(car: wrongCar()) + clock()])
        case .twice: twice(meant(car: pick(cars)) + clock())
        }
    }

    private func twice(_ typed: [String]) -> Slip { Slip(kind: .twice, typed: [typed, typed]) }

    // MARK: What is typed

    /// A length of time as somebody types it who has another unit in mind, or none.
    private mutating func wrongUnit() -> [String] {
        let wrong = pick(["25", "5", "45", "5000", "5 sec", "5m", "25s", "5min", "500ms", "2h", "1:30", "0.5", "90"])
        let car = pick(cars)
        let command: [String] = pick([
            ["session", "duration", wrong], ["bulletin", "--opens", wrong, "--closes", "45min"],
            ["bulletin", "--opens", "1min", "--closes", wrong], ["bulletin", "--minimum", wrong],
            ["bulletin", "--addition", wrong, "--car", car], ["bulletin", "--pit-speed", wrong],
            ["penalty", car, "--time", wrong, "--reason", "slip"],
            ["penalty", car, "--stop-and-go", wrong, "--reason", "slip"], ["clock", "101", wrong],
        ])
        return command[0] == "clock" ? command : command + clock()
    }

    /// An instant in another hour, on another day, in another unit, or by a clock that nobody has.
    private mutating func wrongInstant() -> [String] {
        let time = start + Int64(any(3_600_000))
        return pick([
            ["--at-us", "\(time + 3_600_000 * 2)000"], ["--at-us", "\(time - 3_600_000)000"],
            ["--at-us", "\(time + 86_400_000)000"], ["--at", "\(time)"], ["--at-us", "\(time)"],
            ["--at", "-30min"], ["--at", "-30h"], ["--at", "-30"], ["--at", "15:04"], ["--at", "15:04:05"],
            ["--clock", "16"], ["--clock", "9:00:00"], ["--clock", "0:59:59"], ["--clock", "0:00:01"],
            ["--at", "1970-01-01T00:00:00Z"], ["--at", "2030-01-01T00:00:00Z"],
        ])
    }

    /// What was meant for another session: its start, its end, its bulletin.
    private mutating func wrongSession() -> [String] {
        pick([
            ["session", "start"], ["session", "start", "--clock", "0:00:0\(any(9) + 1)"],
            ["session", "start", "--again"], ["session", "formation"], ["session", "formation", "--clock", "0:05:00"],
            ["session", "end"], ["session", "end", "--clock", "0:30:00"], ["session", "final"],
            ["session", "duration", "\(any(20) + 20)min"], ["flag", "green"], ["flag", "chequered"],
            ["flag", "red", "--clock", "0:\(any(20) + 10):00"],
            [
                "raw",
                #"{"v":1,"type":"command","by":"x","session":"qualifying","command":{"kind":"flag","flag":"red"}}"#,
            ],
        ])
    }

    /// Another car, or one that is not there.
    private mutating func wrongCar() -> String {
        any(2) == 0 ? pick(cars) : pick(["0", "00", "1000", "O7", "", " 7", "seven", "7,", "-7"])
    }

    /// A command about a car, without its instant.
    private mutating func meant(car: String) -> [String] {
        pick([
            ["penalty", car, "--time", "\(any(30) + 1)s", "--reason", "slip"],
            ["penalty", car, "--laps", "1", "--reason", "slip"],
            ["penalty", car, "--position", "\(any(cars.count + 5))", "--reason", "slip"],
            ["penalty", car, "--drive-through", "--reason", "slip"],
            ["penalty", car, "--stop-and-go", "10s", "--reason", "slip"],
            ["penalty", car, "--lap-time", "\(any(60))", "--reason", "slip"],
            ["penalty", car, "--grid", "3", "--reason", "slip"],
            ["penalty", car, "--disqualified", "--reason", "slip"], ["driver", car, "\(any(5))"],
            ["car", car, "retired"], ["insert", car, "--loop", "\(any(12))"],
            ["assign", "\(any(5_000_000) + 1)", car],
            ["ruling", car, "stop\(any(3))", "excused", "--reason", "slip"],
            ["bulletin", "--addition", "\(any(60) + 1)s", "--car", car],
            ["bulletin", "--opens", "\(any(20))min", "--closes", "\(any(40) + 10)min"],
            ["flag", pick(["fcy", "safetyCar", "red", "green"])],
        ])
    }

    private mutating func clock() -> [String] {
        ["--clock", "0:\(any(50) + 10):\(any(50) + 10)"]
    }

    private mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[any(elements.count)]
    }

    /// From 0 on, below a number.
    private mutating func any(_ below: Int) -> Int { chance.int(in: 0...below - 1) }
}
