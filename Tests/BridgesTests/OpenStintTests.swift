import Bridges
import Simulation
import Testing
import Wire

@Suite("An OpenStint box that is heard")
struct OpenStintTests {
    /// The messages of its documentation, and those of its simulator.
    private static let documented = [
        "P 1618706341 OPN 1615544 3.50 64", "P 1618714251 OPN 1615544 3.08 40", "P 1658197240 AMB 3616557 3.88 21",
        "P 1658197696 AMB 3616557 4.24 30", "T 1618721816 OPN 1615544 905370", "S 1792039754 1.018744 5.08 0 0",
        "S 1792040804 1.2333267 5.08 77 52", "S 1792041851 0.9898376 5.22 184 135", "S 5000 -37.52 5 130 89",
        "P 2108 OPN 1000001 -15.36 73 105703",
    ]

    private func read(_ text: String) throws -> OpenStintMessage { try OpenStintMessage(Array(text.utf8)) }

    @Test("the documented messages and the simulator's are read; parts of later versions are ignored")
    func documented() throws {
        #expect(
            try read(Self.documented[0])
                == .passing(.init(time: 1_618_706_341, kind: .openStint, transponder: 1_615_544, rssi: 3.5, hits: 64)))
        #expect(
            try read(Self.documented[9])
                == .passing(.init(time: 2108, kind: .openStint, transponder: 1_000_001, rssi: -15.36, hits: 73)))
        #expect(
            try read(Self.documented[4])
                == .synchronization(time: 1_618_721_816, transponder: 1_615_544, timecode: 905_370))
        #expect(
            try read(Self.documented[8])
                == .status(.init(time: 5000, noise: -37.52, offset: 5, received: 130, processed: 89)))
        for text in Self.documented {
            let message = try read(text)
            #expect(try read(text + " 17 new things") == message && read(text + "\n") == message)
            #expect(try read(try #require(message.text)) == message)
        }
        #expect(try read("L 123 4") == .other)
    }

    @Test("a box that has not measured yet says -inf: its crossing is fed, and its health has no noise")
    func unmeasured() throws {
        let stage = try Stage(seed: 1)
        var fed: [FedCrossing] = []
        for text in ["S 5 -inf 0 0 0", "P 2505 OPN 1000001 -inf 2 1", "S 5005 -inf 0 0 0"] {
            for case .feed(let crossing) in stage.bridge!.intake.take(Array(text.utf8), stage.times()) {
                fed.append(crossing)
            }
            stage.now += 2_500_000
        }
        #expect(fed.map(\.transponder) == [1_000_001] && fed.map(\.strength) == [0])
        let told = stage.bridge!.intake.takeHealth()
        let health = try #require(told)
        #expect(health[.noiseTenthsDb] == nil && health[.offsetTenths] == 0)
    }

    @Test("what is no message is refused in words")
    func refused() {
        let wrong = [
            "", " ", "P", "P x OPN 1 2 3", "P 1 FOO 1 2 3", "P 1 OPN -1 2 3", "P 1 OPN 1 nan 3", "P 1 OPN 1 2",
            "P 1 OPN 99999999999 2 3", "S 1 2 3 4", "PP 1", "7 1", "P 99999999999999999 OPN 1 2 3",
        ]
        for text in wrong {
            let fault = #expect(throws: OpenStintFault.self, "\(text)") { try read(text) }
            #expect(fault?.found.isEmpty == false && fault?.expected.isEmpty == false)
        }
        #expect(throws: OpenStintFault.self) { try OpenStintMessage([0x50, 0x20, 0xFF]) }
    }

    fileprivate final class Bridge {
        var intake: OpenStintIntake

        init(_ ring: consuming FeedRing, loop: UInt16) { intake = OpenStintIntake(ring, loop: loop) }
    }

    /// A box, and a bridge that hears it over a way of some milliseconds.
    fileprivate final class Stage {
        private(set) var bridge: Bridge?
        let folder: RingFolder
        var random: SeededGenerator
        /// Microseconds of the machine, and those at which the box began.
        var now: Int64 = 10_000_000
        var begun: Int64 = 10_000_000
        var daemon = ToldCrossings()
        var said: [String] = []
        /// When each crossing was, in microseconds of UTC, with its transponder.
        var truth: [(at: Int64, transponder: UInt32)] = []

        static let ahead: Int64 = 1_790_000_000_000_000

        init(seed: UInt64) throws {
            folder = try RingFolder()
            random = SeededGenerator(seed: seed, stream: 62)
            try start()
        }

        func start() throws {
            bridge = Bridge(
                try FeedRing(folder.path, decoder: 5, capacity: 1000, now: (now + Self.ahead) / 1000), loop: 4)
        }

        func times(late: Int64 = 0) -> MachineTimes {
            .init(microseconds: now + late, utc: now + late + Self.ahead)
        }

        func stop() { bridge = nil }

        /// The box tells something, and it arrives some milliseconds later; `late` microseconds more on a bad day.
        func tell(_ text: String, late: Int64 = 0) {
            let way = Int64(random.int(in: 300...6000)) + late
            take(bridge!.intake.take(Array(text.utf8), times(late: way)))
        }

        func passes(_ transponder: UInt32, late: Int64 = 0, isHeard: Bool = true) {
            let time = (now - begun) / 1000
            guard isHeard else { return }
            truth.append((begun + time * 1000 + Self.ahead, transponder))
            tell("P \(time) OPN \(transponder) -15.36 73 105703", late: late)
        }

        func status() { tell("S \((now - begun) / 1000) -37.52 5 130 89") }

        func take(_ turns: [OpenStintIntake.Turn]) {
            for turn in turns {
                switch turn {
                case .feed(let crossing): daemon.hear(crossing, of: bridge!.intake.history.epoch)
                case .say(let words): said.append(words)
                }
            }
        }

        func wait(_ milliseconds: Int64) {
            for _ in 0..<(milliseconds / 100) {
                now += 100_000
                take(bridge!.intake.tick(times()))
            }
        }
    }

    @Test(
        "cars, kills of the bridge and restarts of the box: each crossing once, at its time to the way's milliseconds")
    func restarts() throws {
        for seed in 1...6 {
            let stage = try Stage(seed: UInt64(seed))
            var epochs = 1
            for round in 0..<250 {
                stage.wait(Int64(stage.random.int(in: 1...20)) * 100)
                if round % 3 == 0 { stage.status() }
                stage.passes(UInt32(1_000_001 + round % 9))
                if stage.random.int(in: 0...7) == 0 { stage.tell(stage.lastAgain) }
                switch stage.random.int(in: 0...39) {
                case 0:
                    // What waits when it is killed was never told to anyone.
                    stage.wait(2500)
                    stage.stop()
                    try stage.start()
                case 1:
                    stage.wait(2500)
                    let pause = Int64(stage.random.int(in: 30...90)) * 100
                    stage.wait(pause)
                    stage.begun = stage.now - Int64(stage.random.int(in: 0...2000)) * 1000
                    epochs += 1
                default: break
                }
            }
            stage.wait(8000)
            let told = stage.daemon
            #expect(told.conflicts == [] && told.epochs.count == epochs && told.epochs.allSatisfy(\.isGapless))
            #expect(told.epochs.map(\.epoch) == told.epochs.map(\.epoch).sorted())
            let crossings = told.epochs.flatMap(\.crossings)
            #expect(crossings.map(\.transponder) == stage.truth.map(\.transponder), "seed \(seed)")
            for epoch in told.epochs {
                // Differences are those of the box's own clock, whatever the way was.
                #expect(Set(epoch.crossings.map { $0.stamp - $0.boxTime }).count == 1)
            }
            for (crossing, truth) in zip(crossings, stage.truth) {
                #expect((0...6000).contains(crossing.stamp - truth.at), "seed \(seed)")
            }
            #expect(crossings.allSatisfy { $0.hits == 73 && $0.strength == 846 && $0.loop == 4 })
        }
    }

    @Test("a message that comes seconds late keeps its time, and is no other clock")
    func late() throws {
        let stage = try Stage(seed: 3)
        stage.status()
        stage.wait(3000)
        stage.passes(70)
        stage.wait(1000)
        stage.passes(71, late: 5_000_000)
        stage.now += 5_000_000
        stage.status()
        stage.wait(1000)
        #expect(stage.daemon.epochs.count == 1 && stage.said == [])
        let crossings = stage.daemon.epochs[0].crossings
        #expect(crossings.map(\.transponder) == [70, 71])
        for (crossing, truth) in zip(crossings, stage.truth) { #expect(abs(crossing.stamp - truth.at) <= 6000) }
    }

    @Test("a box that began anew while no bridge heard it, and has run for longer since, is found out")
    func longer() throws {
        let stage = try Stage(seed: 4)
        stage.wait(3000)
        for _ in 0..<5 {
            stage.passes(70)
            stage.wait(2000)
        }
        stage.stop()
        stage.now += 3_600_000_000
        stage.begun = stage.now - 1_800_000_000
        try stage.start()
        for _ in 0..<5 {
            stage.passes(71)
            stage.status()
            stage.wait(2000)
        }
        #expect(
            stage.daemon.epochs.map { $0.crossings.map(\.transponder) } == [
                [70, 70, 70, 70, 70], [71, 71, 71, 71, 71],
            ])
        let crossings = stage.daemon.epochs.flatMap(\.crossings)
        for (crossing, truth) in zip(crossings, stage.truth) { #expect((0...6000).contains(crossing.stamp - truth.at)) }
    }

    @Test("a box that tells UTC is believed, and one heard no longer has no heartbeat")
    func utc() throws {
        let stage = try Stage(seed: 5)
        let time = (stage.now + Stage.ahead) / 1000
        stage.tell("P \(time) AMB 3616557 -15.36 21")
        #expect(stage.daemon.epochs.flatMap(\.crossings).map(\.stamp) == [time * 1000])
        let beat = stage.bridge!.intake.beat(stage.times()) ?? 0
        #expect(abs(beat - time * 1000) <= 10_000)
        stage.wait(20_000)
        let silent = stage.bridge!.intake.beat(stage.times())
        #expect(silent == nil)
    }
}

extension OpenStintTests.Stage {
    /// The last passing, told twice.
    fileprivate var lastAgain: String {
        let last = truth.last ?? (Self.ahead + begun, 1)
        return "P \((last.at - Self.ahead - begun) / 1000) OPN \(last.transponder) -15.36 73 105703"
    }
}
