package import Client
package import Timing

/// Says in lines of Multiloop what a followed table becomes, delta by delta.
package struct MultiloopTeller: RaceTeller {
    private let options: MultiloopOptions
    private var told = MultiloopTold()
    private var run = MultiloopRun()
    private var runs = RunNumbers()
    private var sections = TrackSections()
    private var preamble = ""
    private var lines: [MultiloopLine] = []
    /// The table as it was told.
    private var table: RaceTable?
    /// The delta that has been applied since.
    private var pending: PublishedDelta?
    private var messages: [PublishedRaceMessage] = []

    package init(_ options: MultiloopOptions) { self.options = options }

    /// The session that is told; nil before there is one.
    package var session: String? { table?.session }

    /// What is to be told, in order; it is forgotten here.
    package mutating func taken() -> [MultiloopLine] {
        defer { lines = [] }
        return lines
    }

    /// Everything that stands, for a newcomer.
    package var newcomer: [MultiloopLine] { told.repeated }

    /// Level 3: a car's record again.
    package mutating func nextLap() -> MultiloopLine? { told.nextLap() }

    /// Level 4: one of the others again.
    package mutating func nextOther() -> MultiloopLine? { told.nextOther() }

    /// Level 1: the state of the session at an instant of official time.
    package mutating func beat(_ now: Instant) -> MultiloopLine {
        told.line(.beat(.init(table, at: now)), .new, preamble)
    }

    /// Takes a delta, and the table before it.
    package mutating func take(_ delta: PublishedDelta, before: RaceTable) {
        settle(before)
        pending = delta
    }

    /// Takes the table as it is now.
    package mutating func settle(_ now: RaceTable?) {
        guard let now else { return }
        defer {
            table = now
            pending = nil
        }
        guard let before = table, before.session == now.session else { return begin(now) }
        if now == before { return }
        tellNames(now)
        if let pending {
            if let crossing = MultiloopRecord.Crossing(pending, in: before, run: &run) {
                lines.append(told.line(.crossing(crossing), .new, preamble))
            }
            if !pending.isCorrection { tellSections(pending, before, now) }
            tellTrack(now)
        }
        tellRows(now, before)
        tellLeader(now)
        tellFlags(now, at: pending?.at)
        tellMessages(now)
    }

    // MARK: What changed

    private mutating func begin(_ now: RaceTable) {
        told.forget()
        run = MultiloopRun()
        sections = TrackSections()
        messages = []
        preamble = Self.letter(now).rawValue + String(runs.id(of: now.session))
        tell(.version(major: 1, minor: 3, info: "Lapwing"), of: "V", .new)
        tellNames(now)
        for row in now.orderForPlaces.enumerated() {
            tell(.lap(lap(row.element, place: row.offset, now)), of: "C/\(row.element.car.text)", .new)
        }
        _ = run.take(leader: Self.leader(now)?.car)
        tellFlags(now, at: nil)
        tellMessages(now)
    }

    private mutating func tellNames(_ now: RaceTable) {
        let race = now.race
        update(
            .run(
                .init(
                    event: race.circuit, shortEvent: "", name: race.name, kind: Self.letter(now),
                    start: race.start.map { Int($0.milliseconds / 1000) } ?? 0)), of: "R")
        tellTrack(now)
        tellZone(now)
        for entry in now.entries {
            let start = now.grid.firstIndex(of: entry.car).map { $0 + 1 } ?? 0
            update(.entry(.init(entry, id: run.id(of: entry.car), start: start)), of: "E/\(entry.car.text)")
        }
    }

    private mutating func tellTrack(_ now: RaceTable) {
        let track = MultiloopRecord.Track(
            name: now.race.circuit, venue: "", length: options.trackLength, sections: sections.told)
        update(.track(track), of: "T")
    }

    private mutating func tellZone(_ now: RaceTable) {
        guard options.hasAdditions, told.record(of: "USAC:TZ") == nil,
            let name = options.timeZone ?? now.race.utcOffset.flatMap(ZoneName.fixed)
        else { return }
        let elapsed = now.race.start.flatMap { start in pending.map { max(.zero, $0.at - start) } } ?? .zero
        tell(.zone(name: name, at: elapsed), of: "USAC:TZ", .new)
    }

    private mutating func tellRows(_ now: RaceTable, _ before: RaceTable) {
        for (place, row) in now.orderForPlaces.enumerated() {
            guard let old = before.row(of: row.car) else {
                update(.lap(lap(row, place: place, now)), of: "C/\(row.car.text)")
                continue
            }
            run.take(row, before: old)
            if row.laps < old.laps {
                let lost = MultiloopRecord.invalidated(
                    number: row.car.text, id: run.id(of: row.car), elapsed: old.total ?? .zero)
                lines.append(told.line(lost, .new, preamble))
            }
            let subject = "C/\(row.car.text)"
            let record = lap(row, place: place, now)
            guard case .lap(let last) = told.record(of: subject), last.standing == record.standing else {
                tell(.lap(record), of: subject, row.laps > old.laps ? .new : .updated)
                tellDriver(row, old, now)
                continue
            }
            tellDriver(row, old, now)
        }
    }

    private mutating func tellSections(_ delta: PublishedDelta, _ before: RaceTable, _ now: RaceTable) {
        guard case .crossing(let crossing) = delta.input, let car = crossing.car, let row = now.row(of: car) else {
            return
        }
        let old = before.row(of: car)?.sectors ?? []
        let ended = row.sectors.indices.filter { place in
            row.sectors[place] != nil && (place >= old.count || old[place] != row.sectors[place])
        }
        if ended.count == 1, delta.outcome.known == .sector {
            sections.note("L\(crossing.loop.value)", endsSector: ended[0], of: row.sectors.count)
        }
        for place in ended {
            guard let time = row.sectors[place] else { continue }
            let isLast = place == row.sectors.count - 1
            let section = MultiloopRecord.Section(
                number: car.text, id: run.id(of: car), name: "S\(place + 1)", elapsed: row.lastSeen ?? .zero,
                time: time, lap: isLast ? row.laps : row.laps + 1)
            lines.append(told.line(.section(section), .new, preamble))
            guard options.hasAdditions else { continue }
            let addition = MultiloopRecord.addedSection(
                id: section.id, at: section.elapsed, name: section.name, time: time)
            lines.append(told.line(addition, .new, preamble))
        }
    }

    private mutating func tellDriver(_ row: PublishedRow, _ old: PublishedRow, _ now: RaceTable) {
        guard options.hasAdditions, let name = row.driver, name != old.driver else { return }
        let number = now.entry(of: row.car)?.drivers.first { $0.name == name }?.id ?? 0
        let record = MultiloopRecord.driver(
            id: run.id(of: row.car), at: row.lastSeen ?? .zero, driver: String(min(number, 9)), name: name)
        lines.append(told.line(record, of: "USAC:DRIVERID/\(row.car.text)", .new, preamble))
    }

    private mutating func tellLeader(_ now: RaceTable) {
        guard let leader = Self.leader(now), run.take(leader: leader.car) else { return }
        let record = MultiloopRecord.leader(
            number: leader.car.text, id: run.id(of: leader.car), lap: leader.laps, elapsed: leader.total ?? .zero,
            change: run.changes)
        lines.append(told.line(record, of: "N", .new, preamble))
    }

    private mutating func tellFlags(_ now: RaceTable, at instant: Instant?) {
        let leader = Self.leader(now)
        let flags = MultiloopRecord.Flags(
            now, leader: leader, changes: run.changes, miles: options.miles, at: instant)
        guard case .flags(let last) = told.record(of: "F") else { return tell(.flags(flags), of: "F", .new) }
        // Times alone go on all the time: they are told with the next lap of the leader.
        if last.flag == flags.flag, last.lap == flags.lap, last.leader == flags.leader, last.yellows == flags.yellows {
            return
        }
        tell(.flags(flags), of: "F", last.flag == flags.flag ? .updated : .new)
    }

    private mutating func tellMessages(_ now: RaceTable) {
        if now.messages == messages { return }
        messages = now.messages
        for message in messages {
            update(.announcement(.init(message)), of: "A/\(message.number)")
        }
    }

    // MARK: Lines

    private mutating func tell(_ record: MultiloopRecord, of subject: String, _ kind: MultiloopLine.Kind) {
        lines.append(told.line(record, of: subject, kind, preamble))
    }

    /// Tells it where it differs from what was told of the subject.
    private mutating func update(_ record: MultiloopRecord, of subject: String) {
        let last = told.record(of: subject)
        if last != record { tell(record, of: subject, last == nil ? .new : .updated) }
    }

    private mutating func lap(_ row: PublishedRow, place: Int, _ now: RaceTable) -> MultiloopRecord.Lap {
        .init(row, place: place, in: now, run: &run)
    }

    private static func leader(_ table: RaceTable) -> PublishedRow? {
        guard table.race.isRace else { return nil }
        return table.classification.first.flatMap { $0.position == 1 && $0.laps > 0 ? $0 : nil }
    }

    private static func letter(_ table: RaceTable) -> MultiloopRecord.Run.Kind {
        switch table.race.kind.known {
        case .practice: .practice
        case .qualifying: .qualifying
        case .race, nil: .race
        }
    }
}
