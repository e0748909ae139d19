import Timing

/// A car in the net classification, times in milliseconds.
struct Net: Equatable {
    var number: CarNumber
    var position: Int
    var classPosition: Int
    var gap: Int64
    var owed: Int64
}

extension Net {
    init(_ row: NetRow, of timekeeper: borrowing Timekeeper) {
        self.init(
            number: timekeeper.session.entries[row.car.slot].number, position: row.position,
            classPosition: row.classPosition, gap: row.gap.count, owed: row.owed.count)
    }
}

/// Where the cars would be once everybody's stops are made.
extension ReferenceRace {
    private var nowSinceStart: Int64 { official.now.milliseconds - (start ?? 0) }

    /// Of an even number the lower of the two in the middle.
    private func median(_ values: [Int64]) -> Int64? {
        values.isEmpty ? nil : values.sorted()[(values.count - 1) / 2]
    }

    /// Each car's latest visit that served a stop.
    private var serving: [(car: Int, visit: Visit)] {
        cars.indices.compactMap { car in
            let visits = verdicts(car).filter { $0.id.kind == .stop && $0.state == .served }.compactMap(\.visit)
            return visits.max().map { (car, cars[car].stays[$0 - 1].visit) }
        }
    }

    /// What a stop costs beside its duration.
    private var pitConstant: Int64 {
        let measured = serving.compactMap { car, visit -> Int64? in
            guard let entered = visit.entered, let duration = visit.duration else { return nil }
            let ends = cars[car].lapEnds.map(\.at)
            let before = ends.filter { $0 < entered }.count
            guard before > 0, ends.count >= before + 2 else { return nil }
            let lap = ends[before - 1] - (before > 1 ? ends[before - 2] : 0)
            return ends[before + 1] - ends[before - 1] - 2 * lap - duration
        }
        return median(measured) ?? -(session.circuit.pitOnTrack?.count ?? 0)
    }

    var net: [Net] {
        guard session.kind == .race, phase == .running else { return [] }
        let running = road.filter { cars[$0].isSeen && !cars[$0].isRetired && !isDisqualified($0) }
        guard let leader = running.first else { return [] }
        let constant = pitConstant
        let usual = median(serving.compactMap(\.visit.duration)) ?? session.circuit.pitTransit?.count ?? 0
        let judged = running.map { car -> (car: Int, time: Int64, owed: Int64) in
            let stops = verdicts(car).filter { $0.id.kind == .stop }
            let outstanding = stops.filter { [.notOpen, .open, .lastChance].contains($0.state) }
                .map { ($0.required ?? usual) + constant }.reduce(0, +)
            let visit = visitCost(car, stops, constant)
            let remaining = stops.compactMap(\.exitFrom).map { max(0, $0 - nowSinceStart) }.reduce(0, +)
            let delay = delay(car, to: leader, isAlone: visit != nil)
            return (car, delay + outstanding + (visit ?? 0), outstanding + remaining)
        }
        let order = judged.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
            .map(\.element)
        return order.enumerated().map { place, row in
            let entry = session.entries[row.car]
            let classmates = order[...place].filter { session.entries[$0.car].carClass == entry.carClass }
            return Net(
                number: entry.number, position: place + 1, classPosition: classmates.count,
                gap: row.time - order[0].time, owed: row.owed)
        }
    }

    /// What the visit costs that the car has not passed a point since.
    private func visitCost(_ car: Int, _ stops: [Judged], _ constant: Int64) -> Int64? {
        guard let visit = cars[car].stays.last?.visit, let entered = visit.entered else { return nil }
        let passed = cars[car].passages[cars[car].point]?.at ?? 0
        let before = max(0, passed - entered)
        if visit.isOpen {
            let required = stops.first { $0.state == .inPit }?.required ?? 0
            return max(required, nowSinceStart - entered) - before + constant
        }
        guard let duration = visit.duration, let left = visit.left, passed <= left else { return nil }
        return duration - before + constant
    }

    private func delay(_ car: Int, to leader: Int, isAlone: Bool) -> Int64 {
        let (own, first) = (cars[car], cars[leader])
        let common = own.passages.keys.filter { first.passages[$0] != nil }.max()
        let difference = common.map { (own.passages[$0]?.at ?? 0) - (first.passages[$0]?.at ?? 0) } ?? 0
        guard !isAlone, let next = first.passages.keys.filter({ $0 > own.point }).min(),
            let there = first.passages[next]?.at
        else { return difference }
        return max(difference, nowSinceStart - there)
    }
}
