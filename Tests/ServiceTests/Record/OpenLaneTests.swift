import DayRecord
import Journal
import Linux
import Service
import Synchronization
import Testing
import Timing

@Suite("The record's end of a lane")
struct OpenLaneTests {
    private func time(_ instant: Int) -> LaneInput { .time(Instant(milliseconds: Int64(instant)), decoder: 1) }

    /// As a lane takes its inputs.
    private func take(_ inbox: LaneInbox, _ most: Int) -> [Int64] {
        var taken: [Int64] = []
        while taken.count < most, case .time(let instant, _) = inbox.pop() { taken.append(instant.milliseconds) }
        inbox.note(scored: taken.count, now: .distantPast)
        return taken
    }

    @Test("feeds are held back while a lane has more to score than some milliseconds' worth")
    func room() {
        let inbox = LaneInbox()
        var lane = OpenLane(inbox, session: nil, slots: .max)
        lane.tend(now: 0)
        let room = lane.room(now: 0, othersGoOn: false)
        #expect(room > 1000 && room < 5000)
        for input in 0..<room { lane.hand(time(input)) }
        #expect(lane.room(now: 0, othersGoOn: false) <= 0)
        // It may not be in the journal's file yet.
        #expect(take(inbox, 1000).isEmpty, "what is handed over is the lane's once it is woken")
        lane.tend(now: 0)
        #expect(take(inbox, 1000).count == 1000)
        #expect(lane.room(now: 0, othersGoOn: false) == 1000)
    }

    @Test("a lane that stands still for seconds holds back no other lane, and takes everything in its order afterwards")
    func standing() {
        let inbox = LaneInbox()
        var lane = OpenLane(inbox, session: "race1", slots: 1)
        let many = 100_000
        for input in 0..<many { lane.hand(time(input)) }
        lane.tend(now: 0)
        #expect(lane.room(now: 1000, othersGoOn: true) <= 0)
        #expect(lane.room(now: 2500, othersGoOn: true) > many)
        #expect(lane.room(now: 2500, othersGoOn: false) <= 0, "no other lane would gain by it")
        #expect(lane.waiting == many)
        var taken: [Int64] = []
        while taken.count < many {
            taken += take(inbox, 5000)
            lane.tend(now: 3000)
        }
        #expect(taken == (0..<Int64(many)).map { $0 })
        #expect(lane.waiting == 0 && lane.room(now: 3000, othersGoOn: true) > 0)
    }

    @Test("who waits for room is woken once a lane has scored some of what it had, or all of it")
    func waking() {
        let (full, short, bell) = (LaneInbox(), LaneInbox(), Bell())
        var lanes = [OpenLane(full, session: "race1", slots: 1), OpenLane(short, session: "race2", slots: 2)]
        for input in 0..<4096 { lanes[0].hand(time(input)) }
        for input in 0..<10 { lanes[1].hand(time(input)) }
        for place in lanes.indices { lanes[place].tend(now: 0) }
        func isRung() -> Bool { bell.silence() }
        for lane in lanes { lane.awaitRoom(bell) }
        #expect(take(full, 100).count == 100 && take(short, 9).count == 9)
        #expect(!isRung())
        #expect(take(short, 1).count == 1)
        #expect(isRung(), "the lane that had little has nothing left")
        lanes[0].awaitRoom(bell)
        #expect(take(full, 2047).count == 2047)
        #expect(!isRung())
        #expect(take(full, 1).count == 1)
        #expect(isRung())
        #expect(take(full, 1000).count == 1000)
        #expect(!isRung(), "once")
    }

    @Test("a lane takes what is of its window, and what is addressed to its session while it is closed")
    func takes() {
        let lane = OpenLane(LaneInbox(), session: "race1", slots: 0b10)
        #expect(lane.takes(RecordRoute(slots: 0b110)))
        #expect(!lane.takes(RecordRoute(slots: 0b101)))
        #expect(lane.takes(RecordRoute(slots: 0, closed: ["race1"])))
        #expect(!lane.takes(.nowhere))
    }

    /// A lane whose own thread sleeps: says what it was asked to take, and takes it where it can.
    private final class Sleeper: SleepingLane {
        let inbox = LaneInbox()
        let isFree: Bool
        private let asked = Atomic<Int>(0)

        init(isFree: Bool = true) {
            self.isFree = isFree
            inbox.setSleeper(self)
            #expect(inbox.goToSleep())
        }

        var times: Int { asked.load(ordering: .relaxed) }

        func takeLittle() -> Bool {
            asked.wrappingAdd(1, ordering: .relaxed)
            guard isFree else { return false }
            var taken = 0
            while inbox.pop() != nil { taken += 1 }
            inbox.note(scored: taken, now: .distantPast)
            return true
        }

        var isRung: Bool { inbox.bell.silence() }
    }

    @Test("a few crossings for a lane that sleeps are scored by the thread that brings them, and no thread is woken")
    func little() {
        let sleeper = Sleeper()
        var lane = OpenLane(sleeper.inbox, session: nil, slots: .max)
        for count in 1...4 {
            for input in 0..<count { lane.hand(time(input)) }
            lane.wake(isAlone: true)
            #expect(sleeper.times == count && !sleeper.isRung && lane.waiting == 0)
        }
        lane.wake(isAlone: true)
        #expect(sleeper.times == 4, "nothing has come")
    }

    @Test("many inputs, one that may take long, and one beside another lane's are left to the lane's own thread")
    func much() {
        let sleeper = Sleeper()
        var lane = OpenLane(sleeper.inbox, session: nil, slots: .max)
        func isLeft(_ inputs: [LaneInput], isAlone: Bool = true) -> Bool {
            for input in inputs { lane.hand(input) }
            lane.wake(isAlone: isAlone)
            let isLeft = sleeper.isRung && sleeper.times == 0 && lane.waiting == inputs.count
            for _ in inputs { #expect(sleeper.inbox.pop() != nil) }
            sleeper.inbox.note(scored: inputs.count, now: .distantPast)
            return isLeft
        }
        #expect(isLeft((0..<5).map(time)), "five are more than a thread's waking")
        #expect(isLeft([time(1)], isAlone: false))
        let place = LaneInput.place(JournalPlace(segment: 1, offset: 64), isDue: true)
        #expect(isLeft([place]))
        let late = Crossing(
            id: CrossingID(decoder: 1, epoch: 1, number: 1), stamp: 1, transponder: Transponder(7), loop: LoopID(1))
        #expect(isLeft([.late(late)]))
    }

    @Test("a crossing behind an input that may take long is left to the lane's own thread, until that one is taken")
    func afterMuch() {
        let sleeper = Sleeper()
        var lane = OpenLane(sleeper.inbox, session: nil, slots: .max)
        lane.hand(.place(JournalPlace(segment: 1, offset: 64), isDue: true))
        lane.wake(isAlone: true)
        lane.hand(time(1))
        lane.wake(isAlone: true)
        #expect(sleeper.times == 0 && sleeper.isRung && lane.waiting == 2)
        for _ in 0..<2 { #expect(sleeper.inbox.pop() != nil) }
        sleeper.inbox.note(scored: 2, now: .distantPast)
        lane.hand(time(2))
        lane.wake(isAlone: true)
        #expect(sleeper.times == 1 && !sleeper.isRung && lane.waiting == 0)
    }

    @Test("a lane that is at work, or has something else to do, is woken")
    func busy() {
        let sleeper = Sleeper(isFree: false)
        var lane = OpenLane(sleeper.inbox, session: nil, slots: .max)
        lane.hand(time(1))
        lane.wake(isAlone: true)
        #expect(sleeper.times == 1 && sleeper.isRung && lane.waiting == 1)
        sleeper.inbox.wakeUp()
        lane.hand(time(2))
        lane.wake(isAlone: true)
        #expect(sleeper.times == 1 && !sleeper.isRung, "it is awake, and looks")
    }
}
