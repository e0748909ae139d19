import Recording
import Rulebook
import Simulation
import Testing
import Timing

/// Decoders whose clocks are off, in a real race: GT World Challenge Asia with a decoder at each loop.
///
/// Crossings arrive in the order in which they really happened, whatever their stamps say.
@Suite("Clocks that are off in a real race", .enabled(if: RealRaces.arePresent, RealRaces.absence))
struct ClockFaultTests {
    private let session: Session
    private let acts: [Act]
    /// By decoder 100 and the number of the loop.
    private let crossings: [Crossing]
    private let start: Instant

    init() throws {
        let files = try [RealRaces.file(RealRaces.classification), RealRaces.file(RealRaces.sectorAnalysis)]
        let options = ImportOptions(date: "2024-06-16", duration: .minutes(60))
        let recording = try TSLImport.read(files: files, options: options).recording
        session = recording.event.sessions[0]
        acts = recording.acts
        crossings = recording.crossings.map { $0.stamped($0.stamp, by: 100 + UInt32($0.loop.value)) }
        start = try #require(acts.first { $0.kind == .start }).at
    }

    @Test("a second decoder at the Line whose clock is 250 ms ahead is named, and no lap changes", arguments: [1, 2])
    func secondDecoder(seed: UInt64) throws {
        var core = try started()
        var sound = try started()
        // Two receivers never find the very same instant: they differ by up to 4 ms.
        var random = SeededGenerator(seed: seed)
        for crossing in crossings {
            _ = sound.apply(crossing)
            _ = core.apply(crossing)
            guard crossing.loop.value == 1 else { continue }
            let ahead = 250_000 + random.int(in: -4_000...4_000)
            let effect = core.apply(crossing.stamped(crossing.stamp + Int64(ahead), by: 200))
            let hasFinished = core.standing(of: try #require(effect.car)).status == .finished
            #expect(effect.outcome == (hasFinished ? .afterFinish : .again))
        }
        let known = core.clocks.first
        let finding = try #require(known)
        #expect(core.clocks.count == 1)
        #expect(finding.decoder == 200 && finding.against == 101)
        #expect((245...255).contains(finding.ahead.count), "seed \(seed): \(finding.ahead.count) ms")
        #expect(core.classification == sound.classification)
        for car in session.entries.indices.map({ CarIndex($0) }) {
            expectSame(core, sound, car)
            #expect(core.standing(of: car) == sound.standing(of: car))
        }
    }

    /// The jump shows where one lap is like the one before: at full speed between the safety car and the pit stops. On
    /// the opening laps, behind the safety car and among the stops the core may find nothing.
    @Test(
        "a clock in the middle of the lap that jumps 7 s is found within a lap; put right, all times are as without",
        arguments: [(minute: 18, loop: LoopID(3)), (20, LoopID(4)), (22, LoopID(3)), (24, LoopID(4))])
    func jump(minute: Int, loop: LoopID) throws {
        var core = try started()
        var sound = try started()
        let jump = (start + .minutes(Int64(minute))).milliseconds * 1000
        let decoder = 100 + UInt32(loop.value)
        var firstWrong: Int64?
        var found: Instant?
        for crossing in crossings {
            let isOff = crossing.loop == loop && crossing.stamp >= jump
            let read = isOff ? crossing.stamped(crossing.stamp + 7_000_000, by: decoder) : crossing
            if isOff { firstWrong = firstWrong ?? read.stamp }
            _ = sound.apply(crossing)
            let effect = core.apply(read)
            if found == nil, let finding = core.clocks.first {
                found = crossing.at
                #expect(finding.decoder == decoder && finding.against == nil && core.clocks.count == 1)
                #expect(abs(finding.ahead.count - 7_000) <= 1_000, "\(finding.ahead.count) ms")
                let correction = ClockCorrection(decoder: decoder, from: firstWrong, ahead: 7_000_000)
                _ = try core.apply(Act(id: "clock", at: core.now, by: "test", kind: .clock(correction)))
                for car in session.entries.indices { expectSame(core, sound, CarIndex(car)) }
            } else if found != nil {
                expectSame(core, sound, try #require(effect.car))
            }
        }
        let after = try #require(found).milliseconds - jump / 1000
        #expect(after <= slowestLap(from: jump / 1000), "found \(after) ms after the jump")
        #expect(core.classification == sound.classification)
        #expect(core.provisional == sound.provisional)
        #expect(core.clocks.isEmpty && core.deadLoops.isEmpty)
        for car in session.entries.indices { expectSame(core, sound, CarIndex(car)) }
    }

    private func started() throws -> Timekeeper {
        var core = Timekeeper(session)
        for act in acts where act.kind == .start { _ = try core.apply(act) }
        return core
    }

    /// Laps, lap times and sector times of a car, and its stops, are the same.
    private func expectSame(_ core: borrowing Timekeeper, _ sound: borrowing Timekeeper, _ car: CarIndex) {
        #expect(core.lapping(of: car) == sound.lapping(of: car))
        #expect(core.stops(of: car) == sound.stops(of: car))
        #expect(core.sectors(of: car).map(\.latestTime) == sound.sectors(of: car).map(\.latestTime))
        #expect(core.sectors(of: car).map(\.bestTime) == sound.sectors(of: car).map(\.bestTime))
    }

    /// The longest lap that a car was on at that instant, of those that stayed on the track.
    private func slowestLap(from instant: Int64) -> Int64 {
        let laps = session.entries.compactMap { entry -> Int64? in
            let lines = crossings.filter { $0.transponder == entry.transponders[0] && $0.loop.value == 1 }
            guard let next = lines.firstIndex(where: { $0.at.milliseconds > instant }), next > 0 else { return nil }
            return (lines[next].at - lines[next - 1].at).count
        }
        return laps.max() ?? 0
    }
}

extension Crossing {
    /// The same passage as another decoder stamped it.
    fileprivate func stamped(_ stamp: Int64, by decoder: UInt32) -> Crossing {
        Crossing(
            id: CrossingID(decoder: decoder, epoch: id.epoch, number: id.number), stamp: stamp,
            transponder: transponder, loop: loop, driver: driver, isEstimated: isEstimated)
    }
}
