import DayRecord
import Meeting
import Rulebook
import Testing
import Timing

@Suite("What comes late of a session that is over")
struct AbandonedSessionTests {
    private let own = Transponder(1)

    private func at(_ second: Int) -> Instant { Instant(milliseconds: Int64(second) * 1000) }

    private func crossing(_ number: UInt64, at second: Int) -> Crossing {
        Crossing(
            id: CrossingID(decoder: 101, epoch: 1, number: number), stamp: Int64(second) * 1_000_000,
            transponder: own, loop: LoopID(1))
    }

    /// A race that runs from second 2 on, and whose record has come to second 10.
    private func race() -> RecordState {
        let circuit = Circuit(
            name: "Ring", lengthMetres: 4000,
            loops: [Loop(id: LoopID(1), name: "Line", kind: .line, minimum: .seconds(30))])
        let entry = Entry(
            number: CarNumber("7"), carClass: "GT3", team: "Team", transponders: [own], drivers: [])
        let session = Session(
            id: "race1", name: "Race 1", kind: .race, circuit: circuit,
            rules: RaceRules(duration: .minutes(60), classifiedPercent: 75), entries: [entry])
        var state = RecordState(
            meetingOf: Event(
                name: "Weekend", circuit: circuit, series: [EventSeries(name: "GT", entries: [entry])],
                sessions: [session]))
        act(.arm("race1"), at: 1, on: &state)
        act(.reached("race1", .running), at: 2, on: &state)
        _ = state.note(crossing(1, at: 10), isLate: false)
        return state
    }

    private func act(_ kind: MeetingAct.Kind, at second: Int, on state: inout RecordState) {
        state.note(MeetingAct(id: "act-\(second)", at: at(second), by: "desk", kind: kind))
    }

    @Test("given up while the record is behind, it has the crossings of before that, and none of after it")
    func abandoned() {
        var race = race()
        act(.abandon("race1", reason: "stopped: the barrier"), at: 40, on: &race)
        #expect(race.note(crossing(2, at: 39), isLate: false)?.closed == ["race1"])
        #expect(race.note(crossing(3, at: 41), isLate: false)?.isNowhere == true)
        #expect(race.note(crossing(4, at: 20), isLate: true)?.closed == ["race1"])
    }

    @Test("a final result stands: what comes late after it changes nothing")
    func final() {
        var race = race()
        act(.reached("race1", .finished), at: 30, on: &race)
        act(.provisional("race1"), at: 40, on: &race)
        #expect(race.note(crossing(2, at: 39), isLate: false)?.closed == ["race1"])
        act(.reached("race1", .final), at: 50, on: &race)
        #expect(race.note(crossing(3, at: 38), isLate: true)?.isNowhere == true)
    }
}
