import Timing
import Wire

/// What was understood of a command, in words: what it does, about whom, and from when.
enum Understood {
    static func words(_ act: Act, in timekeeper: borrowing Timekeeper) -> String {
        var words = what(act, in: timekeeper)
        if let replaced = act.replaces {
            words += ", in place of \(replaced)"
            if act.kind == .start, let old = timekeeper.act(named: replaced) {
                words += " at \(ofDay(old.at, in: timekeeper))"
            }
        }
        return words
    }

    private static func what(_ kept: Act, in timekeeper: borrowing Timekeeper) -> String {
        let act = timekeeper.numbered(kept)
        let at = instant(act.at, in: timekeeper)
        let plain = ActText.words(act.kind, for: act.concerning)
        switch act.kind {
        case .start: return "start signal at \(ofDay(act.at, in: timekeeper))"
        case .formation, .end, .insert: return "\(plain), at \(at)"
        case .driver(let car, let driver): return "\(name(driver, of: car, timekeeper)), from \(at) on"
        case .flag(_, _, let throughPitLane):
            return "\(plain)\(throughPitLane ? " through the pit lane" : ""), from \(at) on"
        case .duration(let length): return "the session lasts \(TimeText.clock(length)), said at \(at)"
        case .retired: return "\(plain), from \(at) on"
        case .bulletin(let bulletin): return self.bulletin(bulletin, plain, at)
        case .penalty(let car, _, _):
            return "\(plain), at \(at)\(team(of: car, timekeeper).map { " (car \(car): \($0))" } ?? "")"
        case .withdraw(let id), .served(let id, _):
            guard let other = timekeeper.act(named: id) ?? timekeeper.actSetAside(named: id) else { return plain }
            let meant = ActText.words(timekeeper.numbered(other).kind, for: other.concerning)
            return "\(plain) (\(meant), \(instant(other.at, in: timekeeper)), by \(other.by))"
        case .assign(let transponder, let car, let time):
            let from = time.from.map { "from \(instant($0, in: timekeeper)) on" } ?? "for the whole session"
            let until = time.until.map { ", until \(instant($0, in: timekeeper))" } ?? ""
            return "transponder \(transponder.value) is car \(car)'s, \(from)\(until)"
        case .clock(let clock):
            let ahead = Milliseconds(abs(clock.ahead) / 1000)
            return
                "clock of decoder \(clock.decoder) is \(TimeText.lap(ahead)) s \(clock.ahead < 0 ? "behind" : "ahead")"
        case .entry(let change):
            let since = change.isFromStart ? "from the start" : "from then on"
            return plain.replacing(since, with: change.isFromStart ? "for the whole session" : "from \(at) on")
        case .message, .report, .conditions: return "\(plain), at \(at)"
        case .final, .ruling, .void, .count: return plain
        }
    }

    private static func bulletin(_ bulletin: Bulletin, _ plain: String, _ at: String) -> String {
        switch bulletin {
        case .window(let window?):
            let by = window.by == .entry ? "" : ", by \(window.by.rawValue)"
            return
                "window \(TimeText.clock(window.opens)) to \(TimeText.clock(window.closes))\(by), for stops begun from "
                + "\(at) on"
        case .window, .minimum, .addition, .prohibited: return "\(plain), for stops begun from \(at) on"
        case .pitSpeed, .driving: return "\(plain), from \(at) on"
        case .startList: return plain
        }
    }

    // MARK: Names

    private static func name(_ driver: UInt8, of car: CarNumber, _ timekeeper: borrowing Timekeeper) -> String {
        if driver == 0 { return "nobody known in car \(car)" }
        let entry = timekeeper.session.entries.first { $0.number == car }
        let name = entry?.drivers.first { $0.id == driver }.map { " \($0.name)" } ?? ""
        return "driver \(driver)\(name) in car \(car)"
    }

    private static func team(of car: CarNumber, _ timekeeper: borrowing Timekeeper) -> String? {
        timekeeper.session.entries.first { $0.number == car }.flatMap { $0.team.isEmpty ? nil : $0.team }
    }

    // MARK: Instants

    /// By the race clock, with the time of day; before it runs by the time of day alone.
    static func instant(_ instant: Instant, in timekeeper: borrowing Timekeeper) -> String {
        let ofDay = ofDay(instant, in: timekeeper)
        return timekeeper.clock(at: instant).map { "\(TimeText.clock($0)) (\(ofDay))" } ?? ofDay
    }

    /// Time of day at the circuit, or in UTC where its zone is not known.
    static func ofDay(_ instant: Instant, in timekeeper: borrowing Timekeeper) -> String {
        guard let zone = timekeeper.session.circuit.timeZone else {
            return "\(TimeText.timeOfDay(instant, zone: .zero)) UTC"
        }
        return "\(TimeText.timeOfDay(instant, zone: zone)) local"
    }
}
