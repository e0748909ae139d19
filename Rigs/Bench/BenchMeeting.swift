import Client
import Meeting
import Recording
import Rulebook
import Timing
import Wire

/// A meeting that is pushed through: the same race for several sessions, beside each other or one after the other. Each
/// session has cars of its own.
struct BenchMeeting {
    let event: Event
    /// Of each session, its crossings as the boxes number them, one packed crossing a message.
    private(set) var messages: [[[UInt8]]]
    /// Of all sessions together, in the order of their instants.
    private(set) var together: [[UInt8]] = []
    /// The same, read.
    private(set) var crossings: [Crossing] = []
    private let starts: [Instant]
    private let ends: [Instant]

    /// - Parameters:
    ///   - running: how many of them, from the first on, are run; nil: all.
    ///   - apart: from one start to the next; zero: they run beside each other.
    init(_ race: BenchRace, sessions count: Int, running: Int? = nil, apart: Milliseconds = .zero) {
        let run = 0..<(running ?? count)
        let places = 0..<count
        let session = race.session
        let listed = places.map { place in
            EventSeries(
                id: "s\(place)", name: "Series \(place)",
                entries: session.entries.map { $0.with(transponders: $0.transponders.map { $0.of(place) }) })
        }
        let shifts = places.map { Milliseconds(apart.count * Int64($0)) }
        starts = shifts.map { race.start.at + $0 }
        let last = race.crossings.last?.at ?? race.start.at
        ends = shifts.map { last + $0 + .seconds(1) }
        event = Event(
            name: "A meeting to be measured", circuit: session.circuit, series: listed,
            sessions: places.map { place in
                Session(
                    id: "race\(place)", name: "Race \(place)", kind: .race, circuit: session.circuit,
                    rules: session.rules, entries: listed[place].entries)
            },
            slots: Dictionary(uniqueKeysWithValues: places.map { ("race\($0)", Slot(series: "s\($0)")) }))
        messages = run.map { _ in [] }
        var numbers: [UInt32: UInt64] = [:]
        func take(_ crossing: Crossing, _ place: Int) {
            let number = numbers[crossing.id.decoder, default: 0] + 1
            numbers[crossing.id.decoder] = number
            let moved = Crossing(
                id: CrossingID(decoder: crossing.id.decoder, epoch: 1, number: number),
                stamp: crossing.stamp + shifts[place].count * 1000, transponder: crossing.transponder.of(place),
                loop: crossing.loop, driver: crossing.driver, isEstimated: crossing.isEstimated)
            let message = FeedEncoder.packed(CollectionOfOne(moved))
            messages[place].append(message)
            together.append(message)
            crossings.append(moved)
        }
        if apart == .zero {
            for crossing in race.crossings { for place in run { take(crossing, place) } }
        } else {
            for place in run { for crossing in race.crossings { take(crossing, place) } }
        }
    }

    func arm(_ place: Int) -> [UInt8] { said(place, at: starts[place], .arm) }

    /// The same as the record has them.
    func armed(_ place: Int) -> MeetingAct {
        MeetingAct(id: "arm-\(place)", at: starts[place], by: "race control", kind: .arm("race\(place)"))
    }

    func started(_ place: Int) -> Act {
        Act(id: "start-\(place)", at: starts[place], by: "race control", kind: .start)
    }

    func start(_ place: Int) -> [UInt8] { said(place, at: starts[place], .start) }

    func end(_ place: Int) -> [UInt8] { said(place, at: ends[place], .end) }

    func publish(_ place: Int) -> [UInt8] { said(place, at: ends[place], .provisional) }

    private func said(_ place: Int, at: Instant, _ kind: Act.Kind) -> [UInt8] {
        let command = Command(id: nil, by: "race control", session: "race\(place)", at: at, kind: kind)
        return SpokenCommand.bytes(command, .recorded)
    }

    private func said(_ place: Int, at: Instant, _ action: MeetingCommand.Action) -> [UInt8] {
        MeetingCommand(by: "race control", session: "race\(place)", at: .official(at), action: action).bytes
    }
}

extension Transponder {
    fileprivate func of(_ place: Int) -> Transponder { Transponder(value + UInt32(place) * 10_000_000) }
}

extension Entry {
    fileprivate func with(transponders: [Transponder]) -> Entry {
        var details = EntryDetails()
        details.transponders = transponders
        return saying(details)
    }
}
