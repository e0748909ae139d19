import Bridges
import Glibc
import Simulation
import Testing
import Wire

fileprivate final class Bridge {
    var intake: P3Intake

    init(_ ring: consuming FeedRing, loop: UInt16) { intake = P3Intake(ring, loop: loop) }
}

@Suite("A box of P3 that is followed")
struct P3FollowingTests {
    /// A box, a bridge with its ring, a daemon, and all that may happen to the line between them. Times are the test's.
    fileprivate final class Stage {
        var box = PlayedBox()
        private(set) var bridge: Bridge?
        let folder: RingFolder
        var random: SeededGenerator
        /// Microseconds of the machine.
        var now: Int64 = 1_000_000
        var isConnected = false
        /// On their way.
        var toBridge: [UInt8] = []
        var toBox: [UInt8] = []
        var daemon = ToldCrossings()
        var faults = 0

        init(seed: UInt64) throws {
            folder = try RingFolder()
            random = SeededGenerator(seed: seed, stream: 61)
            try start()
        }

        var times: MachineTimes { .init(microseconds: now, utc: now + 1_790_000_000_000_000) }

        func start() throws {
            bridge = Bridge(
                try FeedRing(folder.path, decoder: 101, capacity: 500, now: times.utc / 1000), loop: 3)
        }

        func connect() {
            isConnected = true
            take(bridge!.intake.connected(times))
        }

        func cut() {
            isConnected = false
            (toBridge, toBox) = ([], [])
            box.forgetHalfAFrame()
        }

        func take(_ turns: [P3Intake.Turn]) {
            for turn in turns {
                switch turn {
                case .send(let bytes): if isConnected { toBox += bytes }
                case .feed(let crossing): daemon.hear(crossing, of: bridge!.intake.history.epoch)
                case .say: continue
                }
            }
        }

        /// So much time goes by; what is on its way arrives, a part of it at least.
        func step(_ microseconds: Int64, whole: Bool = false) {
            now += microseconds
            if !isConnected { connect() }
            for answer in box.hears(toBox, at: now) { toBridge += answer }
            toBox = []
            let count = whole ? toBridge.count : random.int(in: 0...toBridge.count)
            let arrived = Array(toBridge.prefix(count))
            toBridge.removeFirst(count)
            take(bridge!.intake.take(arrived, times))
            take(bridge!.intake.tickConnected(times))
        }

        func passes() {
            let bytes = box.passes(UInt32(random.int(in: 5000...5030)), at: now)
            if isConnected { toBridge += bytes }
        }

        /// The bridge ends without a word; what it has kept last it may not have fed.
        func kill() throws {
            let unfed = random.int(in: 0...3)
            daemon.forget(last: unfed)
            bridge = nil
            cut()
            try start()
            daemon.subscribe(to: bridge!.intake.history)
        }

        func fault() throws {
            faults += 1
            switch random.int(in: 0...9) {
            case 0, 1: cut()
            case 2, 3, 4:
                if toBridge.isEmpty { toBridge += box.status() }
                let place = random.int(in: 0...toBridge.count - 1)
                toBridge[place] ^= 1 << random.int(in: 0...7)
            case 5:
                // Told again, as another program's question makes it.
                let resend = P3Record.resend(from: 1, until: UInt32(random.int(in: 1...40))).frame!
                toBox += resend.bytes
            case 6: toBridge += (0..<random.int(in: 1...80)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            case 7: try kill()
            case 8:
                if random.int(in: 0...3) == 0 {
                    box.restart()
                    cut()
                }
            default: now += Int64(random.int(in: 0...5_000_000))
            }
        }
    }

    @Test("cuts, broken frames, noise, kills of bridge and box: all that the box still has is fed once, in order")
    func faults() throws {
        var faults = 0
        for seed in 1...4 {
            let stage = try Stage(seed: UInt64(seed))
            stage.connect()
            stage.passes()
            stage.step(1000, whole: true)
            #expect(stage.daemon.count == 1)
            while stage.faults < 400 {
                stage.step(Int64(stage.random.int(in: 1_000...200_000)))
                if stage.random.int(in: 0...2) == 0 { stage.passes() }
                if stage.random.int(in: 0...4) == 0 { try stage.fault() }
            }
            // Then the line is good, and one more car tells what is missing.
            stage.passes()
            for _ in 0..<200 { stage.step(100_000, whole: true) }
            stage.passes()
            for _ in 0..<100 { stage.step(100_000, whole: true) }
            faults += stage.faults
            check(stage, seed)
        }
        #expect(faults >= 1600)
    }

    private func check(_ stage: Stage, _ seed: Int) {
        let daemon = stage.daemon
        #expect(daemon.conflicts == [], "seed \(seed)")
        let epochs = daemon.epochs
        var runs = stage.box.runs[...]
        #expect(epochs.count > 3 && epochs.map(\.epoch) == epochs.map(\.epoch).sorted())
        for (place, told) in epochs.enumerated() {
            // Runs that were over before the bridge had heard of them have no epoch.
            while let run = runs.first, run.first?.clock != told.crossings.first?.boxTime, runs.count > 1 {
                runs = runs.dropFirst()
            }
            let run = runs.popFirst() ?? []
            let isLast = place == epochs.count - 1
            #expect(told.isGapless, "seed \(seed), epoch \(told.epoch)")
            let crossings = told.crossings
            // What the box lost when it started again it no longer has.
            let wanted = isLast ? run[...] : run.prefix(crossings.count)
            #expect(crossings.map(\.boxTime) == wanted.map(\.clock), "seed \(seed), epoch \(told.epoch)")
            #expect(crossings.map(\.transponder) == wanted.map(\.transponder))
            #expect(crossings.allSatisfy { $0.loop == 3 && $0.hits == 34 && $0.strength == 112 })
        }
        #expect(runs.isEmpty, "seed \(seed): a run of the box was not followed")
        #expect(stage.bridge!.intake.counts.lost == 0)
    }

    @Test("the capture of a real box comes out whole and in order, however often it is told")
    func capture() throws {
        let folder = try RingFolder()
        var intake = P3Intake(try FeedRing(folder.path, decoder: 1, now: 1_600_000_000_000), loop: 1)
        let times = MachineTimes(microseconds: 5_000_000, utc: 1_600_000_000_000_000)
        var fed: [FedCrossing] = []
        for _ in 0..<3 {
            for turn in intake.connected(times) + intake.take(Array(try P3RecordTests.capture().joined()), times) {
                if case .feed(let crossing) = turn { fed.append(crossing) }
            }
        }
        #expect(fed.map(\.number) == Array(1...84) && fed.map(\.passing) == Array(157_777...157_860))
        #expect(intake.history.box == 268_307 && intake.history.next == 85)
        #expect(intake.counts.repeated == 168 && intake.status.noise != nil)
    }

    @Test("what the box no longer has is given up after three questions, and told; the rest goes on")
    func lost() throws {
        let stage = try Stage(seed: 9)
        stage.connect()
        stage.passes()
        stage.step(1000, whole: true)
        _ = stage.box.passes(1, at: stage.now)
        let third = stage.box.passes(2, at: stage.now + 1)
        var said: [String] = []
        var asked = 0
        var fed: [UInt64] = []
        var turns = stage.bridge!.intake.take(third, stage.times)
        for _ in 0..<60 {
            for turn in turns {
                switch turn {
                case .say(let words): said.append(words)
                case .send: asked += 1
                case .feed(let crossing): fed.append(crossing.passing)
                }
            }
            stage.now += 100_000
            turns = stage.bridge!.intake.tick(stage.times)
        }
        #expect(asked == 3 && fed == [3] && stage.bridge!.intake.counts.lost == 1)
        #expect(said == ["passings 2 to 2 are lost: the box does not have them"])
        #expect(stage.bridge!.intake.history[2]?.passing == 3)
    }

    @Test("pulses of a gate are no crossings, and another box in the place of the one is another epoch")
    func others() throws {
        let folder = try RingFolder()
        var intake = P3Intake(try FeedRing(folder.path, decoder: 1, now: 1000), loop: 1)
        let times = MachineTimes(microseconds: 5_000_000, utc: 1_600_000_000_000_000)
        func told(_ number: UInt32, _ transponder: UInt32, box: UInt32) -> [UInt8] {
            var passing = P3Passing(number: number, transponder: transponder, clock: 1_000_000 + Int64(number))
            passing.box = box
            return P3Record.passing(passing).frame!.bytes
        }
        _ = intake.connected(times)
        for number in UInt32(1)...4 { _ = intake.take(told(number, number == 2 ? 9991 : 70, box: 5), times) }
        #expect(intake.history.next == 4 && intake.history[2]?.passing == 3 && intake.counts.pulses == 1)
        let epoch = intake.history.epoch
        _ = intake.take(told(1, 70, box: 6), times)
        #expect(intake.history.epoch == epoch && intake.counts.foreign == 1)
        _ = intake.connected(times)
        _ = intake.take(told(1, 70, box: 6), times)
        #expect(intake.history.epoch > epoch && intake.history.next == 2 && intake.history.box == 6)
        // Two boxes on one line: the second is a stranger, and no epoch begins with each of its passings.
        let second = intake.history.epoch
        for number in UInt32(2)...9 {
            _ = intake.take(told(number, 71, box: 5) + told(number, 70, box: 6), times)
            _ = intake.take(told(number, 72, box: 6), times)
        }
        #expect(intake.history.epoch == second && intake.history.next == 10 && intake.counts.foreign == 17)
    }

    @Test("a box that does not answer for its time is said to be one, and passings tell its time for heartbeats")
    func withoutTime() throws {
        let folder = try RingFolder()
        var intake = P3Intake(try FeedRing(folder.path, decoder: 1, now: 1000), loop: 1)
        var now: Int64 = 5_000_000
        func times() -> MachineTimes { .init(microseconds: now, utc: 1_600_000_000_000_000 + now) }
        var said: [String] = []
        func note(_ turns: [P3Intake.Turn]) {
            for case .say(let words) in turns where words.contains("heartbeats") { said.append(words) }
        }
        note(intake.connected(times()))
        for _ in 0..<600 {
            note(intake.tickConnected(times()))
            now += 100_000
        }
        #expect(said.count == 1)
        var known = intake.clock.boxTime(at: now)
        #expect(known == nil)
        // It comes a fifth of a second after the car.
        let passing = P3Passing(number: 1, transponder: 70, clock: now + 1_700_000_000_000_000 - 200_000)
        _ = intake.take(P3Record.passing(passing).frame!.bytes, times())
        now += 3_000_000
        known = intake.clock.boxTime(at: now)
        #expect(known == 1_700_000_000_000_000 + now - 200_000)
        let isAnswered = intake.clock.isAnswered
        #expect(!isAnswered)
    }

    @Test("numbers at the end of what 32 bits hold stop nothing")
    func endOfNumbers() throws {
        let folder = try RingFolder()
        var intake = P3Intake(try FeedRing(folder.path, decoder: 1, now: 1000), loop: 1)
        var now: Int64 = 5_000_000
        func times() -> MachineTimes { .init(microseconds: now, utc: 1_600_000_000_000_000 + now) }
        func told(_ number: UInt32) -> [UInt8] {
            P3Record.passing(P3Passing(number: number, transponder: 70, clock: now)).frame!.bytes
        }
        _ = intake.connected(times())
        for number in [UInt32.max - 300, .max - 3, .max, 0, 1, .max - 1, 5] {
            now += 1_000_000
            _ = intake.take(told(number), times())
            for _ in 0..<60 {
                now += 200_000
                _ = intake.tickConnected(times())
            }
            _ = intake.connected(times())
        }
        let kept = intake.history.next
        #expect(kept > 1)
    }
}

/// What a daemon has of a feed: heard live, or asked for where a number was missing.
struct ToldCrossings {
    struct Epoch {
        let epoch: UInt64
        fileprivate(set) var byNumber: [UInt64: FedCrossing] = [:]

        var crossings: [FedCrossing] { byNumber.sorted { $0.key < $1.key }.map(\.value) }
        var isGapless: Bool { crossings.map(\.number) == Array(1...UInt64(max(1, crossings.count))) }
    }

    private(set) var epochs: [Epoch] = []
    /// One name with two contents.
    private(set) var conflicts: [String] = []
    private var order: [(epoch: UInt64, number: UInt64)] = []

    var count: Int { epochs.reduce(0) { $0 + $1.byNumber.count } }

    mutating func hear(_ crossing: FedCrossing, of epoch: UInt64) {
        if epochs.last?.epoch != epoch { epochs.append(.init(epoch: epoch)) }
        let place = epochs.count - 1
        if let known = epochs[place].byNumber[crossing.number], known != crossing {
            conflicts.append("\(epoch).\(crossing.number): \(known), then \(crossing)")
        }
        epochs[place].byNumber[crossing.number] = crossing
        order.append((epoch, crossing.number))
    }

    /// The last ones never left the bridge.
    mutating func forget(last count: Int) {
        for _ in 0..<count {
            guard let last = order.popLast(), let place = epochs.firstIndex(where: { $0.epoch == last.epoch }) else {
                return
            }
            epochs[place].byNumber[last.number] = nil
            if epochs[place].byNumber.isEmpty { epochs.remove(at: place) }
        }
    }

    /// As a daemon does: it hears the latest again, and asks for what is missing before.
    mutating func subscribe(to history: FedHistory) {
        for crossing in history.latestCrossings { hear(crossing, of: history.epoch) }
        let asked = FeedRange(decoder: history.decoder, epoch: history.epoch, from: 1, to: .max >> 11)
        for crossing in history.answer(asked).crossings { hear(crossing, of: history.epoch) }
    }
}

/// A directory for a ring, gone with it.
final class RingFolder {
    let path: String

    init() throws {
        var template = Array("/tmp/lapwing-ring-XXXXXX".utf8CString)
        let made = try #require(mkdtemp(&template))
        path = String(cString: made)
    }

    deinit {
        for name in ["ring", "ring.1", "ring.2", "ring.3", "ring.4", "ring.new", "ring.damaged", "lock"] {
            unlink("\(path)/\(name)")
        }
        rmdir(path)
    }
}
