import Rulebook
import Timing

/// Reads sessions kept as an RMonitor stream: with IMSA's enhancements, whose `$L` records are crossings, or plain,
/// whose `$J` records are.
///
/// A stream without any `$L` is plain (`RMonitorPlain`). What follows is of the enhanced one.
///
/// A `$L` states car, time line and instant to the millisecond: these are measured. Flags are known to the
/// second. What the timing system made of the crossings (`$G`, `$H`) is not used, and of `$J` only what it
/// says about the start.
///
/// The format does not tell a race from practice or qualifying: every session is imported as a race that is
/// ended by the chequered flag and the end of the session.
public enum RMonitorImport {
    /// Makes a recording of a stream, whole or in several captures, in any order.
    ///
    /// - Throws: where and why a crossing could not be read, or that there is none.
    public static func read(
        files: [(name: String, text: String)], options: ImportOptions
    ) throws(ImportFault) -> Imported {
        try TimingSystem.rmonitor.check(files)
        var stream = RMonitorStream()
        for file in files { try stream.read(file: file.name, text: file.text) }
        guard let first = stream.passages.first?.at, let last = stream.passages.map(\.at).max() else {
            return try RMonitorPlain.imported(stream, file: files.first?.name ?? "import", options: options)
        }
        var notes = [
            options.kind ?? .race == .race
                ? "The session is imported as a race ended only by the chequered flag and its end: the format does not "
                    + "tell practice and qualifying from a race. The first lap of every car begins at the start."
                : "Laps are those that $J and $G count: the first lap of every car begins with its first crossing.",
            "Times of day are taken as UTC: the file does not state the time zone.",
        ]
        let course = stream.clock.course(first: first, notes: &notes)
        try check(options, start: course.start)
        let end = course.end ?? last + Milliseconds(1)
        let foreign = stream.passages.compactMap(\.foreign)
        let (entries, transponders) = stream.cars.entries(besides: Set(foreign), notes: &notes)
        guard !entries.isEmpty else {
            throw ImportFault(
                file: files.first?.name ?? "import", line: nil, found: "no car",
                expected: "$A records or car numbers in $L",
                remedy: "capture the stream for a refresh longer: competitors are repeated every 30 s")
        }
        let crossings = crossings(of: stream.passages, transponders: transponders)
        let circuit = stream.track.circuit(of: Set(stream.passages.map(\.line)), options: options, notes: &notes)
        stream.note(in: &notes)
        let kind = options.kind ?? .race
        note(crossings, foreign, kind: kind, entries: entries, course: course, end: end, in: &notes)
        let session = Session(
            id: options.sessionID ?? kind.rawValue, name: stream.run ?? kind.rawValue.capitalizedFirst, kind: kind,
            circuit: circuit, rules: rules(course, end: end, options: options, notes: &notes), entries: entries)
        var acts = acts(course, end: end)
        if kind != .race {
            let counted = RMonitorCounted(
                stream.results, place: stream.cars.place(ofRegistration:), transponders: transponders)
            acts += counted.voids(crossings, circuit: circuit, start: course.start, notes: &notes)
        }
        if options.eventName == nil { notes.append("The file does not name the event: it has the circuit's name.") }
        let event = Event(
            name: options.eventName ?? circuit.name, series: "imported", circuit: circuit, entries: entries,
            sessions: [session])
        return Imported(
            recording: Recording(event: event, crossings: crossings, acts: acts), notes: notes)
    }

    /// The file states the day itself; a given day that differs is a fault of the options.
    private static func check(_ options: ImportOptions, start: Instant) throws(ImportFault) {
        guard let date = options.date else { return }
        let midnight = try RaceAssembly.midnight(options)
        guard start < midnight || start >= midnight + ClockText.day else { return }
        throw ImportFault(
            file: "date", line: nil, found: "\"\(date)\"", expected: "the day of the start, which the file states",
            remedy: "leave the option out")
    }

    private static func crossings(
        of passages: [RMonitorStream.Passage], transponders: [Transponder]
    ) -> [Crossing] {
        let order = passages.indices.sorted { (passages[$0].at, $0) < (passages[$1].at, $1) }
        return order.enumerated().map { number, place in
            let passage = passages[place]
            let transponder =
                switch passage.subject {
                case .car(let car): transponders[car]
                case .transponder(let foreign): foreign
                }
            return Crossing(
                id: CrossingID(decoder: 1, epoch: 1, number: UInt64(number + 1)),
                stamp: passage.at.milliseconds * 1000, transponder: transponder, loop: passage.line.loop,
                driver: passage.driver)
        }
    }

    private static func rules(
        _ course: RMonitorClock.Course, end: Instant, options: ImportOptions, notes: inout [String]
    ) -> RaceRules {
        if options.classifiedPercent == nil { notes.append("Every car that completes a lap is classified: assumed.") }
        let flag = course.chequered ?? options.duration.map { course.start + $0 }
        // Long enough for every crossing up to the end to be in time.
        let late = flag.map { ((end - $0).count + 59_999) / 60_000 } ?? 0
        var rules = RaceRules(
            duration: options.duration, classifiedPercent: options.classifiedPercent ?? 0,
            finishWithin: .minutes(max(10, late)))
        if options.kind ?? .race != .race { rules.firstCrossing = .start }
        return rules
    }

    private static func acts(_ course: RMonitorClock.Course, end: Instant) -> [Act] {
        func act(_ id: String, _ at: Instant, _ kind: Act.Kind) -> Act {
            Act(id: "import-\(id)", at: at, by: "import", kind: kind)
        }
        var acts = [act("start", course.start, .start)]
        for (number, change) in course.flags.enumerated() {
            acts.append(act("flag-\(number + 1)", change.at, .flag(change.flag, isEstimated: true)))
        }
        if let chequered = course.chequered {
            acts.append(act("chequered", chequered, .flag(.chequered, isEstimated: true)))
        }
        return acts + [act("end", end, .end)]
    }

    private static func note(
        _ crossings: [Crossing], _ foreign: [Transponder], kind: Session.Kind, entries: [Entry],
        course: RMonitorClock.Course, end: Instant,
        in notes: inout [String]
    ) {
        let owned = Set(entries.flatMap(\.transponders))
        notes.note(
            foreign.count { owned.contains($0) },
            "crossing(s) name a transponder in place of the car that has it; they are the car's.")
        notes.note(
            foreign.count { !owned.contains($0) }, "crossing(s) have a transponder that is not assigned to a car.")
        notes.note(crossings.count { $0.at < course.start }, "crossing(s) lie before the start.")
        notes.note(crossings.count { $0.at > end }, "crossing(s) lie after the end of the session.")
        let underRed = crossings.count { crossing in
            [ImportCircuit.line, ImportCircuit.linePit].contains(crossing.loop) && crossing.at <= end
                && course.flags.last { $0.at <= crossing.at }?.flag == .red
        }
        if kind != .race { return }
        notes.note(
            underRed, "crossing(s) of the Line under a red flag end a lap here; the timing system may not count them.")
    }
}

extension RMonitorStream.Passage {
    /// The transponder that no car was known for.
    fileprivate var foreign: Transponder? {
        if case .transponder(let transponder) = subject { transponder } else { nil }
    }
}
