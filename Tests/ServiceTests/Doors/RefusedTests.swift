import Service
import Testing
import Wire

@Suite("What was not understood")
struct RefusedTests {
    private let lines = LogLines()

    private func refusal(_ reason: Refusal.Reason, _ message: String = "x") -> Refusal {
        Refusal(reason, field: "number", message, expected: "y", remedy: "z")
    }

    @Test("everything is counted by its reason, whatever is logged")
    func counted() {
        var refused = Refused(at: "feed", log: lines.logger)
        #expect(refused.byReason.isEmpty)
        for _ in 0..<5 { refused.note(refusal(.notJSON), now: 0) }
        refused.note(refusal(.notYet), now: 0)
        refused.note(refusal(.badMagic), now: 1_000_000)
        refused.note(refusal(.notJSON), now: 1_000_000)
        let counts = Dictionary(uniqueKeysWithValues: refused.byReason.map { ($0.reason, $0.count) })
        #expect(counts == ["not-json": 6, "not-yet": 1, "bad-magic": 1])
    }

    @Test("a reason is logged when it first comes, with the door, the place and the remedy")
    func first() {
        var refused = Refused(at: "feed", log: lines.logger)
        refused.note(refusal(.wrongValue, "found 0"), now: -5)
        #expect(lines.told == ["warning: refused at feed: wrong-value: number: found 0; expected y; z"])
    }

    @Test("then at most once in ten seconds, with the number that came since; other reasons have their own time")
    func quiet() {
        var refused = Refused(at: "feed", log: lines.logger)
        refused.note(refusal(.notJSON), now: 1000)
        for now in stride(from: 1001, to: 1000 + Refused.quiet, by: 1000) { refused.note(refusal(.notJSON), now: now) }
        refused.note(refusal(.badLength), now: 5000)
        #expect(lines.told.count == 2)
        refused.note(refusal(.notJSON), now: 999 + Refused.quiet)
        #expect(lines.told.count == 2)
        refused.note(refusal(.notJSON), now: 1000 + Refused.quiet)
        #expect(lines.told.count == 3)
        #expect(lines.told.last?.hasSuffix("(and 11 more since the last such line)") == true)
        refused.note(refusal(.notJSON), now: 1000 + 2 * Refused.quiet)
        #expect(lines.told.count == 4)
        #expect(lines.told.last?.hasSuffix("z") == true)
    }

    @Test("a flood of an hour is some hundred lines")
    func flood() {
        var refused = Refused(at: "feed", log: lines.logger)
        for now in 0..<36_000 as Range<Int64> { refused.note(refusal(.notJSON), now: now * 100) }
        #expect(lines.told.count == 360)
        #expect(refused.byReason.map(\.count) == [36_000])
    }
}
