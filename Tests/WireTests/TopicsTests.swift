import Recording
import Rulebook
import Simulation
import Testing
import Timing
import Wire

/// A race whose parts are collected as a subscriber of narrower topics gets them.
private struct PartedRace {
    private(set) var deltas: [Int64: JSON] = [:]
    private(set) var parts: [(topic: String, message: JSON)] = []
    /// How many deltas so far said something of the car.
    private(set) var deltasOf: [String: Int] = [:]

    /// Plays a generated race, `owing` with something asked of its cars; subscribes to `prefix` after `missed` inputs.
    init(seed: UInt64, prefix: String, after missed: Int, owing: Bool = false) throws {
        let race = SimulatedRace.run(.generated(seed: seed))
        let session = race.event.sessions[0]
        var timekeeper = Timekeeper(owing ? session.owing(seed: seed) : session)
        var publication = Publication(timekeeper.session, epoch: 7)
        var topics = Topics(timekeeper.session)
        let writer = ByteWriter(capacity: 4096)
        for (place, input) in race.recording.inputs.enumerated() {
            if place == missed {
                _ = ([1] + Array(prefix.utf8)).withUnsafeBytes { topics.take(subscription: $0) }
            }
            let effect = try timekeeper.apply(input)
            publication.delta(of: input, effect, in: timekeeper, to: writer)
            let delta = try Self.message(writer).message
            deltas[try #require(delta["seq"]?.integer)] = delta
            let rows = (delta["rows"]?.elements ?? []).compactMap { $0["number"]?.text }
            let verdicts = (delta["verdicts"]?.elements ?? []).compactMap { $0["car"]?.text }
            for car in Set(rows + verdicts) { deltasOf[car, default: 0] += 1 }
            var made: [(topic: String, message: JSON)] = []
            _ = topics.count(effect, timekeeper)
            topics.publish(publication, effect, at: input.instant, timekeeper, with: writer) { writer in
                if let message = try? Self.message(writer) { made.append(message) }
            }
            parts += made
        }
    }

    private static func message(_ writer: ByteWriter) throws -> (topic: String, message: JSON) {
        let bytes = writer.bytes
        let space = try #require(bytes.firstIndex(of: 0x20))
        return (String(decoding: bytes[..<space], as: UTF8.self), try JSON(Array(bytes[(space + 1)...])))
    }
}

@Suite("Topics for one car, one class, only stops")
struct TopicsTests {
    @Test("a connection takes its own topics and leaves its own: another cannot take them from it, nor can noise")
    func others() throws {
        let race = SimulatedRace.run(.generated(seed: 1))
        let session = race.event.sessions[0]
        let car = try #require(session.entries.first).number.text
        var timekeeper = Timekeeper(session)
        let publication = Publication(session, epoch: 7)
        let takers = TopicTakers([session])
        var topics = Topics(session, takers: takers)
        func say(_ kind: UInt8, _ prefix: String, by connection: Int32) -> Bool {
            ([kind] + Array(prefix.utf8)).withUnsafeBytes { topics.take(subscription: $0, from: connection) }
        }
        let topic = "car/\(session.id)/\(car) "
        #expect(say(1, topic, by: 1) && say(1, "car/", by: 2) && say(1, "", by: 3) && say(1, "timing/", by: 3))
        for noise in 0..<20_000 { #expect(!say(1, "noise/\(noise)", by: 4)) }
        #expect(!say(1, topic + "x", by: 4) && !say(2, topic, by: 4))
        // Who never took it cannot leave it, nor leave it twice.
        _ = (say(0, topic, by: 4), say(0, "car/", by: 2), say(0, "car/", by: 2), say(0, topic, by: 2))
        takers.forget(3)
        takers.forget(4)
        func parts() throws -> Int {
            var made = 0
            let writer = ByteWriter(capacity: 4096)
            for input in race.recording.inputs where made == 0 {
                guard let effect = try? timekeeper.apply(input) else { continue }
                _ = topics.count(effect, timekeeper)
                topics.publish(publication, effect, at: input.instant, timekeeper, with: writer) { _ in made += 1 }
            }
            return made
        }
        #expect(try parts() == 1)
        #expect(say(0, topic, by: 1))
        #expect(try parts() == 0)
    }

    @Test("a car's topic holds each of its rows and verdicts, numbered without a hole", arguments: UInt64(1)...8)
    func carTopic(seed: UInt64) throws {
        let number = try #require(SimulatedRace.run(.generated(seed: seed)).event.entries.first).number.text
        let race = try PartedRace(seed: seed, prefix: "car/race/\(number) ", after: 0)
        #expect(race.parts.count == race.deltasOf[number], "seed \(seed)")
        #expect(race.parts.map { $0.message["topicSeq"]?.integer } == (0..<race.parts.count).map { Int64($0) + 1 })
        for part in race.parts {
            let rows = (part.message["rows"]?.elements ?? []).map { $0["number"]?.text }
            let verdicts = (part.message["verdicts"]?.elements ?? []).map { $0["car"]?.text }
            #expect(rows.count <= 1 && Set(rows + verdicts) == [number], "seed \(seed)")
        }
    }

    @Test("who comes late sees by the number how many messages there were before", arguments: UInt64(1)...8)
    func latecomer(seed: UInt64) throws {
        let whole = try PartedRace(seed: seed, prefix: "class/", after: 0)
        let late = try PartedRace(seed: seed, prefix: "class/", after: 60)
        #expect(late.parts.count < whole.parts.count, "seed \(seed)")
        let tail = whole.parts.suffix(late.parts.count)
        #expect(zip(tail, late.parts).allSatisfy { $0.topic == $1.topic && $0.message == $1.message }, "seed \(seed)")
    }

    @Test("a part's row says what the delta of the same sequence says", arguments: UInt64(1)...8)
    func samesay(seed: UInt64) throws {
        let race = try PartedRace(seed: seed, prefix: "", after: 0)
        for part in race.parts {
            let sequence = try #require(part.message["seq"]?.integer)
            let delta = try #require(race.deltas[sequence])
            for row in part.message["rows"]?.elements ?? [] {
                let whole = delta["rows"]?.elements?.first { $0["number"] == row["number"] }
                guard case .object(let members) = row else { continue }
                #expect(members.allSatisfy { whole?[$0.name] == $0.value }, "seed \(seed), \(part.topic)")
            }
        }
    }

    @Test("nothing is made for topics that nobody takes")
    func unwanted() throws {
        #expect(try PartedRace(seed: 3, prefix: "elsewhere/", after: 0).parts.isEmpty)
    }

    @Test("the topic of stops speaks only when a stop changed")
    func stops() throws {
        let race = try PartedRace(seed: 5, prefix: "stops/", after: 0)
        for part in race.parts {
            for row in part.message["rows"]?.elements ?? [] {
                guard case .object(let members) = row else { continue }
                #expect(members.map(\.name) == ["number", "stops"])
            }
        }
        #expect(!race.parts.isEmpty)
    }

    @Test(
        "what cars owe is told to whom it concerns, as the delta of the same sequence has it", arguments: UInt64(1)...8)
    func verdicts(seed: UInt64) throws {
        let race = try PartedRace(seed: seed, prefix: "", after: 0, owing: true)
        let parts = Dictionary(grouping: race.parts) { $0.message["seq"]?.integer ?? 0 }
        var states: [String: JSON] = [:]
        for (sequence, delta) in race.deltas.sorted(by: { $0.key < $1.key }) {
            let verdicts = delta["verdicts"]?.elements ?? []
            let told = parts[sequence] ?? []
            func of(_ topic: String) -> JSON? { told.first { $0.topic == topic }?.message }
            for (car, own) in Dictionary(grouping: verdicts, by: { $0["car"]?.text ?? "" }) {
                #expect(of("car/race/\(car)")?["verdicts"] == .array(own), "seed \(seed), \(sequence)")
            }
            #expect(of("stops/race")?["verdicts"]?.elements ?? [] == verdicts, "seed \(seed), \(sequence)")
            let news = verdicts.filter { verdict in
                let name = "\(verdict["car"]?.text ?? "") \(verdict["id"]?.text ?? "")"
                defer { states[name] = verdict["state"] }
                return states[name, default: .null] != verdict["state"]
            }
            let alert = of("alerts/race")
            #expect(alert?["verdicts"]?.elements ?? [] == news, "seed \(seed), \(sequence)")
            #expect(alert?["infringements"] == delta["infringements"], "seed \(seed), \(sequence)")
            #expect(alert?["doubts"] == delta["doubts"], "seed \(seed), \(sequence)")
            let isAlert = !news.isEmpty || delta["infringements"] != nil || delta["doubts"] != nil
            #expect((alert != nil) == isAlert)
        }
        #expect(!states.isEmpty)
    }
}
