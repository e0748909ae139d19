import Board
import Client
import Recording
import Testing
import Timing
import Wire

@Suite("What is corrected says so on the board")
struct CorrectionShownTests {
    /// A race up to a crossing of the Line that came late by 60 others.
    private static func corrected() throws -> (state: BoardState, again: BoardState, car: String) {
        var race = try ToldBoards(seed: 11)
        let inputs = race.recording.inputs
        let line = try #require(race.session.circuit.loops.first { $0.kind == .line }?.id)
        let place = try #require(inputs[(inputs.count / 2)...].firstIndex { Self.crossing($0)?.loop == line })
        try race.take(inputs[..<place])
        try race.take(inputs[(place + 1)..<(place + 60)])
        try race.take(inputs[place...place])
        let late = try #require(Self.crossing(inputs[place]))
        let car = try #require(race.session.entries.first { $0.transponders.contains(late.transponder) })
        // Who joins now has the table alone.
        var memory = BoardMemory()
        memory.join(race.table)
        let again = BoardState(race.table, memory, now: Instant(milliseconds: 0), view: race.view)
        return (race.state, again, car.number.text)
    }

    private static func crossing(_ input: Input) -> Crossing? {
        guard case .crossing(let crossing) = input else { return nil }
        return crossing
    }

    @Test("the row with its instant, what stood there in words, and to who joins afterwards too")
    func shown() throws {
        let (state, again, car) = try Self.corrected()
        for board in [state, again] {
            let page = ToldPage(try JSON(board.json.bytes))
            #expect(try page.value("corrected", of: car) != .null)
            let told = try JSON(board.json.bytes)["corrections"]?.elements ?? []
            let own = try #require(told.last { $0["car"]?.text == car })
            #expect(own["atMs"] == (try page.value("corrected", of: car)))
            #expect(own["text"]?.text?.isEmpty == false)
            let laps = own["changes"]?.elements?.first { $0.elements?.first?.text == "laps" }?.elements
            let after = try page.value("laps", of: car)
            #expect(laps == nil || laps?.last == after)
        }
    }
}
