import Linux
package import Timing
package import Wire

/// Official time of what people say, and whether it can be meant.
package enum SpokenInstant {
    /// So far outside the session an instant may lie.
    private static let margin = Milliseconds.minutes(5)
    /// What a person's clock may be ahead.
    private static let slack = Milliseconds.seconds(2)
    private static let day: Int64 = 86_400_000

    /// - Parameter machine: the machine's clock, in UTC.
    package static func official(
        _ said: StatedInstant, _ field: String, in timekeeper: borrowing Timekeeper, machine: Instant
    ) throws(Refusal) -> Instant {
        if case .clock(let time) = said {
            guard let instant = timekeeper.instant(atClock: time) else { throw noClock(field) }
            return instant
        }
        return try official(
            said, field, present: timekeeper.now > .distantPast ? timekeeper.now : machine,
            zone: timekeeper.session.circuit.timeZone)
    }

    /// The same where no race clock runs.
    /// - Parameters:
    ///   - present: official time now.
    ///   - zone: by how much the circuit's clocks are ahead of UTC; nil: not known.
    static func official(
        _ said: StatedInstant, _ field: String, present: Instant, zone: Milliseconds?
    ) throws(Refusal) -> Instant {
        switch said {
        case .official(let instant): return instant
        case .ago(let time): return present - time
        case .clock: throw noClock(field)
        case .local(let time): return Instant(milliseconds: time.count - (try offset(zone, field)).count)
        case .timeOfDay(let time):
            let offset = try offset(zone, field).count
            let here = present.milliseconds + offset
            let midnight = here - here.quotientAndRemainder(dividingBy: day).remainder
            let days = [midnight - day, midnight, midnight + day].map { $0 + time.count }
            let nearest = days.min { abs($0 - here) < abs($1 - here) } ?? midnight + time.count
            return Instant(milliseconds: nearest - offset)
        }
    }

    private static func noClock(_ field: String) -> Refusal {
        Refusal(
            .wrongValue, field: field, "the race clock does not run", expected: "an instant by another clock",
            remedy: "say it by the time of day at the circuit, or give the start signal first")
    }

    private static func offset(_ zone: Milliseconds?, _ field: String) throws(Refusal) -> Milliseconds {
        guard let zone else {
            throw Refusal(
                .wrongValue, field: field, "the circuit's local time is not known",
                expected: "an instant with its own time zone",
                remedy: "write timeZone into the circuit's file, or say it as 2018-05-19T06:15:12Z or by the race clock"
            )
        }
        return zone
    }

    /// Why an instant cannot be meant; nil where it can.
    package static func refusal(
        of at: Instant, _ kind: Act.Kind, in timekeeper: borrowing Timekeeper, machine: Instant
    ) -> Refusal? {
        let now = timekeeper.now
        // Before anything was heard there is no time of the session with which it could be compared.
        guard now > .distantPast else { return nil }
        // Where the session is of now, its feed may be quiet for a while: a person's clock goes on.
        let isLive = now < machine + margin && machine < now + .minutes(60)
        let latest = (isLive ? max(now, machine) : now) + slack
        if at > latest {
            return refusal(at, "is \(words(at - now)) after the session's present time", latest, timekeeper)
        }
        if let start = timekeeper.startedAt, !isFormation(kind) {
            let began = min(start, timekeeper.clockStartedAt ?? start)
            if at < began - margin {
                return refusal(at, "is \(words(began - at)) before the session's start", latest, timekeeper)
            }
        } else if at < now - .minutes(60) {
            return refusal(at, "is \(words(now - at)) before the session's present time", latest, timekeeper)
        }
        if let end = timekeeper.endedAt, isOfTheTrack(kind), at > end + margin {
            return refusal(at, "is \(words(at - end)) after the session's end", end, timekeeper)
        }
        return nil
    }

    private static func refusal(
        _ at: Instant, _ what: String, _ latest: Instant, _ timekeeper: borrowing Timekeeper
    ) -> Refusal {
        let (found, most) = (Understood.instant(at, in: timekeeper), Understood.instant(latest, in: timekeeper))
        return Refusal(
            .outsideSession, field: "at", "\(found) \(what)", expected: "an instant of the session, at most \(most)",
            remedy: "look at date, time zone and digits; if it is meant, insist with anyway (lapwing control --anyway)")
    }

    /// `h:mm:ss`.
    private static func words(_ span: Milliseconds) -> String {
        func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
        let seconds = span.count / 1000
        return "\(seconds / 3600):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
    }

    private static func isFormation(_ kind: Act.Kind) -> Bool { if case .formation = kind { true } else { false } }

    /// Decisions are made after the session too; what happens on the track is not.
    private static func isOfTheTrack(_ kind: Act.Kind) -> Bool {
        switch kind {
        case .formation, .start, .end, .duration, .flag, .driver, .retired, .insert: true
        case .final, .penalty, .served, .bulletin, .ruling, .clock, .void, .count, .assign, .withdraw,
            .message, .report, .conditions, .entry:
            false
        }
    }
}
