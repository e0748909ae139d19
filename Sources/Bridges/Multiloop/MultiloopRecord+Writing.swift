import Timing

extension MultiloopRecord {
    /// The fields behind the head, in their order.
    package var fields: [String] {
        func n(_ number: Int) -> String { MultiloopFields.text(number) }
        func t(_ time: Milliseconds) -> String { MultiloopFields.text(time) }
        switch self {
        case .beat(let beat):
            return [beat.flag.rawValue, n(beat.time), t(beat.elapsed), n(beat.lapsToGo), t(beat.timeToGo)]
        case .lap(let lap): return lap.fields
        case .section(let section):
            return [
                section.number, n(section.id), section.name, t(section.elapsed), t(section.time), n(section.lap),
            ]
        case .crossing(let crossing):
            return [
                crossing.number, n(crossing.id), crossing.line, crossing.source.rawValue, t(crossing.elapsed),
                crossing.flag.rawValue, crossing.side.rawValue,
            ]
        case .invalidated(let number, let id, let elapsed): return [number, n(id), t(elapsed)]
        case .flags(let flags):
            return [
                flags.flag.rawValue, n(flags.lap), t(flags.green), n(flags.greenLaps), t(flags.yellow),
                n(flags.yellowLaps), t(flags.red), n(flags.yellows), flags.leader, n(flags.changes), flags.speed,
            ]
        case .leader(let number, let id, let lap, let elapsed, let change):
            return [number, n(id), n(lap), t(elapsed), n(change)]
        case .entry(let entry):
            // A field more, which is empty: so it comes from the systems that speak the protocol.
            return [entry.number, n(entry.id), entry.driver, n(entry.start), n(entry.fields.count)] + entry.fields
                + [n(entry.competitor), ""]
        case .run(let run): return [run.event, run.shortEvent, run.name, run.kind.rawValue, n(run.start)]
        case .track(let track):
            return [track.name, track.venue, track.length, n(track.sections.count)]
                + track.sections.flatMap { [$0.name, $0.inches, $0.start, $0.end] }
        case .announcement(let told):
            return [n(told.number), told.action, told.priority, n(told.time), told.text]
        case .version(let major, let minor, let info): return [n(major), n(minor), info]
        case .driver(let id, let at, let driver, let name): return [n(id), t(at), driver, name]
        case .addedSection(let id, let at, let name, let time): return [n(id), t(at), name, t(time)]
        case .zone(let name, let at): return [name, t(at)]
        }
    }
}

extension MultiloopRecord.Lap {
    fileprivate var fields: [String] {
        func n(_ number: Int) -> String { MultiloopFields.text(number) }
        func t(_ time: Milliseconds) -> String { MultiloopFields.text(time) }
        return [
            n(rank), number, n(id), n(laps), t(elapsed), t(last), isInPit ? "P" : "T", t(best), n(bestLap), t(gap),
            n(gapLaps), t(interval), n(intervalLaps), n(overallRank), t(overallBest), status, flag.rawValue, n(stops),
            n(lastPitLap), n(start), n(led),
        ]
    }
}
