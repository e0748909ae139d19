import Timing

/// Estimates pit entry and pit exit of stops of which only the time in the pit lane is known.
///
/// The car crossed the Line inside the pit lane. Pit entry lies after the last sector loop of the lap that
/// went in, pit exit before the first one of the lap that came out, and their distance is the stated time;
/// the pair is put in the middle of what this leaves open.
struct AlKamelStops {
    private var estimated = 0
    private var unknown = 0
    private var stayed = 0

    /// Adds the pairs to the laps of a car.
    mutating func estimate(in laps: inout [ReportedLap], of car: CarRows) throws(ImportFault) {
        for (place, row) in car.rows.map(\.row).enumerated() {
            guard let time = try row.time("PIT_TIME") else { continue }
            guard place > 0, laps[place - 1].endsInPit, laps[place - 1].number == laps[place].number - 1,
                let lastSector = laps[place - 1].sectors.last ?? nil,
                let firstSector = laps[place].sectors.first ?? nil,
                let before = Self.beforeLine(stop: time, lastSector: lastSector, firstSector: firstSector)
            else {
                unknown += 1
                continue
            }
            let entry = laps[place - 1].end - before
            laps[place - 1].pitEntry = .init(at: entry, isEstimated: true)
            laps[place].pitExit = .init(at: entry + time, isEstimated: true)
            estimated += 1
        }
        if laps.last?.endsInPit == true { stayed += 1 }
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
