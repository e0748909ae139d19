import Simulation
import Timing

/// What the core says of a race that goes as it is written.
struct ScriptedVerdicts {
    var script: ScriptedRace

    /// `minutes` of racing, in which this is asked of the cars. Crews are three: a Platinum, a Silver and a Bronze.
    init(
        _ cars: ScriptedCar..., minutes: Int64 = 60, kind: Session.Kind = .race, circuit: Circuit = .short,
        asked: (inout Obligations) -> Void
    ) {
        self.init(cars, minutes: minutes, kind: kind, circuit: circuit, asked: asked)
    }

    init(
        _ cars: [ScriptedCar], minutes: Int64 = 60, kind: Session.Kind = .race, circuit: Circuit = .short,
        asked: (inout Obligations) -> Void
    ) {
        var rules = RaceRules(duration: .minutes(minutes), classifiedPercent: 0)
        asked(&rules.obligations)
        let entries = cars.enumerated().map { place, car in
            Entry(
                number: car.number, carClass: "GT3", cup: place == 0 ? nil : "Am", team: "Team",
                transponders: [Transponder(4701 + UInt32(place))], drivers: Self.crew)
        }
        script = ScriptedRace(
            Session(id: "race", name: "Race", kind: kind, circuit: circuit, rules: rules, entries: entries), cars)
    }

    static let crew = [
        Driver(id: 1, name: "A. Driver", grade: "Platinum"), Driver(id: 2, name: "B. Driver", grade: "Silver"),
        Driver(id: 3, name: "C. Driver", grade: "Bronze"),
    ]

    /// An act at a time of the race clock.
    func with(_ kind: Act.Kind, at clock: Milliseconds, id: String? = nil, for obligation: String? = nil) -> Self {
        var more = self
        more.script.acts.append(
            Act(
                id: id ?? "act-\(script.acts.count)", at: script.instant(clock), by: "stewards", kind: kind,
                concerning: obligation.flatMap { ObligationID($0) }))
        return more
    }

    func shown(_ flags: ScriptedRace.Shown...) -> Self {
        var more = self
        more.script.flags = flags
        return more
    }

    func changed(_ change: (inout Self) -> Void) -> Self {
        var more = self
        change(&more)
        return more
    }

    /// The core when the race clock stands here; at the end of everything where it is not said.
    func timekeeper(at clock: Milliseconds? = nil) -> Timekeeper {
        let until = clock.map(script.instant)
        var timekeeper = Timekeeper(script.session)
        for input in script.inputs where until.map({ input.instant <= $0 }) ?? true {
            _ = try? timekeeper.apply(input)
        }
        if let until { _ = timekeeper.reach(until) }
        return timekeeper
    }

    /// What is said of an obligation, by the race clock; the start signal is its zero here.
    func verdict(_ id: String, of car: String = "7", at clock: Milliseconds? = nil) -> Judged? {
        let timekeeper = timekeeper(at: clock)
        guard let car = timekeeper.car(CarNumber(car)) else { return nil }
        return timekeeper.verdicts(of: car).map { Judged($0, start: script.clockStart.milliseconds) }
            .first { $0.id.description == id }
    }

    /// The same as the core has it.
    func told(_ id: String, of car: String = "7", at clock: Milliseconds? = nil) -> Verdict? {
        let timekeeper = timekeeper(at: clock)
        guard let car = timekeeper.car(CarNumber(car)) else { return nil }
        return timekeeper.verdicts(of: car).first { $0.obligation.description == id }
    }

    /// Under a rulebook that says something else beside what it asks of the cars.
    func ruled(_ change: (inout RaceRules) -> Void) -> Self {
        var rules = script.session.rules
        change(&rules)
        return changed { $0.script.session = script.session.with(rules) }
    }

    /// Ended by command.
    func ended(at clock: Milliseconds) -> Self { changed { $0.script.ends = clock } }

    func state(_ id: String, of car: String = "7", at clock: Milliseconds? = nil) -> Verdict.State? {
        verdict(id, of: car, at: clock)?.state
    }

    func charges(at clock: Milliseconds? = nil) -> [Charge] { Compliance(timekeeper(at: clock)).charges }
}

extension Milliseconds {
    /// A time of the race clock: minutes, seconds, milliseconds.
    static func clock(_ minutes: Int64, _ seconds: Int64 = 0, _ ms: Int64 = 0) -> Milliseconds {
        Milliseconds(minutes * 60_000 + seconds * 1000 + ms)
    }

    static func ms(_ count: Int64) -> Milliseconds { Milliseconds(count) }
}

extension ScriptedCar {
    /// At 100 s a lap with these visits: entry and exit by the race clock, and who drives out.
    static func seven(_ visits: ScriptedVisit..., lap: Milliseconds = .seconds(100)) -> ScriptedCar {
        ScriptedCar("7", lap: lap, visits: visits)
    }
}

extension ScriptedVisit {
    /// In at `entry` for so long.
    static func at(
        _ entry: Milliseconds, for duration: Milliseconds, driverOut: UInt8? = 2, unseen: Set<Loop.Kind> = []
    ) -> ScriptedVisit {
        ScriptedVisit(entry, entry + duration, driverOut: driverOut, unseen: unseen)
    }
}
