import Recording
import Rulebook
import Timing

/// One session of the weekend as it was run.
struct WeekendPlay {
    let slot: WeekendSlot
    /// What race control did in it; the start signal first.
    let acts: [Act]
    /// Its cars' crossings, as the boxes read them; their numbers are not those of the whole.
    let crossings: [Crossing]
    private let run: SimulatedRace
    /// Transponders that its lane knows: those of its list, and those that acts bring.
    private let known: Set<Transponder>

    init(_ slot: WeekendSlot, seed: UInt64, _ lists: WeekendLists) {
        self.slot = slot
        run = SimulatedRace.run(Self.setting(slot, seed: seed, lists))
        // When it is stopped: the cars come in meanwhile.
        let stopped = slot.stoppedAfter.map { slot.instant + $0 }
        let worn = Self.worn(in: slot, run.event.entries, lists)
        crossings = run.recording.crossings.compactMap { crossing in
            if let stopped, crossing.at > stopped + .seconds(90) { return nil }
            return worn[crossing.transponder].map { crossing.worn(as: $0) }
        }
        var acts = run.recording.acts.filter { act in stopped.map { act.at < $0 } ?? true }
        if let stopped {
            acts.append(
                Act(id: "red", at: stopped, by: "race control", kind: .flag(.red, isEstimated: false)))
        }
        self.acts = acts.map { $0.named("\(slot.id)-\($0.id)") }
        let isLateIn = slot.series == .cup && ["cq2", "cup1"].contains(slot.id)
        known = Set(lists.listed(slot.series).flatMap(\.transponders) + (isLateIn ? lists.late.transponders : []))
    }

    /// How it is run.
    static func setting(_ slot: WeekendSlot, seed: UInt64, _ lists: WeekendLists) -> RaceSetting {
        var setting = WeekendLists.setting(slot.series, seed: seed)
        let place = WeekendSlot.all.firstIndex { $0.id == slot.id } ?? 0
        setting.seed = seed &* 1000 &+ UInt64(place)
        setting.kind = slot.kind
        setting.start = slot.instant.milliseconds * 1000
        setting.duration = slot.duration
        setting.retirements = 40
        // The window for the stop is the same part of any race.
        setting.stops = .window(
            opens: Milliseconds(slot.duration.count * 25 / 60), closes: Milliseconds(slot.duration.count * 40 / 60))
        setting.minimumStop = .seconds(60)
        if slot.id == "q2" { setting.absent = [lists.absent.number] }
        if ["cp1", "cq1"].contains(slot.id) { setting.absent = [lists.late.number] }
        return setting
    }

    /// What each car carries in the session, by the transponder that the simulator gave it.
    private static func worn(
        in slot: WeekendSlot, _ run: [Entry], _ lists: WeekendLists
    ) -> [Transponder: Transponder] {
        let entries = lists.entries(of: slot.series)
        var worn: [Transponder: Transponder] = [:]
        for (entry, made) in zip(entries, run) { worn[made.transponders[0]] = entry.transponders[0] }
        if slot.id == "q1" {
            let cars = lists.swapped.map(\.number)
            let made = cars.compactMap { car in run.first { $0.number == car }?.transponders[0] }
            (worn[made[0]], worn[made[1]]) = (worn[made[1]], worn[made[0]])
        }
        return worn
    }

    /// From when its cars' crossings are its own.
    var armed: Instant { slot.instant - slot.armedBefore }
    /// Race control ended it, or stopped it.
    var ended: Instant { acts.last?.at ?? slot.instant }
    /// Its result was published, or it was given up.
    var closed: Instant { ended + .seconds(60) }

    /// Whether the transponder is one of its cars'.
    func runs(_ transponder: Transponder) -> Bool { known.contains(transponder) }

    /// Whether its lane takes the crossing.
    func isOwn(_ crossing: Crossing) -> Bool {
        known.contains(crossing.transponder) && crossing.at >= armed && crossing.at < closed
    }

    func truth(_ lists: WeekendLists) -> Truth? {
        guard slot.stoppedAfter == nil else { return nil }
        var truth = run.truth
        if ["cp1", "cq1"].contains(slot.id) { truth.classification.removeAll { $0.number == lists.late.number } }
        if slot.id == "race2" { truth.rename(lists.renumbered.number, to: WeekendLists.newNumber) }
        return truth
    }
}

extension WeekendSlot {
    /// The start signal.
    var instant: Instant { WeekendLists.first + .minutes(start) }
}

extension Truth {
    fileprivate mutating func rename(_ car: CarNumber, to number: CarNumber) {
        for place in classification.indices where classification[place].number == car {
            classification[place].number = number
        }
    }
}

extension Crossing {
    fileprivate func worn(as transponder: Transponder) -> Crossing {
        Crossing(
            id: id, stamp: stamp, transponder: transponder, loop: loop, driver: driver, isEstimated: isEstimated)
    }
}

extension Act {
    fileprivate func named(_ id: String) -> Act {
        Act(id: id, at: at, by: by, kind: kind, concerning: concerning, replaces: replaces)
    }
}
