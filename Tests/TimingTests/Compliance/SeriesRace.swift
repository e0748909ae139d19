import Foundation
import Rulebook
import Simulation
import Timing

/// A race by the rulebook of a series, with cars written for it.
struct SeriesRace {
    static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("config/series").path

    /// A car of the race with what the entry list says of it.
    struct Car {
        var car: ScriptedCar
        var carClass = "GT3"
        var cup: String?
        /// Grades of the drivers, 1 and up.
        var crew = ["Platinum", "Gold", "Silver"]

        init(_ number: String, lap: Milliseconds = .minutes(2), _ visits: [ScriptedVisit] = []) {
            car = ScriptedCar(number, lap: lap, visits: visits)
        }

        func of(_ carClass: String, _ cup: String? = nil, _ crew: String...) -> Car {
            var other = self
            (other.carClass, other.cup) = (carClass, cup)
            if !crew.isEmpty { other.crew = crew }
            return other
        }
    }

    let scripted: ScriptedVerdicts
    /// All that the core says of each car in the end, by the race clock.
    private let judged: [CarNumber: [String: Judged]]
    private let charged: [Charge]

    /// `stated` is what the event states beside its series.
    init(_ series: String, _ cars: [Car], stated: (inout Obligations) -> Void = { _ in }) throws {
        try self.init(series, cars, flags: [], stated: stated)
    }

    init(
        _ series: String, _ cars: [Car], flags: [ScriptedRace.Shown], stated: (inout Obligations) -> Void = { _ in }
    ) throws {
        var rules = try Series.load(path: "\(Self.folder)/\(series).yaml").rules
        stated(&rules.obligations)
        let entries = cars.enumerated().map { place, car in
            let drivers = car.crew.enumerated().map { Driver(id: UInt8($0 + 1), name: "Driver \($0 + 1)", grade: $1) }
            return Entry(
                number: car.car.number, carClass: car.carClass, cup: car.cup, team: "Team",
                transponders: [Transponder(4701 + UInt32(place))], drivers: drivers)
        }
        var scripted = ScriptedVerdicts { _ in }
        scripted.script = ScriptedRace(
            Session(id: "race", name: "Race", circuit: .short, rules: rules, entries: entries), cars.map(\.car))
        scripted.script.flags = flags
        if rules.start == .formation { scripted.script.signal = .minutes(4) }
        self.scripted = scripted
        let timekeeper = scripted.timekeeper()
        var verdicts: [CarNumber: [String: Judged]] = [:]
        for (car, entry) in entries.enumerated() {
            let all = timekeeper.verdicts(of: CarIndex(car)).map {
                ($0.obligation.description, Judged($0, start: scripted.script.clockStart.milliseconds))
            }
            verdicts[entry.number] = Dictionary(all, uniquingKeysWith: { first, _ in first })
        }
        judged = verdicts
        charged = Compliance(timekeeper).charges
    }

    func verdicts(_ number: String) -> [String: Judged] { judged[CarNumber(number)] ?? [:] }

    /// State and size of one verdict: `short 1`.
    func told(_ number: String, _ id: String) -> String {
        guard let verdict = verdicts(number)[id] else { return "nothing" }
        return verdict.state.rawValue + (verdict.by.map { " \($0)" } ?? "") + (verdict.isJoker ? " joker" : "")
    }

    /// What is for the stewards of a car, `stop1 shortStop`, and what the rulebook proposes: `stopAndGo 1000`.
    func charges(_ number: String) -> [String: String] {
        let own = charged.filter { $0.car.text == number }
        return Dictionary(
            own.map { ("\($0.id) \($0.kind)", text($0.proposed)) }, uniquingKeysWith: { first, _ in first })
    }

    private func text(_ proposed: PenaltyKind?) -> String {
        switch proposed {
        case .driveThrough: "driveThrough"
        case .stopAndGo(let time): "stopAndGo \(time.count)"
        case .laps(let laps): "laps \(laps)"
        case nil: "nothing"
        default: "another"
        }
    }
}
