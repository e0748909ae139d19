import DayRecord
import Testing
import Timing

@Suite("Whose a crossing is")
struct RecordWindowsTests {
    private let own = Transponder(1)
    private let shared = Transponder(2)
    private let support = Transponder(3)
    private let stranger = Transponder(9)

    private func at(_ second: Int) -> Instant { Instant(milliseconds: Int64(second) * 1000) }

    private func isNil(_ reach: RecordReach?) -> Bool { reach == nil }

    /// Race 1 of the GT series from second 100 on, a support race from second 200 on.
    private var windows: RecordWindows {
        var windows = RecordWindows()
        windows.open("race1", at: at(100), worn: [own, shared])
        windows.open("support", at: at(200), worn: [support, shared])
        return windows
    }

    private func takers(_ windows: RecordWindows, _ transponder: Transponder, _ second: Int) -> Set<String> {
        let route = windows.route(transponder, at: at(second))
        let open = ["race1", "support", "race2"].filter { session in
            windows.slot(of: session).map { route.slots & 1 << $0 != 0 } ?? false
        }
        return Set(open + route.closed)
    }

    @Test("the session's that knows its transponder, where its window is open")
    func known() {
        #expect(takers(windows, own, 250) == ["race1"])
        #expect(takers(windows, support, 250) == ["support"])
        #expect(takers(windows, shared, 250) == ["race1", "support"])
        #expect(takers(windows, shared, 150) == ["race1"])
        #expect(takers(windows, own, 50) == [])
    }

    @Test("armed of an earlier instant, it takes what was recorded since with the start signal")
    func armedEarlier() throws {
        var windows = RecordWindows()
        windows.open("race1", at: at(100), armed: at(60), worn: [own])
        #expect(takers(windows, own, 80) == [])
        let found = windows.start("race1", at: at(150), reached: at(150), worn: [own])
        let reach = try #require(found)
        #expect(reach.times == at(60)..<at(100))
        #expect(windows.isReached(own, at: at(80), of: "race1", by: reach))
        #expect(takers(windows, own, 80) == ["race1"])
    }

    @Test("a start that reaches back takes the crossing of the very instant at which it was given, too")
    func lastBefore() throws {
        var windows = RecordWindows()
        let found = windows.start("race1", at: at(90), reached: at(100), worn: [own])
        let reach = try #require(found)
        #expect(windows.isReached(own, at: at(90), of: "race1", by: reach))
        #expect(windows.isReached(own, at: at(100), of: "race1", by: reach))
        #expect(takers(windows, own, 101) == ["race1"])
    }

    @Test("a moment between command and record is no reason to look through the record at the start")
    func armedNow() {
        var windows = RecordWindows()
        windows.open("race1", at: at(100), armed: Instant(milliseconds: 99_400), worn: [own])
        let found = windows.start("race1", at: at(150), reached: at(150), worn: [own])
        #expect(isNil(found))
    }

    @Test("every open session's where none knows it: it is held there until it is assigned")
    func unknown() {
        #expect(takers(windows, stranger, 250) == ["race1", "support"])
        #expect(takers(windows, stranger, 150) == ["race1"])
    }

    @Test("a car on its in-lap is in the next session as well, once that is armed, until its own is provisional")
    func next() {
        var windows = windows
        windows.open("race2", at: at(300), worn: [own, shared])
        #expect(takers(windows, own, 310) == ["race1", "race2"])
        windows.close("race1", at: at(320), isSettled: false)
        #expect(takers(windows, own, 330) == ["race2"])
    }

    @Test("a late crossing is the session's of its instant, also of a provisional one, until that is final")
    func late() {
        var windows = windows
        windows.close("race1", at: at(320), isSettled: false)
        windows.open("race2", at: at(400), worn: [own])
        #expect(takers(windows, own, 310) == ["race1"])
        #expect(takers(windows, own, 350) == [])
        windows.close("race1", at: at(500), isSettled: true)
        #expect(takers(windows, own, 310) == [])
    }

    @Test("a start signal before the arming reaches back, and once only")
    func start() throws {
        var windows = windows
        let found = windows.start("race1", at: at(40), reached: at(260), worn: [])
        let reach = try #require(found)
        #expect(reach.times == at(40)..<at(100))
        #expect(windows.isReached(own, at: at(50), of: "race1", by: reach))
        #expect(!windows.isReached(own, at: at(30), of: "race1", by: reach))
        #expect(!windows.isReached(support, at: at(250), of: "race1", by: reach))
        #expect(isNil(windows.start("race1", at: at(40), reached: at(270), worn: [])))
        #expect(takers(windows, own, 50) == ["race1"])
    }

    @Test("a start signal of a session that was not armed opens its window")
    func unarmed() throws {
        var windows = windows
        let found = windows.start("race2", at: at(210), reached: at(260), worn: [own])
        let reach = try #require(found)
        // With the crossing of that very instant, which came before it.
        #expect(reach.times == at(210)..<at(260) + Milliseconds(1))
        #expect(windows.isOpen("race2"))
    }

    @Test("a transponder that is assigned in one session and worn in another brings along what went there")
    func assigned() throws {
        var windows = windows
        #expect(isNil(windows.wear(stranger, in: "race1")))
        let found = windows.wear(support, in: "race1")
        let reach = try #require(found)
        #expect(windows.isReached(support, at: at(150), of: "race1", by: reach))
        #expect(!windows.isReached(own, at: at(150), of: "race1", by: reach))
        #expect(takers(windows, support, 250) == ["race1", "support"])
        #expect(isNil(windows.wear(support, in: "race1")))
    }

    @Test("forty sessions one after the other take no more than one slot")
    func weekend() {
        var windows = RecordWindows()
        for session in 0..<100 {
            windows.open("s\(session)", at: at(session * 10), worn: [own])
            #expect(windows.slot(of: "s\(session)") == 0)
            windows.close("s\(session)", at: at(session * 10 + 9), isSettled: true)
        }
    }
}
