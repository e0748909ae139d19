import Meeting
import Testing
import Timing

/// What holds of every day, whatever was commanded.
@Suite("Any day of a meeting")
struct DayTests {
    /// Takes what can be taken; tells of every step.
    private static func run(
        _ acts: [MeetingAct],
        _ step: (RaceMeeting, RaceMeeting, MeetingAct, MeetingRefusal?) -> Void = { _, _, _, _ in }
    ) -> RaceMeeting {
        var meeting = Weekend.meeting()
        for act in acts {
            let before = meeting
            var refusal: MeetingRefusal?
            do throws(MeetingRefusal) { try meeting.take(act) } catch { refusal = error }
            step(before, meeting, act, refusal)
        }
        return meeting
    }

    @Test("no session comes into a state that does not follow its own, and a refused act changes nothing")
    func graph() {
        var moves: Set<[SessionState]> = []
        for seed in 1...80 as ClosedRange<UInt64> {
            var day = RandomDay(seed: seed)
            _ = Self.run(day.acts(120)) { before, after, act, refusal in
                if refusal != nil { #expect(before == after) }
                if case .withdraw = act.kind { return }
                for session in after.sessions {
                    guard let old = before[session.id]?.state, old != session.state else { continue }
                    #expect(old.next.contains(session.state), "seed \(seed), \(act.kind)")
                    moves.insert([old, session.state])
                }
            }
        }
        // The day by chance has been through most of the graph.
        #expect(moves.count > 18, "\(moves.count)")
    }

    @Test("the same acts give the same meeting, and given twice they change nothing more")
    func again() {
        for seed in 1...30 as ClosedRange<UInt64> {
            var day = RandomDay(seed: seed)
            let acts = day.acts(100)
            let meeting = Self.run(acts)
            #expect(Self.run(acts) == meeting)
            #expect(Self.run(meeting.acts) == meeting)
            var twice = meeting
            for act in meeting.acts { #expect((try? twice.take(act)) == .repeated) }
            #expect(twice == meeting)
        }
    }

    @Test("an act that was taken back is as if it had never been given")
    func withdrawn() {
        var count = 0
        for seed in 1...80 as ClosedRange<UInt64> {
            var day = RandomDay(seed: seed)
            let meeting = Self.run(day.acts(60))
            let holding = meeting.holding
            let standing = meeting.acts.filter { holding.contains($0.id) }
            #expect(Self.run(standing).sessions == meeting.sessions)
            for act in standing {
                var without = meeting
                guard (try? without.take(Weekend.act("w", 200, .withdraw(act.id)))) != nil else { continue }
                count += 1
                let never = Self.run(standing.filter { $0.id != act.id })
                #expect(without.sessions == never.sessions && without.shown == never.shown, "seed \(seed), \(act)")
                // What was taken back comes back with it.
                #expect((try? without.take(Weekend.act("w2", 201, .withdraw("w")))) == .new)
                #expect(without.sessions == meeting.sessions)
            }
        }
        #expect(count > 100, "\(count)")
    }

    @Test("arming a session never ends one that runs")
    func arming() {
        for seed in 1...40 as ClosedRange<UInt64> {
            var day = RandomDay(seed: seed)
            _ = Self.run(day.acts(80)) { before, after, act, _ in
                guard case .arm = act.kind else { return }
                let running = before.sessions.filter { $0.state == .running }.map(\.id)
                #expect(running.allSatisfy { after[$0]?.state == .running })
            }
        }
    }

    @Test("what is shown is a session, and something is shown as soon as one is armed")
    func shown() {
        for seed in 1...40 as ClosedRange<UInt64> {
            var day = RandomDay(seed: seed)
            _ = Self.run(day.acts(80)) { _, after, _, _ in
                if let shown = after.shown { #expect(after[shown] != nil) }
                if !after.open.isEmpty { #expect(after.shown != nil) }
                let starts = after.sessions.compactMap(\.start)
                #expect(starts == starts.sorted())
            }
        }
    }
}
