import Bridges
import Testing
import Wire

@Suite("The health that a bridge tells of its box")
struct BoxHealthTests {
    @Test("a real box's words and passings: noise with its limit, voltage, temperature, and its passings")
    func p3() throws {
        let folder = try RingFolder()
        var intake = P3Intake(try FeedRing(folder.path, decoder: 101, capacity: 500, now: 1), loop: 3)
        let times = MachineTimes(microseconds: 1_000_000, utc: 1_551_542_808_000_000)
        var health = intake.takeHealth()
        #expect(health == nil)
        _ = intake.connected(times)
        var told = 0
        for line in try P3RecordTests.capture() {
            _ = intake.take(line, times)
            if let new = intake.takeHealth() {
                told += 1
                health = new
            }
        }
        #expect(told == 1304, "each word is told once")
        let last = try #require(health)
        #expect(last[.noise].map { 30...60 ~= $0 } == true)
        #expect(last[.noiseMost] == 40)
        #expect(last[.temperature] == 22)
        #expect(last[.voltageTenths].map { 118...119 ~= $0 } == true)
        #expect(last[.satellites] == 0)
        #expect(last[.passings] == 84)
        #expect(last[.hits].map { 26...107 ~= $0 } == true)
        #expect(last[.strength].map { 144...183 ~= $0 } == true)
        health = intake.takeHealth()
        #expect(health == nil)
    }

    @Test("the limit of the noise is the bridge's to state; without one there is none")
    func limit() throws {
        let times = MachineTimes(microseconds: 1, utc: 1)
        for most in [UInt16(60), nil] {
            let folder = try RingFolder()
            var intake = P3Intake(
                try FeedRing(folder.path, decoder: 101, capacity: 500, now: 1), loop: 3, noiseMost: most)
            var box = PlayedBox()
            _ = intake.connected(times)
            _ = intake.take(box.status(), times)
            let told = intake.takeHealth()
            let health = try #require(told)
            #expect(health[.noise] == 39)
            #expect(health[.noiseMost] == most.map { Int64($0) })
            #expect(health[.passings] == nil)
        }
    }

    @Test("an OpenStint box: decibels, offset and frames, and readings that have to be 3 dB above the noise")
    func openStint() throws {
        let folder = try RingFolder()
        var intake = OpenStintIntake(try FeedRing(folder.path, decoder: 102, capacity: 500, now: 1), loop: 2)
        func tell(_ text: String, at milliseconds: Int64) {
            let times = MachineTimes(
                microseconds: milliseconds * 1000, utc: 1_790_000_000_000_000 + milliseconds * 1000)
            _ = intake.take(Array(text.utf8), times)
        }
        var told = intake.takeHealth()
        #expect(told == nil)
        tell("S 1000 -37.52 5.1 130 89", at: 1000)
        told = intake.takeHealth()
        let early = try #require(told)
        #expect([early[.noiseTenthsDb], early[.offsetTenths]] == [-375, 51])
        #expect([early[.framesHeard], early[.framesUnderstood]] == [130, 89])
        #expect(early[.strengthLeast] == nil && early[.passings] == nil)
        for (place, rssi) in ["-36.0", "-35.0"].enumerated() {
            tell("P \(4000 + place * 500) OPN 7 \(rssi) \(20 + place) 95", at: 4000 + Int64(place) * 500)
        }
        tell("S 5000 -37.52 12.3 10 9", at: 5000)
        told = intake.takeHealth()
        let health = try #require(told)
        #expect([health[.passings], health[.hits], health[.strength]] == [2, 20, 645])
        #expect(health[.strengthLeast] == 655)
        #expect(health.faults == [.offsetTenths, .strength])
    }

    @Test("averages are of the latest hundred passings: what was before them is forgotten")
    func latest() {
        var readings = LatestReadings()
        #expect(readings.average == nil)
        for _ in 0..<250 { readings.note(hits: 10, strength: 60) }
        for _ in 0..<50 { readings.note(hits: 30, strength: 160) }
        let half = readings.average
        #expect((half?.passings, half?.hits, half?.strength) == (100, 20, 110))
        for _ in 0..<50 { readings.note(hits: 30, strength: 160) }
        #expect(readings.average?.hits == 30)
        #expect(readings.average?.strength == 160)
    }
}
