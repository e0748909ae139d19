import Meeting
import Recording
import Rulebook
import Simulation
import Timing
import Wire

/// A small meeting that is played again and again: three races of one field on one axis of time, and what race control
/// does meanwhile to sessions that run, are over or have yet to come.
struct MeetingRace: Sendable {
    enum Step: Sendable {
        case crossing(Crossing)
        /// Every box tells the time, in microseconds of UTC.
        case beat(Int64)
        case say(MeetingOrder)
        /// Until the session has come into the state.
        case until(String, SessionState)
    }

    let event: Event
    private(set) var steps: [Step] = []
    /// Boxes tell this last, in microseconds of UTC.
    private(set) var lastStamp: Int64 = 0
    /// The highest number of each box at the end.
    private(set) var owed: [UInt32: UInt64] = [:]

    static let sessions = ["race1", "race2", "race3"]
    static let name = "a meeting, three races"
    /// From one start to the next.
    private static let apart = Milliseconds.minutes(40)
    private static let beatEvery: Int64 = 10_000_000

    init() throws {
        var setting = RaceSetting(seed: 11)
        setting.fields = [
            .init(name: "GT3", cars: 10, lap: .seconds(125)), .init(name: "GT4", cars: 4, lap: .seconds(137)),
        ]
        setting.duration = .minutes(20)
        setting.stops = .window(opens: .minutes(7), closes: .minutes(13))
        let recording = SimulatedRace.run(setting).recording
        guard let series = recording.event.series.first, let one = recording.event.sessions.first,
            let start = recording.acts.first(where: { $0.kind == .start })?.at
        else { throw Failure("\(Self.name) has no start") }
        event = Event(
            name: Self.name, circuit: recording.event.circuit, series: [series],
            sessions: Self.sessions.map {
                Session(
                    id: $0, name: $0, kind: .race, circuit: one.circuit, rules: one.rules, entries: one.entries)
            },
            slots: Dictionary(
                uniqueKeysWithValues: Self.sessions.enumerated().map { place, id in
                    (id, Slot(planned: start + Milliseconds(Self.apart.count * Int64(place))))
                }))
        var timed: [(at: Instant, step: Step)] = []
        for (place, session) in Self.sessions.enumerated() {
            let apart = Milliseconds(Self.apart.count * Int64(place))
            timed += recording.crossings.map { ($0.at + apart, .crossing($0.later(by: apart))) }
            timed += recording.acts.map { act in
                (act.at + apart, .say(.act(act.later(by: apart, as: "\(session)-\(act.id)"), of: session)))
            }
        }
        timed += MeetingOrders(start: start, apart: Self.apart, cars: one.entries).all
        lay(timed)
    }

    /// One after the other by time, the boxes' numbers through the whole day.
    private mutating func lay(_ timed: [(at: Instant, step: Step)]) {
        let sorted = timed.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
        var beatAt: Int64 = 0
        for (_, (at, step)) in sorted {
            let stamp = at.milliseconds * 1000
            if beatAt == 0 { beatAt = stamp }
            while beatAt <= stamp {
                steps.append(.beat(beatAt))
                beatAt += Self.beatEvery
            }
            if case .crossing(let crossing) = step {
                let number = owed[crossing.id.decoder, default: 0] + 1
                owed[crossing.id.decoder] = number
                steps.append(.crossing(crossing.numbered(number)))
            } else {
                steps.append(step)
            }
            lastStamp = stamp + Self.beatEvery
        }
    }

    var crossings: Int { Int(owed.values.reduce(0, +)) }
}

/// A command, and the name under which it is acknowledged.
struct MeetingOrder: Sendable {
    let id: String
    let bytes: [UInt8]

    static func act(_ act: Act, of session: String) -> MeetingOrder {
        MeetingOrder(id: act.id, bytes: SpokenCommand.bytes(Command(act, session: session), .recorded))
    }

    static func meeting(_ id: String, _ session: String?, at: Instant, _ action: MeetingCommand.Action) -> MeetingOrder
    {
        let command = MeetingCommand(
            id: id, by: "race control", session: session, at: .official(at), action: action)
        return MeetingOrder(id: id, bytes: command.bytes)
    }
}

extension Crossing {
    fileprivate func later(by time: Milliseconds) -> Crossing {
        Crossing(
            id: id, stamp: stamp + time.count * 1000, transponder: transponder, loop: loop, driver: driver,
            isEstimated: isEstimated)
    }

    fileprivate func numbered(_ number: UInt64) -> Crossing {
        Crossing(
            id: CrossingID(decoder: id.decoder, epoch: 1, number: number), stamp: stamp, transponder: transponder,
            loop: loop, driver: driver, isEstimated: isEstimated)
    }
}

extension Act {
    fileprivate func later(by time: Milliseconds, as id: String) -> Act {
        Act(id: id, at: at + time, by: by, kind: kind, concerning: concerning, replaces: replaces)
    }
}
