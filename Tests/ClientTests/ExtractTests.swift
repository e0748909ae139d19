import Client
import Testing
import Timing
import Wire

@Suite("Parts of results")
struct ExtractTests {
    private func results() throws -> [UInt8] {
        let race = try TroubledRace(seed: 3)
        var told = ToldRace(race.session)
        for input in race.inputs { told.take(input) }
        return told.results
    }

    @Test("compliance of one car is its verdicts, infringements and net row as they came, and of all everybody's")
    func compliance() throws {
        let bytes = try results()
        let whole = try JSON(bytes)
        let all = try JSON(ComplianceExtract(of: bytes, car: nil).bytes)
        for name in ["verdicts", "infringements", "net"] { #expect(all[name] == whole[name]) }
        let car = try #require(PublishedResults(whole).findings.verdicts.first).car
        let one = try JSON(ComplianceExtract(of: bytes, car: car).bytes)
        let own = try #require(whole["verdicts"]?.elements).filter { $0["car"]?.text == car.text }
        #expect(one["verdicts"]?.elements == own && own.count < whole["verdicts"]?.elements?.count ?? 0)
    }

    @Test("a row is held against what a file states of it, and nothing else")
    func stated() throws {
        func rows(_ text: String) throws -> [StatedRow] {
            try #require(StatedRow.rows(of: JSON(Array(#"{"classification":[\#(text)]}"#.utf8))))
        }
        let found = try rows(
            #"{"number":"7","laps":12,"gapMs":null,"intervalMs":23,"intervalLaps":0,"stops":[{"inMs":5,"outMs":9}]}"#)[
                0]
        let stated = try rows(
            #"{"number":"7","laps":13,"totalMs":5,"intervalMs":null,"intervalLaps":null,"stops":[{"inMs":6}]}"#)[0]
        let differences = stated.differences(of: found).map { "\($0.name) \($0.found) \($0.expected)" }
        #expect(differences == ["laps 12 13", "totalMs missing 5"])
        let stop = try #require(stated.stops?.first).differences(of: try #require(found.stops?.first))
        #expect(stop.map { "\($0.name) \($0.found) \($0.expected)" } == ["inMs 5 6"])
        #expect(found.differences(of: found).isEmpty && found.car == "7")
        // Where laps lie between two cars, it is said that there is no time.
        let behind = try rows(#"{"intervalMs":null,"intervalLaps":1}"#)[0]
        #expect(behind.differences(of: found).map(\.name) == ["intervalMs", "intervalLaps"])
        #expect(StatedRow.rows(of: .object([])) == nil)
    }

    @Test("the daemon's health is read as it was written")
    func status() throws {
        var message = StatusMessage(
            now: Instant(milliseconds: 5000), session: "race2", epoch: 9, sequence: 12, uptime: 3000)
        var health = BoxHealth()
        (health[.noise], health[.noiseMost], health[.temperature]) = (47, 40, -3)
        message.feeds = [
            .init(
                name: "stand", connect: "tcp://x", state: "silent", messages: 1, crossings: 2, repeated: 3,
                isWithoutKey: true,
                decoders: [
                    .init(
                        decoder: 101, epoch: 4, next: 5, received: 6, missing: 7, lost: 8, recovered: 9, restarts: 10,
                        missingBefore: 12, lastStamp: 11, health: .init(health, age: 37, bad: [.noise])),
                    .init(
                        decoder: 102, epoch: 4, next: 5, received: 6, missing: 7, lost: 8, recovered: 9, lastStamp: 11),
                ]),
            .init(
                name: "keyed", connect: "tcp://y", state: "live", messages: 1, crossings: 2, repeated: 3, decoders: []),
        ]
        message.refused = [("not-json", 2)]
        message.laneQueue = 13
        message.history = 14
        message.publication = (15, 16, 17)
        message.doors = [.init("query", connected: 18, refused: 19)]
        message.journal = .init(state: "behind", segment: 20, offset: 21, behind: 22, unsynced: 23, hash: [0xAB])
        message.pair = .init(
            role: "primary", peer: "tcp://y", standby: (segment: 24, offset: 25, heard: 26, fault: "full"))
        message.transponders = .init(
            seen: 27,
            places: [
                .init(
                    car: CarNumber("8"), loop: LoopID(5), name: "Sector 2", at: Instant(milliseconds: 32),
                    transponder: Transponder(33), reading: TransponderReading(Transponder(33), hits: 34, strength: 35))
            ],
            unseen: [(CarNumber("7"), Transponder(28)), (CarNumber("9"), nil)],
            unknown: [
                .init(Transponder(29), crossings: 30, laps: 36, last: Instant(milliseconds: 31), reading: nil)
            ])
        let writer = ByteWriter(capacity: 64)
        message.write(withTopic: true, to: writer)
        guard case .status(let status) = try writer.withBytes({ try PublishedMessage(frame: $0) }) else {
            Issue.record("no status")
            return
        }
        #expect(status.sequence == 12 && status.uptime == .seconds(3) && status.refused.map(\.count) == [2])
        let decoder = try #require(status.feeds.first?.decoders.first)
        #expect(status.feeds[0].state == .silent && status.feeds[0].repeated == 3)
        #expect([decoder.missing, decoder.lost, decoder.recovered, decoder.restarts] == [7, 8, 9, 10])
        #expect(decoder.missingBefore == 12)
        #expect(status.feeds.map(\.isWithoutKey) == [true, false])
        #expect(decoder.box?.health == health && decoder.box?.age == Milliseconds(37))
        #expect(decoder.box?.bad.map(\.known) == [.noise])
        #expect(status.feeds[0].decoders[1].box == nil)
        #expect(decoder.next == 5 && decoder.received == 6 && decoder.lastStamp == 11)
        #expect(status.queues.lane == 13 && status.queues.history == 14)
        #expect([status.publication.subscribers, status.publication.missed, status.publication.gone] == [15, 16, 17])
        #expect(status.doors.map { [$0.connected, $0.refused] } == [[18, 19]])
        #expect(status.journal?.behindBytes == 22 && status.journal?.unsynced == Milliseconds(23))
        #expect(status.transponders?.seen == 27 && status.transponders?.unknown.map(\.crossings) == [30])
        let place = try #require(status.transponders?.places.first)
        #expect(place.car == CarNumber("8") && place.loop == LoopID(5) && place.name == "Sector 2")
        #expect(place.at == Instant(milliseconds: 32) && place.transponder == Transponder(33))
        #expect(place.reading?.hits == 34 && place.reading?.strength == 35)
        #expect(status.transponders?.unknown.map(\.laps) == [36] && status.transponders?.unknown[0].reading == nil)
        #expect(status.transponders?.unseen.map(\.transponder) == [Transponder(28), nil])
        #expect(status.journal?.hash == "ab" && status.pair?.standby?.heard == Milliseconds(26))
        #expect(status.pair?.standby?.fault == "full")
    }
}
