import Rulebook
import Timing

/// The entry lists of the weekend's series, and the cars with a part of their own.
struct WeekendLists {
    /// All cars of each series, in order of its list; of the support series the late one is the last.
    let gt: [Entry]
    let cup: [Entry]
    let circuit: Circuit
    let seed: UInt64
    /// The start signal of the first session: 2018-05-19 09:00:00 at Sepang.
    static let first = Instant(milliseconds: 1_526_691_600_000)
    static let newNumber = CarNumber("990")

    init(seed: UInt64) {
        self.seed = seed
        let sepang = SimulatedRace.circuit(Self.setting(.gt, seed: seed))
        circuit = Circuit(
            name: sepang.name, lengthMetres: sepang.lengthMetres, timeZone: .minutes(480), loops: sepang.loops)
        gt = Self.entries(.gt, seed: seed)
        var cup = Self.entries(.cup, seed: seed)
        let last = cup.count - 1
        cup[last] = cup[last].carrying(gt[4].transponders[0])
        self.cup = cup
    }

    func entries(of series: WeekendSeries) -> [Entry] { series == .gt ? gt : cup }

    /// As the event's file has them: without the late one.
    func listed(_ series: WeekendSeries) -> [Entry] { series == .gt ? gt : Array(cup.dropLast()) }

    var swapped: [Entry] { [gt[1], gt[2]] }
    var late: Entry { cup[cup.count - 1] }
    var absent: Entry { gt[4] }
    var renumbered: Entry { gt[3] }

    /// Which cars are drawn, is the same for all sessions of a series.
    static func setting(_ series: WeekendSeries, seed: UInt64) -> RaceSetting {
        var setting = RaceSetting(seed: seed)
        setting.listSeed = seed &* 2 &+ (series == .gt ? 0 : 1)
        setting.fields = series.fields
        return setting
    }

    private static func entries(_ series: WeekendSeries, seed: UInt64) -> [Entry] {
        Entrant.grid(setting(series, seed: seed)).map { entrant in
            entrant.entry.carrying(Transponder(entrant.entry.transponders[0].value + series.transponders))
        }
    }

    // MARK: The event

    /// The event as its file has it: without the sessions that are added later.
    var event: Event {
        let slots = WeekendSlot.all.filter { $0.added == nil }
        return event(named: "Simulated weekend at Sepang", slots, [.gt, .cup])
    }

    /// One session of it, run alone.
    func event(of play: WeekendPlay) -> Event {
        event(named: "Simulated weekend at Sepang: \(play.slot.name)", [play.slot], [play.slot.series])
    }

    private static let grids: [String: GridRule] = [
        "race1": .best(of: "q1"), "race2": .best(of: "q2"), "cup1": .best(of: "cq2"),
    ]

    private func event(named name: String, _ slots: [WeekendSlot], _ series: [WeekendSeries]) -> Event {
        let sessions = slots.map { slot in
            let entries = listed(slot.series)
            return Session(
                id: slot.id, name: slot.name, kind: slot.kind, circuit: circuit,
                rules: WeekendPlay.setting(slot, seed: seed, self).rules(entries), entries: entries)
        }
        return Event(
            name: name, circuit: circuit,
            series: series.map { EventSeries(id: $0.rawValue, name: $0.name, entries: listed($0)) }, sessions: sessions,
            grids: slots.count == 1 ? [:] : Self.grids,
            slots: Dictionary(
                uniqueKeysWithValues: slots.map { slot in
                    (slot.id, Slot(series: slot.series.rawValue, planned: Self.first + .minutes(slot.start)))
                }))
    }
}
