import Service
import Testing

@Suite("What the log tells of those who are not let in")
struct DoorKnocksTests {
    private let lines = LogLines()

    @Test("the first attempt at once, a storm in one line each ten seconds with its number, its last part too")
    func storm() {
        var knocks = DoorKnocks(log: lines.logger)
        for now in stride(from: Int64(0), to: 25_000, by: 10) {
            knocks.note("control K", now: now, "control: refused key K")
            knocks.tell(now: now)
        }
        for now in stride(from: Int64(25_000), to: 60_000, by: 100) { knocks.tell(now: now) }
        #expect(
            lines.told == [
                "warning: control: refused key K",
                "warning: control: refused key K (1000 more since the last such line)",
                "warning: control: refused key K (1000 more since the last such line)",
                "warning: control: refused key K (499 more since the last such line)",
            ])
    }

    @Test("each key has its own line, and one that comes again after a quiet time is told again")
    func apart() {
        var knocks = DoorKnocks(log: lines.logger)
        for key in ["A", "B"] { knocks.note(key, now: 0, "refused \(key)") }
        knocks.tell(now: 20_000)
        knocks.note("A", now: 20_001, "refused A")
        #expect(lines.told == ["warning: refused A", "warning: refused B", "warning: refused A"])
    }

    @Test("ten thousand keys do not make ten thousand lines")
    func many() {
        var knocks = DoorKnocks(log: lines.logger)
        for key in 0..<10_000 { knocks.note("\(key)", now: 0, "refused \(key)") }
        knocks.tell(now: 10_000)
        #expect(lines.told.count < 70)
        #expect(lines.told.last == "warning: refused attempts with many keys (9935 more since the last such line)")
    }
}
