import Testing
import Wire

@Suite("What a box says of its own health")
struct BoxHealthTests {
    private static func beat(_ health: String) -> [UInt8] {
        Array(
            #"{"v":1,"type":"heartbeat","decoder":1,"epoch":0,"next":1,"timeUs":0,"health":\#(health)}"#.utf8)
    }

    @Test("every measure, from its least value to its largest, reads back out of a heartbeat as it was")
    func roundTrip() throws {
        var decoder = FeedDecoder()
        for measure in BoxMeasure.allCases {
            for value in [measure.range.lowerBound, measure.range.upperBound, 1] {
                var health = BoxHealth()
                health[measure] = value
                let bytes = FeedEncoder.heartbeat(decoder: 7, epoch: 3, next: 9, stamp: 5, health: health)
                #expect(try decoder.decode(bytes) == .heartbeat(decoder: 7, epoch: 3, next: 9, stamp: 5))
                #expect(decoder.health == health)
            }
        }
        let plain = FeedEncoder.heartbeat(decoder: 7, epoch: 3, next: 9, stamp: 5)
        #expect(FeedEncoder.heartbeat(decoder: 7, epoch: 3, next: 9, stamp: 5, health: BoxHealth()) == plain)
        _ = try decoder.decode(plain)
        #expect(decoder.health == nil, "nothing is left of the heartbeat before")
    }

    @Test("of a made-up box nothing is told beyond what the protocol lets")
    func cut() {
        for measure in BoxMeasure.allCases {
            var health = BoxHealth()
            health[measure] = .max
            #expect(health[measure] == measure.range.upperBound)
            health[measure] = .min
            #expect(health[measure] == measure.range.lowerBound)
        }
    }

    @Test(
        "a heartbeat with a wrong value in its health is refused by the member's name, and nothing of it is left",
        arguments: [
            ("1", "health"), ("null", "health"), ("[]", "health"), (#"{"noise":-1}"#, "health.noise"),
            (#"{"noise":65536}"#, "health.noise"), (#"{"noise":1.5}"#, "health.noise"),
            (#"{"noise":"1"}"#, "health.noise"), (#"{"noise":null}"#, "health.noise"),
            (#"{"temperature":32768}"#, "health.temperature"), (#"{"framesHeard":4294967296}"#, "health.framesHeard"),
        ])
    func wrong(_ health: String, _ field: String) throws {
        var decoder = FeedDecoder()
        _ = try decoder.decode(Self.beat(#"{"noise":1}"#))
        let refusal = #expect(throws: Refusal.self) { try decoder.decode(Self.beat(health)) }
        #expect(refusal?.reason == .wrongValue)
        #expect(refusal?.field == field)
        #expect(decoder.health == nil)
    }

    @Test("a measure of a later version is ignored, and so is the health that a message of crossings has")
    func strange() throws {
        var decoder = FeedDecoder()
        _ = try decoder.decode(Self.beat(#"{"humidity":{"a":[1]},"noise":38}"#))
        #expect(decoder.health?[.noise] == 38)
        _ = try decoder.decode(feed(and: #""health":"good""#))
        #expect(decoder.health == nil)
        #expect(decoder.crossings.count == 1)
    }

    @Test("bad is what is beyond the limit that stands beside it, and a strength only where something has passed")
    func faults() {
        var health = BoxHealth()
        (health[.noise], health[.offsetTenths], health[.strength], health[.passings]) = (41, 101, 9, 1)
        #expect(health.faults == [], "without a limit nothing is bad")
        (health[.noiseMost], health[.offsetTenthsMost], health[.strengthLeast]) = (40, 100, 10)
        #expect(health.faults == [.noise, .offsetTenths, .strength])
        (health[.noise], health[.offsetTenths], health[.passings]) = (40, 100, 0)
        #expect(health.faults == [])
        (health[.strength], health[.passings]) = (10, 1)
        #expect(health.faults == [], "a value at its limit is within it")
    }
}
