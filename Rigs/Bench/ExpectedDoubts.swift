import Recording
import Simulation
import Timing

/// The doubts that a race with ordinary trouble has to tell, and those it may tell: kind, car and loop in words.
struct ExpectedDoubts {
    private(set) var must: Set<String> = []
    private(set) var may: Set<String> = []

    init(_ race: SimulatedRace, minimums loops: [Loop]) {
        let ordinary = race.truth.troubles.ordinary
        for again in ordinary.readAgain {
            let name = "lineAgain \(again.car.text) \(again.loop.value)"
            may.insert(name)
            let minimum = loops.first { $0.id == again.loop }?.minimum.count ?? 0
            let finish = race.truth.classification.first { $0.number == again.car }?.totalMs ?? 0
            let isDoubtful = again.atMs.contains { $0 - again.passedMs >= minimum }
            if again.loop.value <= 2, isDoubtful, again.passedMs - race.truth.startMs < finish { must.insert(name) }
        }
        for late in ordinary.lateStarts where late.way != .never {
            for loop in [1, 2] { may.insert("lateStart \(late.car.text) \(loop)") }
            may.insert("firstLap \(late.car.text) 1")
            let since = (late.atMs ?? 0) - race.truth.startMs
            if late.way == .straggler, !late.isTold, since > 30_000, isReadAtStart(race) {
                must.insert("lateStart \(late.car.text) 1")
            }
        }
        for misreading in ordinary.misreadings {
            let isInPit = misreading.kind == .sectorInPit || misreading.kind == .lineInPit
            must.insert("\(isInPit ? "trackLoopInPit" : "pitLoopOnTrack")  \(misreading.loop.value)")
        }
        for insert in ordinary.inserted {
            let name = "measuredBesideInserted \(insert.car.text) \(insert.loop.value)"
            may.insert(name)
            // Beside its finish it may come after it, and counts for nothing.
            let finish = race.truth.classification.first { $0.number == insert.car }?.totalMs ?? 0
            if insert.passedMs - race.truth.startMs < finish { must.insert(name) }
        }
        for held in ordinary.driversHeld {
            for loop in loops.map(\.id.value) { may.insert("driverContradicted \(held.car.text) \(loop)") }
        }
        may.formUnion(must)
    }

    func isAboutLoop(_ kind: Doubt.Kind) -> Bool {
        kind == .pitLoopOnTrack || kind == .trackLoopInPit
    }

    /// Cars cross the Line at the start of this race.
    private func isReadAtStart(_ race: SimulatedRace) -> Bool {
        race.recording.crossings.contains {
            $0.loop == LoopID(1) && (race.truth.startMs..<race.truth.startMs + 30_000).contains($0.at.milliseconds)
        }
    }
}
