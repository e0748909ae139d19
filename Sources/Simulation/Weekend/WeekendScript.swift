import Meeting
import Recording
import Rulebook
import Timing
import Wire

/// What is typed in the days of the weekend.
struct WeekendScript {
    /// In order of time.
    let orders: [MeetingRecording.Order]
    /// It gets 5 s in the first race's first part.
    let penalised: CarNumber
    /// Beside those of the simulator, by the session.
    private let added: [String: [Act]]

    private static let desk = "timekeeper"

    init(_ lists: WeekendLists, _ plays: [WeekendPlay]) {
        let byID = Dictionary(uniqueKeysWithValues: plays.map { ($0.slot.id, $0) })
        penalised = byID["race1a"]?.truth(lists)?.classification.first?.number ?? lists.gt[0].number
        added = Self.added(lists, byID, penalised)
        var orders: [MeetingRecording.Order] = []
        for play in plays {
            orders += Self.standing(play)
            orders += (play.acts + (added[play.slot.id] ?? [])).map { MeetingRecording.Order($0, of: play.slot.id) }
        }
        // What was said first goes first; of the same instant, what was typed first.
        self.orders = orders.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
            .map(\.element)
    }

    /// What was done in the session, in order of time.
    func acts(of play: WeekendPlay) -> [Act] {
        (play.acts + (added[play.slot.id] ?? [])).sorted { ($0.at, $0.id) < ($1.at, $1.id) }
    }

    /// The states through which the session goes by command.
    private static func standing(_ play: WeekendPlay) -> [MeetingRecording.Order] {
        let id = play.slot.id
        func order(
            _ at: Instant, _ name: String, _ action: MeetingCommand.Action, of session: String? = id
        ) -> MeetingRecording.Order {
            MeetingRecording.Order(at, id: "\(id)-\(name)", of: session, by: desk, action)
        }
        var orders: [MeetingRecording.Order] = []
        if let added = play.slot.added {
            let session = AddedSession(
                id: id, origin: .init(session: added.of, mode: added.parts == .add ? .aggregate : .replace),
                name: play.slot.name, start: play.slot.instant)
            orders.append(order(play.armed - .seconds(30), "added", .add(session), of: nil))
        }
        orders.append(order(play.armed, "armed", .arm))
        if play.slot.stoppedAfter != nil {
            orders.append(
                order(play.closed, "abandoned", .abandon(reason: "stopped: the barrier at turn 4 is to be repaired")))
        } else {
            orders.append(order(play.closed, "provisional", .provisional))
        }
        return orders
    }

    private static func added(
        _ lists: WeekendLists, _ plays: [String: WeekendPlay], _ penalised: CarNumber
    ) -> [String: [Act]] {
        func act(_ session: String, _ id: String, after start: Milliseconds, _ kind: Act.Kind) -> [Act] {
            guard let play = plays[session] else { return [] }
            return [Act(id: "\(session)-\(id)", at: play.slot.instant + start, by: desk, kind: kind)]
        }
        let (one, other) = (lists.swapped[0], lists.swapped[1])
        var (number, without) = (EntryDetails(), EntryDetails())
        number.number = WeekendLists.newNumber
        without.transponders = []
        let renumbered = EntryChange(
            .change, lists.renumbered.number, number, isFromStart: true)
        let lent = EntryChange(.change, lists.absent.number, without, isFromStart: true)
        let late = EntryChange(adding: lists.late, isFromStart: true)
        var acts: [String: [Act]] = [:]
        acts["q1"] =
            act("q1", "swap-1", after: .seconds(190), .assign(other.transponders[0], one.number, .wholeSession))
            + act("q1", "swap-2", after: .seconds(195), .assign(one.transponders[0], other.number, .wholeSession))
        acts["q2"] = act("q2", "lent", after: .seconds(-60), .entry(lent))
        acts["cq2"] = act("cq2", "late", after: .seconds(280), .entry(late))
        acts["cup1"] = act("cup1", "late", after: .seconds(-60), .entry(late))
        acts["race2"] = act("race2", "number", after: .seconds(-60), .entry(renumbered))
        if let race2 = plays["race2"] {
            acts["race1a"] = [
                Act(
                    id: "race1a-decision-1", at: race2.slot.instant + .seconds(300), by: "stewards",
                    kind: .penalty(penalised, .time(.seconds(5)), reason: "unsafe release"))
            ]
        }
        return acts
    }
}
