import Client
import Simulation
import Testing
import Timing
import Wire

@Suite("A follower has the table, whatever is lost on the way")
struct FollowerTests {
    /// A line that loses, delays and doubles.
    struct Line {
        var random: SeededGenerator
        /// Of a thousand frames.
        let lost: Int
        private var late: [[UInt8]] = []

        init(seed: UInt64, lost: Int) {
            random = SeededGenerator(seed: seed, stream: 17)
            self.lost = lost
        }

        mutating func deliver(_ frames: [[UInt8]], to follower: inout Followed) throws {
            for frame in frames {
                switch random.int(in: 0...999) {
                case 0..<lost: continue
                case lost..<(lost + 30): late.append(frame)
                case (lost + 30)..<(lost + 60):
                    try follower.take(frame)
                    try follower.take(frame)
                default: try follower.take(frame)
                }
            }
            if random.chance(permille: 200), !late.isEmpty { try follower.take(late.removeFirst()) }
        }
    }

    /// A follower, and what it was seen to apply.
    struct Followed {
        var follower = Follower()
        private(set) var applied: [PublishedDelta] = []
        private(set) var faults: [String] = []

        mutating func take(_ frame: [UInt8]) throws {
            let message = try frame.withUnsafeBytes { try PublishedMessage(frame: $0) }
            watch { follower, note in _ = follower.take(message, note) }
        }

        /// Asks what is to be asked, so often at most.
        mutating func ask(_ daemon: ToldDaemon, times: Int = 1) throws {
            for _ in 0..<times {
                guard let question = follower.question else { return }
                try take(answer: daemon.answer(question), to: question)
            }
        }

        mutating func take(answer frames: [[UInt8]], to question: FollowQuestion) throws {
            try watch { follower, note in _ = try follower.take(answer: frames, to: question, note) }
        }

        private mutating func watch(_ body: (inout Follower, Follower.Watch) throws -> Void) rethrows {
            var (applied, faults) = (self.applied, self.faults)
            try body(&follower) { delta, before in
                if delta.sequence != before.sequence + 1 { faults.append("\(delta.sequence) after \(before.sequence)") }
                if delta.epoch < before.epoch { faults.append("epoch \(delta.epoch) after \(before.epoch)") }
                applied.append(delta)
            }
            (self.applied, self.faults) = (applied, faults)
        }

        /// Heartbeats and answers, until nothing is missing.
        mutating func settle(with daemon: ToldDaemon) throws {
            for _ in 0..<400 {
                try take(daemon.heartbeat)
                if follower.question == nil { return }
                try ask(daemon)
            }
        }

        func expectTable(of daemon: ToldDaemon, _ name: String) throws {
            let table = try #require(follower.table, "\(name)")
            let snapshot = RaceTable(try PublishedSnapshot(JSON(daemon.snapshot)))
            #expect(table.differences(from: snapshot) == [], "\(name)")
            #expect(faults == [], "\(name)")
        }
    }

    @Test("messages lost, late and double", arguments: 1...8 as ClosedRange<UInt64>, [0, 50, 400])
    func lost(seed: UInt64, lost: Int) throws {
        let race = try TroubledRace(seed: seed)
        let daemon = ToldDaemon(race.session)
        var line = Line(seed: seed, lost: lost)
        var followed = Followed()
        for (index, input) in race.inputs.enumerated() {
            try line.deliver(daemon.take(input), to: &followed)
            if index % 50 == 0 { try line.deliver([daemon.heartbeat], to: &followed) }
            if line.random.chance(permille: 100) { try followed.ask(daemon) }
        }
        try followed.settle(with: daemon)
        try followed.expectTable(of: daemon, "seed \(seed)")
        #expect(followed.follower.restarts == 0)
        #expect(followed.applied.count > 20)
    }

    @Test(
        "what is lost for too long is no longer to be had, and a snapshot takes its place",
        arguments: 1...6 as ClosedRange<UInt64>)
    func tooOld(seed: UInt64) throws {
        let race = try TroubledRace(seed: seed)
        let daemon = ToldDaemon(race.session)
        var followed = Followed()
        let (away, back) = (race.inputs.count / 3, race.inputs.count * 2 / 3)
        for (index, input) in race.inputs.enumerated() {
            let frames = daemon.take(input)
            if (away..<back).contains(index) { continue }
            if index == back { daemon.forget(keeping: 5) }
            for frame in frames { try followed.take(frame) }
            try followed.ask(daemon, times: 3)
        }
        try followed.settle(with: daemon)
        try followed.expectTable(of: daemon, "seed \(seed)")
        #expect(followed.follower.restarts == 1)
    }

    @Test(
        "a new epoch that has lost nothing goes on without a snapshot; one that has is joined anew",
        arguments: 1...8 as ClosedRange<UInt64>, [0, 25])
    func newEpoch(seed: UInt64, forgotten: Int) throws {
        let race = try TroubledRace(seed: seed)
        let first = ToldDaemon(race.session, epoch: 10)
        var followed = Followed()
        try followed.ask(first)
        let middle = race.inputs.count / 2
        for input in race.inputs[..<middle] {
            for frame in first.take(input) { try followed.take(frame) }
        }
        let known = race.inputs[..<(middle - forgotten)]
        let second = ToldDaemon(race.session, after: known, epoch: 20, previous: 10)
        #expect((second.sequence == first.sequence) == (forgotten == 0))
        try followed.take(second.heartbeat)
        for input in race.inputs[(middle - forgotten)...] {
            for frame in second.take(input) { try followed.take(frame) }
            try followed.ask(second)
        }
        try followed.settle(with: second)
        try followed.expectTable(of: second, "seed \(seed)")
        #expect(followed.follower.restarts == (forgotten == 0 ? 0 : 1))
        #expect(followed.follower.table?.epoch == 20)
    }

    @Test(
        "of two daemons that both speak the one with the larger epoch is the race",
        arguments: 1...6 as ClosedRange<UInt64>)
    func pair(seed: UInt64) throws {
        let race = try TroubledRace(seed: seed)
        let active = ToldDaemon(race.session, epoch: 10)
        var line = Line(seed: seed, lost: 20)
        var followed = Followed()
        try followed.ask(active)
        let middle = race.inputs.count / 2
        for input in race.inputs[..<middle] {
            try line.deliver(active.take(input), to: &followed)
            try followed.ask(active)
        }
        let standby = ToldDaemon(race.session, after: race.inputs[..<middle], epoch: 30, previous: 10)
        var late: (question: FollowQuestion, frames: [[UInt8]])?
        for input in race.inputs[middle...] {
            // The active one does not know yet that it is not the race any more.
            try line.deliver(active.take(input), to: &followed)
            try line.deliver([active.heartbeat], to: &followed)
            try line.deliver(standby.take(input), to: &followed)
            try line.deliver([standby.heartbeat], to: &followed)
            // Now the one is asked, now the other, and an answer may take its time.
            if let question = followed.follower.question, late == nil {
                late = (question, (line.random.chance(permille: 300) ? active : standby).answer(question))
            }
            if let (question, frames) = late, line.random.chance(permille: 300) {
                try followed.take(answer: frames, to: question)
                late = nil
            }
        }
        try followed.settle(with: standby)
        try followed.expectTable(of: standby, "seed \(seed)")
        for (one, next) in zip(followed.applied, followed.applied.dropFirst()) { #expect(one.epoch <= next.epoch) }
    }

    @Test("a standby refuses, and the follower goes on asking")
    func standby() throws {
        let race = try TroubledRace(seed: 3)
        let daemon = ToldDaemon(race.session)
        daemon.isStandby = true
        var followed = Followed()
        try followed.ask(daemon, times: 3)
        #expect(followed.follower.question == .snapshot && followed.follower.table == nil)
        daemon.isStandby = false
        try followed.ask(daemon)
        #expect(followed.follower.question == nil && followed.follower.table?.sequence == 0)
    }

    @Test(
        "who wants all that was said has every delta, also those before the snapshot",
        arguments: 1...6 as ClosedRange<UInt64>)
    func record(seed: UInt64) throws {
        let race = try TroubledRace(seed: seed)
        let daemon = ToldDaemon(race.session)
        var random = SeededGenerator(seed: seed, stream: 18)
        var sequence = GaplessSequence<[UInt8]>(from: .first)
        var record: [[UInt8]] = []
        for input in race.inputs.prefix(race.inputs.count / 4) { _ = daemon.take(input) }
        func ask() throws {
            guard let question = sequence.question else { return }
            let frames = daemon.answer(question)
            switch try Answer(frames[0]) {
            case .snapshot(let told):
                let joined = sequence.take(
                    snapshot: told.epoch, first: told.firstSequence, previous: told.previousEpoch,
                    sequence: told.sequence)
                #expect(joined == .taken)
            case .range(let head):
                let deltas = zip(head.from..., frames.dropFirst()).map { (sequence: $0, element: $1) }
                record += sequence.take(range: deltas, epoch: head.epoch)
            default: Issue.record("\(frames[0])")
            }
        }
        for input in race.inputs.dropFirst(race.inputs.count / 4) {
            for _ in daemon.take(input) where !random.chance(permille: 100) {
                let number = daemon.sequence
                record += sequence.take(live: daemon.deltas[Int(number) - 1], epoch: 1, sequence: number)
            }
            if random.chance(permille: 100) { try ask() }
        }
        record += sequence.take(heartbeat: 1, first: 1, previous: nil, next: daemon.sequence + 1)
        for _ in 0..<500 { try ask() }
        #expect(record == daemon.deltas, "seed \(seed)")
    }
}
