/// Reading the words of race control: functions of the acts that hold, whatever their order of arrival.
extension Timekeeper {
    /// The messages that hold, in order of their instants.
    public var messages: [RaceMessage] { told.messages }

    /// The reports that hold, in order of their instants.
    public var reports: [CountedReport] { told.reports }

    /// The conditions; nil before they are told.
    public var conditions: ToldConditions? { told.conditions }

    /// Needs the acts and the stops; leaves the words, and which lists of them read differently. True where the reports
    /// do. Without a report no crossing costs more than the look at one list.
    @inline(__always)
    mutating func settleTold(_ effect: inout Effect, isAct: Bool) -> Bool {
        guard isAct || !told.reports.isEmpty else { return false }
        return readTold(&effect, isAct: isAct)
    }

    private mutating func readTold(_ effect: inout Effect, isAct: Bool) -> Bool {
        let isAnew = isAct || race.changed.cars.contains { race.changed.parts[$0.slot].contains(.stops) }
        guard isAnew else { return false }
        let before = told
        told.reports = countedReports
        if isAct {
            told.messages = acts.messages.enumerated().compactMap { index, act in
                guard case .message(let text, let cars) = act.kind else { return nil }
                return RaceMessage(
                    number: index + 1, act: act.id, by: act.by, at: act.at, text: text,
                    cars: cars.map { presentNumber($0) })
            }
            told.conditions = acts.conditions.last.map { last in
                ToldConditions(
                    at: last.at,
                    conditions: acts.conditions.reduce(Conditions()) { sum, act in
                        guard case .conditions(let later) = act.kind else { return sum }
                        return sum.followed(by: later)
                    })
            }
        }
        effect.messagesChanged = told.messages != before.messages
        effect.conditionsChanged = told.conditions != before.conditions
        effect.reportsChanged = told.reports != before.reports || effect.entriesChanged && !told.reports.isEmpty
        return effect.reportsChanged
    }

    private var countedReports: [CountedReport] {
        struct Counted: Hashable {
            let car: Int
            let kind: String
        }
        var all: [Counted: Int] = [:]
        /// How many there were before the count began.
        var before: [Counted: (since: Instant, count: Int)] = [:]
        return acts.reports.compactMap { act in
            guard case .report(_, let report) = act.kind, let car = car(of: act),
                let place = session.rules.reports.firstIndex(where: { $0.kind == report.kind })
            else { return nil }
            let rule = session.rules.reports[place]
            let key = Counted(car: car, kind: report.kind)
            let number = all[key, default: 0] + 1
            all[key] = number
            if let since = lastReset(by: rule, of: car, by: act.at), before[key]?.since != since {
                before[key] = (since, number - 1)
            }
            let count = rule.told(number - (before[key]?.count ?? 0))
            let following = rule.following(count)
            var obligation: ObligationID?
            if case .infringement = following {
                obligation = ObligationID(.report, number, block: place == 0 ? 0 : place + 1)
            }
            return CountedReport(
                act: act.id, at: act.at, car: CarIndex(car), report: report, number: number, count: count,
                following: following, obligation: obligation, deletesLap: deletedLap(by: act) != nil)
        }
    }

    /// When the count of a car's reports began anew last; nil: never yet.
    private func lastReset(by rule: ReportRule, of car: Int, by instant: Instant) -> Instant? {
        let change = rule.reset == .driverChange ? lastDriverChange(of: car, by: instant) : nil
        let time = race.state.startAt.flatMap { start in
            rule.resetTimes.map { start + $0 }.last { $0 <= instant }
        }
        return [change, time].compactMap(\.self).max()
    }

    /// The beginning of the last visit, up to an instant, in which another driver got in.
    private func lastDriverChange(of car: Int, by instant: Instant) -> Instant? {
        race.state.stops[car].compactMap { stop -> Instant? in
            guard stop.driverIn != 0, stop.driverOut != 0, stop.driverIn != stop.driverOut else { return nil }
            return stop.left ?? stop.entered
        }.filter { $0 <= instant }.max()
    }

    /// The lap of which a report takes the time, in practice and qualifying.
    func deletedLap(by act: Act) -> Int? {
        guard case .report(_, let report) = act.kind, session.kind != .race, let lap = report.lap else { return nil }
        let rule = session.rules.reports.first { $0.kind == report.kind }
        return rule?.deletesLap ?? false ? lap : nil
    }
}
