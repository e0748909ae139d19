import Foundation
import Recording
import Testing
import Timing

@Suite("Acts in their turn")
struct ActTurnTests {
    private func crossing(_ number: UInt64, _ milliseconds: Int64) -> Crossing {
        Crossing(
            id: CrossingID(decoder: 101, epoch: 1, number: number), stamp: milliseconds * 1000,
            transponder: Transponder(4711), loop: LoopID(1))
    }

    private func act(_ id: String, _ milliseconds: Int64, _ kind: Act.Kind, for replaced: String? = nil) -> Act {
        Act(id: id, at: Instant(milliseconds: milliseconds), by: "race control", kind: kind, replaces: replaced)
    }

    private func names(_ crossings: [Crossing], _ acts: [Act]) -> [String] {
        Recording(event: RecordingFileTests.event, crossings: crossings, acts: acts).inputs.map { input in
            switch input {
            case .crossing(let crossing), .late(let crossing): "\(crossing.id.number)"
            case .act(let act): act.id
            case .time, .lateTaken: "time"
            }
        }
    }

    @Test("an act about another act or a crossing goes after it, whatever its instant and its name")
    func order() {
        let crossings = [crossing(1, 1000), crossing(2, 2000), crossing(3, 3000)]
        let acts = [
            act("z", 2000, .flag(.yellow, isEstimated: false)), act("b", 2000, .withdraw("z")),
            act("a", 1500, .withdraw("b")), act("c", 500, .void(crossings[1].id)), act("d", 400, .withdraw("c")),
            act("y", 2500, .insert(CarNumber("007"), LoopID(1), driver: 0)),
            act("x", 2500, .void(CrossingID(insertedBy: "y"))), act("w", 100, .start, for: "z"),
        ]
        let wanted = ["1", "z", "b", "w", "a", "2", "c", "d", "y", "x", "3"]
        #expect(names(crossings, acts) == wanted)
        #expect(names(crossings, acts.reversed()) == wanted)
    }

    @Test("acts that are about each other or about nothing there keep their instants")
    func circles() {
        let acts = [
            act("a", 3000, .withdraw("b")), act("b", 2000, .withdraw("a")), act("c", 1000, .withdraw("c")),
            act("d", 500, .void(crossing(9, 9).id)), act("e", 400, .withdraw("nothing")),
        ]
        #expect(names([], acts) == ["e", "d", "c", "b", "a"])
    }

    @Test("how far time went is written and read back, and the session of a journal that is not the event's first")
    func time() throws {
        let folder = TemporaryFolder()
        let reached: [UInt32: Instant] = [0: Instant(milliseconds: 5000), 101: Instant(milliseconds: 4000)]
        try Recording(
            event: RecordingFileTests.event, crossings: [crossing(1, 1000)], acts: [act("s", 500, .start)],
            reached: reached
        ).write(directory: folder.path)
        let read = try Recording.read(directory: folder.path)
        #expect(read.reached == reached && read.session == nil)
        #expect(
            read.inputs.suffix(2) == [
                .time(Instant(milliseconds: 5000), decoder: 0), .time(Instant(milliseconds: 4000), decoder: 101),
            ])
    }
}
