import Timing

/// The visits to the pit lane as the list of pit stops has them.
struct SwissTimingStops {
    private struct Visit {
        let entry: Instant?
        let exit: Instant?
        let driverIn: String
        let driverOut: String
        let row: Table.Row
    }

    private var visits: [String: [Visit]] = [:]
    private let isGiven: Bool
    private var withoutExit = Noted()
    private var withoutEntry = Noted()
    private var withoutDriver = Noted()
    private var outside = Noted()
    private var reversed = Noted()

    init(_ table: Table?, start: Instant, midnight: Instant) throws(ImportFault) {
        isGiven = table != nil
        for row in table?.rows ?? [] {
            func at(_ time: String, _ day: String) -> Instant? {
                if let since = ClockText.milliseconds(row[time]) { return start + since }
                return ClockText.milliseconds(row[day]).map { start.next(timeOfDay: $0, midnight: midnight) }
            }
            let entry = at("Time in", "Day time in")
            var exit = at("Time out", "Day time out")
            if let entry, let left = exit, left <= entry {
                reversed.add(row)
                exit = nil
            }
            let visit = Visit(
                entry: entry, exit: exit, driverIn: row["Driver in"], driverOut: row["Driver out"], row: row)
            guard visit.entry != nil || visit.exit != nil else { continue }
            visits[try row.required("Nr"), default: []].append(visit)
        }
        for (car, list) in visits {
            visits[car] = list.sorted { ($0.entry ?? $0.exit ?? start) < ($1.entry ?? $1.exit ?? start) }
        }
    }

    /// Puts the visits of a car into its laps, and says who drove them.
    mutating func put(in laps: inout [ReportedLap], of number: String, start: Instant, crew: [Driver]) {
        let visits = visits[number] ?? []
        for visit in visits {
            if visit.exit == nil { withoutExit.add(visit.row) }
            if visit.entry == nil { withoutEntry.add(visit.row) }
            if visit.driverIn.isEmpty || visit.exit != nil && visit.driverOut.isEmpty { withoutDriver.add(visit.row) }
            let entered = visit.entry.flatMap { lap(of: $0, in: laps) }
            let left = visit.exit.flatMap { lap(of: $0, in: laps) }
            if let entered, entered == left, let entry = visit.entry, let exit = visit.exit {
                laps[entered].passages += [.init(at: entry, isEntry: true), .init(at: exit, isEntry: false)]
                continue
            }
            if let entry = visit.entry {
                guard let entered else {
                    // Into the pit lane for good, after the last lap.
                    outside.add(visit.row)
                    continue
                }
                laps[entered].passages.append(.init(at: entry, isEntry: true))
                // Every Line until it left again was crossed in the pit lane; without an exit that of this lap.
                for lap in entered..<(left ?? (visit.exit == nil ? entered + 1 : laps.count)) {
                    laps[lap].endsInPit = true
                }
            }
            if let exit = visit.exit, let left {
                laps[left].leavesPit = true
                laps[left].passages.append(.init(at: exit, isEntry: false))
            }
        }
        for place in laps.indices { laps[place].driver = driver(at: laps[place].end, visits, crew: crew) }
    }

    /// The lap in which an instant lies.
    private func lap(of instant: Instant, in laps: [ReportedLap]) -> Int? {
        laps.firstIndex { instant < $0.end }
    }

    private func driver(at instant: Instant, _ visits: [Visit], crew: [Driver]) -> UInt8 {
        let before = visits.last { ($0.exit ?? $0.entry ?? instant) <= instant }
        let after = visits.first { ($0.exit ?? $0.entry ?? instant) > instant }
        let names = [before?.driverOut, after?.driverIn].compactMap(\.self).filter { !$0.isEmpty }
        for name in names {
            if let driver = crew.first(where: { $0.name.lowercased() == name.lowercased() }) { return driver.id }
        }
        return 0
    }

    func note(besides known: Set<String>, in notes: inout [String]) {
        if !isGiven { notes.append("Without the list of pit stops it is not known when cars were in the pit lane.") }
        notes.note(reversed, "visit(s) have a pit exit that is not after the pit entry: the exit is left out.")
        notes.note(withoutExit, "visit(s) have no time of pit exit.")
        notes.note(withoutEntry, "visit(s) have no time of pit entry.")
        notes.note(withoutDriver, "visit(s) do not name the driver who came in or went out.")
        notes.note(outside, "visit(s) begin after the car's last lap and are left out.")
        var others = Noted()
        for (number, list) in visits.sorted(by: { $0.key < $1.key }) where !known.contains(number) {
            for visit in list { others.add(visit.row) }
        }
        notes.note(others, "visit(s) are of cars without a lap and are left out.")
    }
}
