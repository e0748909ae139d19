import Rulebook
import Timing

/// Counts the laps of a recording as the core does, and sees that no car has another number of them than its files say.
enum Recount {
    static func settle(_ recording: inout Recording, race: ReportedRace, notes: inout [String]) {
        var others = others(recording, race)
        if !others.isEmpty, let chequered = race.chequered {
            recording.acts.removeAll { $0.id == "import-chequered" }
            notes.append(
                "The chequered flag at \(ClockText.text(chequered.at - race.start)) would take laps of the files away: the "
                    + "session ends with the last crossing instead.")
            others = self.others(recording, race)
        }
        // A first crossing in the pit lane may be the start of lap 1; the files say that it ends it.
        let counted = race.countsFromFirstCrossing ? [] : others.filter { $0.counted < $0.reported }
        for other in counted {
            guard let first = first(of: other.place, recording) else { continue }
            recording.acts.append(
                Act(
                    id: "import-counts-\(race.cars[other.place].number.text)", at: first.at + Milliseconds(1), by: "import",
                    kind: .count(first.id)))
        }
        if !counted.isEmpty { others = self.others(recording, race) }
        for other in others {
            let car = race.cars[other.place]
            notes.append(
                "\(car.laps.first?.place ?? race.file): car \(car.number) has \(other.reported) lap(s) in the files, and "
                    + "\(other.counted) of them count.")
        }
    }

    /// Cars by their place whose laps the core counts differently.
    private static func others(
        _ recording: Recording, _ race: ReportedRace
    ) -> [(place: Int, reported: Int, counted: Int)] {
        guard let session = recording.event.sessions.first else { return [] }
        var core = Timekeeper(session)
        for input in recording.inputs { _ = try? core.apply(input) }
        return race.cars.indices.compactMap { place in
            let reported = race.cars[place].laps.count { $0.number > 0 }
            guard let car = core.car(race.cars[place].number) else { return nil }
            let counted = core.lapping(of: car).laps
            return counted == reported ? nil : (place, reported, counted)
        }
    }

    private static func first(of place: Int, _ recording: Recording) -> Crossing? {
        let transponder = ImportCircuit.transponder(ofCar: place)
        return recording.crossings.first {
            $0.transponder == transponder && [ImportCircuit.line, ImportCircuit.linePit].contains($0.loop)
        }
    }
}
