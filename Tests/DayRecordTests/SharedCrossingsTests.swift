import DayRecord
import Meeting
import Rulebook
import Testing
import Timing

@Suite("Crossings that two races take")
struct SharedCrossingsTests {
    private let circuit = Circuit(
        name: "Ring", lengthMetres: 4000,
        loops: [Loop(id: LoopID(1), name: "Line", kind: .line, minimum: .seconds(30))])
    private let shared = Transponder(1)
    private let own = Transponder(2)

    private func at(_ second: Int) -> Instant { Instant(milliseconds: Int64(second) * 1000) }

    private func session(_ id: String, _ transponders: [Transponder]) -> Session {
        let entries = transponders.enumerated().map { place, transponder in
            Entry(
                number: CarNumber("\(place + 1)"), carClass: "GT3", team: "Team", transponders: [transponder],
                drivers: [])
        }
        return Session(
            id: id, name: id, kind: .race, circuit: circuit,
            rules: RaceRules(duration: .minutes(60), classifiedPercent: 75),
            entries: entries)
    }

    private func state() -> RecordState {
        let sessions = [session("gt", [shared, own]), session("cup", [shared])]
        let event = Event(
            name: "Two series", circuit: circuit, series: [EventSeries(name: "GT", entries: sessions[0].entries)],
            sessions: sessions)
        return RecordState(meetingOf: event)
    }

    private func crossing(_ number: UInt64, _ transponder: Transponder, at second: Int) -> Crossing {
        Crossing(
            id: CrossingID(decoder: 101, epoch: 1, number: number), stamp: Int64(second) * 1_000_000,
            transponder: transponder, loop: LoopID(1))
    }

    private func act(_ kind: MeetingAct.Kind, at second: Int) -> MeetingAct {
        MeetingAct(id: "act-\(second)", at: at(second), by: "desk", kind: kind)
    }

    @Test("a transponder of both lists is told while both run, and not while the one only waits for its start")
    func told() throws {
        var state = state()
        state.note(act(.arm("gt"), at: 1))
        state.note(act(.arm("cup"), at: 2))
        state.note(act(.reached("gt", .running), at: 3))
        _ = state.note(crossing(1, shared, at: 4), isLate: false)
        #expect(state.meeting?.shared.all == [])
        state.note(act(.reached("cup", .running), at: 5))
        _ = state.note(crossing(2, shared, at: 6), isLate: false)
        _ = state.note(crossing(3, own, at: 7), isLate: false)
        _ = state.note(crossing(4, shared, at: 8), isLate: false)
        _ = state.note(crossing(4, shared, at: 8), isLate: false)
        let told = try #require(state.meeting?.shared.all)
        #expect(told.map(\.transponder) == [shared] && told.map(\.count) == [2] && told.map(\.latest) == [at(8)])
        #expect(told.first?.sessions == ["gt", "cup"])
    }

    private func entry(_ action: EntryChange.Action, _ worn: [Transponder]?, id: String, at second: Int) -> Act {
        var details = EntryDetails()
        details.transponders = worn
        return Act(
            id: id, at: at(second), by: "desk",
            kind: .entry(EntryChange(action, CarNumber("1"), details, isFromStart: false)))
    }

    @Test("a transponder that was taken off the car of one race is told no more; taken back, it is told again")
    func takenOff() throws {
        let races = ["gt", "cup"]
        for taken in [entry(.change, [Transponder(7)], id: "off", at: 6), entry(.withdraw, nil, id: "off", at: 6)] {
            var state = state()
            for (place, race) in races.enumerated() {
                state.note(act(.arm(race), at: place + 1))
                state.note(act(.reached(race, .running), at: place + 3))
            }
            _ = state.note(crossing(1, shared, at: 5), isLate: false)
            func count() -> Int? { state.meeting?.shared.all.first?.count }
            #expect(count() == 1)
            _ = state.note(taken, of: "cup")
            _ = state.note(crossing(2, shared, at: 7), isLate: false)
            #expect(count() == 1)
            let back = Act(id: "back", at: at(8), by: "desk", kind: .withdraw("off"))
            _ = state.note(back, of: "cup")
            _ = state.note(crossing(3, shared, at: 9), isLate: false)
            #expect(count() == 2)
        }
    }

    @Test("one that is on the other car of the same race, or was assigned in it, is told")
    func givenAnew() throws {
        for given in [
            entry(.change, [shared, Transponder(7)], id: "more", at: 6),
            Act(id: "more", at: at(6), by: "desk", kind: .assign(shared, CarNumber("1"), .wholeSession)),
        ] {
            var state = state()
            for (place, race) in ["gt", "cup"].enumerated() {
                state.note(act(.arm(race), at: place + 1))
                state.note(act(.reached(race, .running), at: place + 3))
            }
            _ = state.note(given, of: "cup")
            _ = state.note(crossing(1, shared, at: 7), isLate: false)
            #expect(state.meeting?.shared.all.map(\.count) == [1])
        }
    }
}
