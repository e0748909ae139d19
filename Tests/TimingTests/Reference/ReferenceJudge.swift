import Timing

/// Section 7 of docs/protocol.md for one car, paragraph by paragraph. Instants are milliseconds since the start.
struct ReferenceJudge {
    let race: ReferenceRace
    let place: Int
    /// Numbers of visits (from 1) that served a penalty.
    let penaltyVisits: Set<Int>
    private let bulletins: [(at: Int64, bulletin: Bulletin)]

    init(_ race: ReferenceRace, _ place: Int) {
        self.race = race
        self.place = place
        penaltyVisits = race.servingVisits(place)
        bulletins = race.official.events.compactMap { event in
            guard case .act(let act) = event, case .bulletin(let bulletin) = act.kind else { return nil }
            return (act.at.milliseconds, bulletin)
        }
    }

    var car: ReferenceCar { race.cars[place] }
    var entry: Entry { race.session.entries[place] }
    var start: Int64 { race.start ?? 0 }
    /// From the end on that of the end.
    var now: Int64 { race.judgedAt }

    /// When the race clock shows this, as it is told.
    func sinceStart(_ clock: Milliseconds) -> Int64 { race.instant(ofClock: clock.count) }

    /// And to compare with.
    func deadline(_ clock: Milliseconds) -> Int64 { race.deadline(ofClock: clock.count) }

    // MARK: Visits

    struct Stopping {
        var number: Int
        /// Of one that was interrupted the duration is what lies outside the red flag.
        var visit: Visit
        var isBegunUnderRed = false
        /// The red flag was shown during it.
        var isInterrupted = false
    }

    var visits: [Stopping] {
        car.stays.enumerated().map {
            Stopping(number: $0 + 1, visit: $1.visit, isBegunUnderRed: $1.isBegunUnderRed)
        }
    }

    /// Neither behind the safety car through the pit lane nor to serve a penalty.
    var counting: [Stopping] {
        visits.filter { $0.visit.counts && !penaltyVisits.contains($0.number) }.map { stop in
            var stop = stop
            let red = redTime(in: stop.visit)
            stop.isInterrupted = red > 0
            stop.visit.duration = stop.visit.duration.map { $0 - red }
            return stop
        }
    }

    /// How long the red flag was shown during a visit.
    func redTime(in visit: Visit) -> Int64 {
        guard let entered = visit.entered, let until = visit.isOpen ? now : visit.left,
            !(race.session.rules.obligations.stops?.underRed ?? false)
        else { return 0 }
        return race.redTime(from: entered, to: until)
    }

    /// How long the red flag was shown since a visit that lasts began, and is shown no more.
    func withdrawnRedTime(in visit: Visit) -> Int64 {
        guard let entered = visit.entered, !(race.session.rules.obligations.stops?.underRed ?? false) else { return 0 }
        return race.reds.filter { $0.to < .max }.map { max(0, $0.to - max($0.from, entered)) }.reduce(0, +)
    }

    /// The values in force at an instant: bulletins change what the event states.
    func values(at instant: Int64) -> Obligations {
        var values = race.session.rules.obligations
        for (_, bulletin) in bulletins.filter({ $0.at <= start + instant }) {
            switch bulletin {
            case .window(let window): values.stops?.window = window
            case .minimum(let name?, let time): values.stops?.minimum.times[name] = time
            case .minimum(nil, let time): values.stops?.minimum.general = time
            case .addition(let number, let time): values.stops?.additions[number] = time
            case .prohibited(let from, let to):
                if values.stopTimes == nil { values.stopTimes = StopTimes(to: TimeByClass(to)) }
                values.stopTimes?.from = from
                values.stopTimes?.to = TimeByClass(to)
            case .driving(let rule, let least, let most):
                guard values.driving.indices.contains(rule - 1) else { break }
                values.driving[rule - 1].least = least ?? values.driving[rule - 1].least
                if least != nil { values.driving[rule - 1].leastAlone = least }
                values.driving[rule - 1].most = most ?? values.driving[rule - 1].most
            case .startList(let list):
                if let additions = list.additions {
                    values.stops?.additions = [:]
                    for one in additions { values.stops?.additions[one.car] = one.time }
                }
                if let starters = list.starters {
                    values.starters = [:]
                    for one in starters { values.starters[one.car] = one.driver }
                }
            case .pitSpeed: break
            }
        }
        return values
    }

    /// Those of now, also where they were told after the end.
    var present: Obligations { values(at: race.official.now.milliseconds - start) }

    func values(of visit: Visit) -> Obligations {
        (visit.entered ?? visit.left).map { values(at: $0) } ?? present
    }

    // MARK: Out

    var finish: Int64? { car.hasFinished ? car.elapsed : nil }

    var isOut: Bool { !car.hasFinished && (car.isRetired || (race.hasEnded && !ranToEnd)) }

    /// Nothing more can happen to it.
    var isOver: Bool { car.hasFinished || isOut || race.hasEnded }

    var isOnTrack: Bool {
        let status = race.statusOfRace(place, isClassified: true)
        return status == .onTrack || status == .outLap
    }

    func wasOutThere(at instant: Int64) -> Bool {
        if let last = visits.last?.visit, last.isOpen, last.entered.map({ $0 < instant }) ?? false { return false }
        return car.lastSeen.map { $0 >= instant } ?? false || isOnTrack || ranToEnd
    }

    // MARK: Last chance

    /// How often it still comes by the pit entry in time, this lap's among them; nil: not known.
    func passes(closes: Int64, requiring required: Int64 = 0) -> Int? {
        guard isOnTrack else { return nil }
        let sectors = (0..<race.sectorCount).compactMap { race.latest(sector: $0, of: place) }
        guard sectors.count == race.sectorCount else { return nil }
        let toLine = race.cars.compactMap(\.entryToLine).max { $0.turn < $1.turn }?.time ?? 0
        let line = car.lapEnds.last?.at ?? 0
        let lap = sectors.reduce(0, +)
        return (1...4).first { line + Int64($0) * lap - toLine + required >= closes }.map { $0 - 1 } ?? .max
    }

    /// Open until an instant, before which the car has to come in; what is required is added to the way.
    func wait(_ judged: inout Judged, closes: Int64, requiring required: Int64 = 0) {
        let passes = passes(closes: closes, requiring: required)
        judged.state = passes.map { $0 <= 1 } ?? false ? .lastChance : .open
        judged.passesLeft = passes.flatMap { $0 <= 3 ? $0 : nil }
    }

    /// What is to be done between two instants and has not been done.
    func outstanding(
        _ judged: inout Judged, opens: Milliseconds?, closes: Milliseconds?, requiring required: Int64 = 0
    ) {
        if isCutShort(closes: closes) {
            (judged.state, judged.isCurtailed) = curtailed(opens: opens)
        } else if let until = closes.map(deadline) ?? finish, now >= until {
            judged.state = isOut && !wasOutThere(at: until) ? .notApplicable : .missed
        } else if isOut {
            judged.state = .notApplicable
        } else if let opens, now < deadline(opens) {
            judged.state = .notOpen
        } else if let closes {
            wait(&judged, closes: sinceStart(closes), requiring: required)
        } else {
            judged.state = .open
        }
    }

    // MARK: The stewards

    func has(_ ruling: Ruling, for id: ObligationID) -> Bool {
        race.official.rulings.contains {
            if case .ruling(entry.number, id, ruling, _) = $0.kind { true } else { false }
        }
    }
}

extension ReferenceRace {
    /// What is said of a car's obligations, in the order of section 7 of docs/protocol.md.
    func verdicts(_ place: Int) -> [Judged] {
        guard start != nil else { return [] }
        let judge = ReferenceJudge(self, place)
        let all =
            session.kind == .race
            ? judge.stops() + judge.technicalStop() + judge.stopTimes() + judge.stints() + judge.continuous()
                + judge.rests() + judge.driving() + judge.starter()
            : judge.qualifier()
        return all.map { verdict in
            guard verdict.state != .served, judge.has(.excused, for: verdict.id) else { return verdict }
            var excused = verdict
            excused.state = .notApplicable
            excused.ruling = .excused
            (excused.by, excused.exitFrom, excused.visit, excused.isJoker) = (nil, nil, nil, false)
            (excused.isInterrupted, excused.isCurtailed, excused.passesLeft) = (false, false, nil)
            return excused
        }.sorted { $0.id < $1.id }
    }
}
