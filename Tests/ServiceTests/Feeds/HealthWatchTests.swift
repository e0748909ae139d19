import Service
import Testing
import Wire

@Suite("A box that is not well by its own word")
struct HealthWatchTests {
    private static func health(noise: Int64) -> BoxHealth {
        var health = BoxHealth()
        (health[.noise], health[.noiseMost]) = (noise, 40)
        return health
    }

    /// Words five seconds apart, as boxes of AMB say them, from 0 on.
    /// - Returns: when `bad` changed, in seconds.
    private func turns(_ watch: inout HealthWatch, _ noises: [Int64], from start: Int64 = 0) -> [Int64] {
        noises.enumerated().compactMap { place, noise in
            let second = start + Int64(place) * 5
            return watch.note(Self.health(noise: noise), now: second * 1000) ? second : nil
        }
    }

    @Test("noise that lasts for a minute is told once, and once more when it has been gone for a minute")
    func lasting() {
        var watch = HealthWatch()
        #expect(turns(&watch, Array(repeating: 47, count: 12)) == [])
        #expect(watch.bad == [])
        #expect(turns(&watch, Array(repeating: 47, count: 30), from: 60) == [60])
        #expect(watch.bad == [.noise])
        #expect(turns(&watch, Array(repeating: 38, count: 12), from: 210) == [])
        #expect(watch.bad == [.noise])
        #expect(turns(&watch, Array(repeating: 38, count: 12), from: 270) == [270])
        #expect(watch.bad == [])
        #expect(watch.latest?.told[.noise] == 38)
        #expect(watch.latest?.at == 325_000)
    }

    @Test("noise that goes above its limit three times in four, and back each time, is no news")
    func flapping() {
        var watch = HealthWatch()
        let noises = (0..<400).map { $0 % 4 == 0 ? Int64(38) : 52 }
        #expect(turns(&watch, noises) == [])
        #expect(watch.bad == [])
    }

    @Test("after a silence a box has to say it for a whole minute again")
    func silence() {
        var watch = HealthWatch()
        #expect(turns(&watch, Array(repeating: 47, count: 11)) == [])
        #expect(turns(&watch, Array(repeating: 47, count: 12), from: 600) == [])
        #expect(turns(&watch, [47], from: 660) == [660])
    }

    @Test("what is bad stays so while another measure turns bad beside it")
    func two() {
        var watch = HealthWatch()
        #expect(turns(&watch, Array(repeating: 47, count: 13)) == [60])
        var both = Self.health(noise: 47)
        (both[.offsetTenths], both[.offsetTenthsMost]) = (120, 100)
        var turned: [Int64] = []
        for second in stride(from: Int64(65), through: 140, by: 5) where watch.note(both, now: second * 1000) {
            turned.append(second)
        }
        #expect(turned == [125])
        #expect(watch.bad == [.noise, .offsetTenths])
    }

    @Test("the log warns with value, limit and remedy, says when all is well, and is not filled by many boxes")
    func log() throws {
        let lines = LogLines()
        var log = HealthLog(lines.logger)
        var watch = HealthWatch()
        _ = turns(&watch, Array(repeating: 47, count: 13))
        log.note(watch, of: 101, feed: "line", now: 60_000)
        _ = turns(&watch, Array(repeating: 38, count: 13), from: 65)
        log.note(watch, of: 101, feed: "line", now: 125_000)
        #expect(
            lines.told == [
                "warning: feed \"line\": decoder 101 is not well, by its own word for a minute: noise 47, expected 40 at "
                    + "most; look for what disturbs the loop, and how it is laid",
                "notice: feed \"line\": decoder 101 is well again, by its own word for a minute",
            ])
        for decoder in UInt32(1)...64 { log.note(watch, of: decoder, feed: "line", now: 200_000) }
        #expect(lines.told.count == 12)
    }
}
