import Rulebook
import Timing

/// Counts the laps of a recording as the core does, and sees that no car has another number of them than its files say.
///
/// Other systems' files hold what was found to be a lap. A crossing that the core would take for a start or for the
/// same passage again, as where sectors and visits are unknown, is made to count by command.
enum Recount {
    static func settle(_ recording: inout Recording, race: ReportedRace, notes: inout [String]) {
        var others = others(recording, race)
        var counts = Noted()
        if !race.countsFromFirstCrossing {
            for _ in 0..<4 {
                let uncounted = others.filter { $0.counted < $0.reported }
                if uncounted.allSatisfy(\.crossings.isEmpty) { break }
                for other in uncounted { count(other.crossings, of: race.cars[other.place], &recording, &counts) }
                others = self.others(recording, race)
            }
        }
        if !others.isEmpty, let chequered = race.chequered {
            var without = recording
            without.acts.removeAll { $0.id == RaceAssembly.chequeredID }
            let rest = self.others(without, race)
            if rest.count < others.count {
                (recording, others) = (without, rest)
                notes.append(
                    "The chequered flag at \(ClockText.text(chequered.at - race.start)) would take laps of the files away: "
                        + "the session ends with the last crossing instead.")
            }
        }
        notes.note(counts, "crossing(s) of the Line count by command: without sectors they could be other than laps.")
        for other in others {
            let car = race.cars[other.place]
            notes.append(
                "\(car.laps.first?.place ?? race.file): car \(car.number) has \(other.reported) lap(s) in the files, and "
                    + "\(other.counted) of them count.")
        }
    }

    private static func count(
        _ crossings: [Crossing], of car: ReportedCar, _ recording: inout Recording, _ counts: inout Noted
    ) {
        for crossing in crossings {
            counts.add(car.laps.first { $0.end == crossing.at }?.place ?? "")
            recording.acts.append(
                Act(
                    id: "import-counts-\(car.number.text)-\(crossing.id.number)", at: crossing.at + Milliseconds(1),
                    by: "import", kind: .count(crossing.id)))
        }
    }

    private struct Other {
        let place: Int
        let reported: Int
        let counted: Int
        /// Of the Line, without a lap.
        let crossings: [Crossing]
    }

    /// Cars by their place whose laps the core counts differently.
    private static func others(_ recording: Recording, _ race: ReportedRace) -> [Other] {
        guard let session = recording.event.sessions.first else { return [] }
        var core = Timekeeper(session)
        var without: [Transponder: [Crossing]] = [:]
        for input in recording.inputs {
            guard let effect = try? core.apply(input), case .crossing(let crossing) = input else { continue }
            let isLine = [ImportCircuit.line, ImportCircuit.linePit].contains(crossing.loop)
            if isLine, effect.outcome != .lap { without[crossing.transponder, default: []].append(crossing) }
        }
        let counted = Set(
            recording.acts.compactMap { act in if case .count(let id) = act.kind { id } else { nil } })
        return race.cars.indices.compactMap { place in
            let reported = race.cars[place].laps.count { $0.number > 0 }
            guard let car = core.car(race.cars[place].number) else { return nil }
            let laps = core.lapping(of: car).laps
            if laps == reported { return nil }
            let crossings = without[ImportCircuit.transponder(ofCar: place)] ?? []
            return Other(
                place: place, reported: reported, counted: laps,
                crossings: crossings.filter { !counted.contains($0.id) })
        }
    }
}
