import Timing

/// Estimates pit entry and pit exit of stops of which only the time in the pit lane is known.
///
/// The car crossed the Line inside the pit lane. Pit entry lies after the last sector loop of the lap that
/// went in, pit exit before the first one of the lap that came out, and their distance is the stated time;
/// the pair is put in the middle of what this leaves open. Where the time stands beside the mark of the lap that went
/// in, and nothing at the lap before, the visit lies whole before the Line of that lap: in the last sector that can
/// hold it, in the middle of that. In practice and qualifying a car leaves the pit lane for the first time in its first
/// lap; its time there counts from the start.
struct AlKamelStops {
    let start: Instant
    let kind: Session.Kind
    private var estimated = Noted()
    private var whole = Noted()
    private var unknown = Noted()
    private var unread = UnreadTimes()
    private var stayed = Noted()

    init(start: Instant, kind: Session.Kind) {
        self.start = start
        self.kind = kind
    }

    /// Adds the pairs to the laps of a car.
    mutating func estimate(in laps: inout [ReportedLap], of car: CarRows) {
        for (place, row) in car.rows.map(\.row).enumerated() {
            guard let time = unread.time("PIT_TIME", row) else { continue }
            let begin = place > 0 ? laps[place - 1].end : start
            let follows = place > 0 && laps[place - 1].number == laps[place].number - 1
            if laps[place].endsInPit, follows, !laps[place - 1].isInPit {
                if let entry = Self.entry(of: time, in: laps[place], from: begin) {
                    laps[place].visit = (entry, entry + time)
                    whole.add(row)
                } else {
                    unknown.add(row)
                }
                continue
            }
            if place == 0, kind != .race, laps[place].number == 1 {
                let most = laps[place].sectors.first.flatMap { $0 } ?? (laps[place].end - start)
                if time > .zero, time < most {
                    laps[place].pitExit = .init(at: start + time, isEstimated: true)
                }
                continue
            }
            guard place > 0, laps[place - 1].isInPit, laps[place - 1].number == laps[place].number - 1,
                let lastSector = laps[place - 1].sectors.last ?? nil,
                let firstSector = laps[place].sectors.first ?? nil,
                let before = Self.beforeLine(stop: time, lastSector: lastSector, firstSector: firstSector)
            else {
                unknown.add(row)
                continue
            }
            let entry = laps[place - 1].end - before
            laps[place - 1].pitEntry = .init(at: entry, isEstimated: true)
            laps[place].pitExit = .init(at: entry + time, isEstimated: true)
            estimated.add(row)
        }
        if let last = laps.last, last.isInPit { stayed.add(last.place) }
    }

    /// Where a visit of this length is entered that lies whole in a lap.
    private static func entry(of time: Milliseconds, in lap: ReportedLap, from begin: Instant) -> Instant? {
        var end = lap.end
        for sector in lap.sectors.reversed() {
            guard let sector else { break }
            let room = sector.count - time.count
            if room >= 4 { return end - time - Milliseconds(room / 2) }
            end = end - sector
        }
        guard lap.sectors.allSatisfy({ $0 == nil }) else { return nil }
        let room = (lap.end - begin).count - time.count
        return room >= 4 ? lap.end - time - Milliseconds(room / 2) : nil
    }

    /// How long before the Line the pit lane was entered; nil when no whole millisecond is possible.
    static func beforeLine(
        stop: Milliseconds, lastSector: Milliseconds, firstSector: Milliseconds
    ) -> Milliseconds? {
        let least = max(0, stop.count - firstSector.count)
        let most = min(stop.count, lastSector.count)
        let middle = (least + most) / 2
        return least < middle && middle < most ? Milliseconds(middle) : nil
    }

    func note(in notes: inout [String]) {
        notes.note(
            estimated,
            "stop(s) have an estimated pit entry and pit exit: their distance is the stated time in the pit "
                + "lane, where they lie on the clock is a guess between the sector loops around them.")
        unread.note(in: &notes)
        notes.note(
            whole,
            "visit(s) lie whole before the Line of the lap that ends them: entry and exit are estimated in that lap.")
        notes.note(
            unknown,
            "stop(s) have neither pit entry nor pit exit: the sectors beside them are missing or leave no "
                + "room."
        )
        notes.note(
            stayed,
            "car(s) ended in the pit lane; the file does not say when they entered it for the last time.")
    }
}
