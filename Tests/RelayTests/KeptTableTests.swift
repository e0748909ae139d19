import Client
import Foundation
import Relay
import Testing

@Suite("The relay's table, part by part")
struct KeptTableTests {
    private static let document = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../docs/protocol.md")

    /// The snapshot of the document, of its car 88, and the same with another car; at another place.
    private func snapshot(_ sequence: UInt64, of epoch: UInt64 = 7, cars: [String] = ["88"]) throws -> [UInt8] {
        let text = try String(contentsOf: Self.document, encoding: .utf8)
        let line = try #require(text.split(separator: "\n").first { $0.hasPrefix(#"{"v":1,"type":"snapshot""#) })
        let rows = try #require(line.range(of: #""rows":["#)).upperBound
        let end = try #require(line.range(of: #"],"unknown""#)).lowerBound
        let row = line[rows..<end]
        let all = cars.map { row.replacing(#"{"number":"88""#, with: #"{"number":"\#($0)""#) }.joined(separator: ",")
        return Array(
            line.replacingCharacters(in: rows..<end, with: all)
                .replacing(#""epoch":1526715000000,"#, with: #""epoch":\#(epoch),"#)
                .replacing(#""seq":1021,"#, with: #""seq":\#(sequence),"#).utf8)
    }

    private func delta(_ sequence: UInt64, of epoch: UInt64 = 7, _ more: String = #""rows":[]"#) throws -> DeltaFrame {
        try #require(
            DeltaFrame(
                Array(#"{"v":1,"type":"delta","session":"race2","epoch":\#(epoch),"seq":\#(sequence),\#(more)}"#.utf8)))
    }

    /// What is to be sent, by part.
    private func taken(_ table: inout KeptTable) -> [String: String] {
        var found: [String: String] = [:]
        while let part = table.next { found[part] = String(decoding: table.take(part), as: UTF8.self) }
        return found
    }

    @Test("a snapshot makes every part: each row without its stops, the stops with the car's verdicts, the alerts")
    func whole() throws {
        var table = KeptTable()
        try table.take(delta(4))
        #expect(table.next == nil && table.place == nil, "without a snapshot there is no table")
        try table.take(snapshot: snapshot(3, cars: ["88", "7/8.1"]), epoch: 7, sequence: 3)
        #expect(table.place == StreamPlace(epoch: 7, sequence: 4, number: 0), "the delta behind it was not forgotten")
        let parts = taken(&table)
        #expect(
            parts.keys.sorted() == [
                "alerts", "car.GT3.7%2F8%2E1", "car.GT3.88", "stops.GT3.7%2F8%2E1", "stops.GT3.88",
            ])
        let row = try #require(parts["car.GT3.88"])
        #expect(
            row.hasPrefix(
                #"{"v":1,"type":"row","session":"race2","epoch":7,"seq":4,"row":{"number":"88","class":"GT3","position":1,"#
            ))
        #expect(row.hasSuffix(#""estimated":[],"stintFromMs":1653010,"driverFromMs":1653010}}"#))
        #expect(!row.contains("stops"))
        let stops = try #require(parts["stops.GT3.88"])
        #expect(
            stops.hasPrefix(
                #"{"v":1,"type":"stops","session":"race2","epoch":7,"seq":4,"number":"88","stops":[{"inMs":1568004,"#))
        #expect(stops.contains(#""verdicts":[{"car":"88","id":"stop1","state":"served","#))
        #expect(try #require(parts["stops.GT3.7%2F8%2E1"]).hasSuffix(#""verdicts":[]}"#))
        #expect(
            try #require(parts["alerts"]).hasPrefix(
                #"{"v":1,"type":"alerts","session":"race2","epoch":7,"seq":4,"infringements":[],"doubts":[{"kind":"#))
        #expect(taken(&table) == [:])
    }

    @Test("a delta changes the parts that it names, and no other; what stood in a row stays but for what it holds")
    func changes() throws {
        var table = KeptTable()
        try table.take(snapshot: snapshot(3, cars: ["88", "7"]), epoch: 7, sequence: 3)
        _ = taken(&table)
        try table.take(delta(4, #""rows":[{"number":"7","position":2,"gapMs":5,"gapIsNow":false}]"#))
        var parts = taken(&table)
        #expect(parts.keys.sorted() == ["car.GT3.7"])
        let row = try #require(parts["car.GT3.7"])
        #expect(
            row.contains(#""seq":4,"row":{"number":"7","class":"GT3","position":2,"#) && row.contains(#""gapMs":5,"#))
        #expect(row.contains(#""laps":18,"#) && row.contains(#""gapIsNow":false"#))
        try table.take(delta(5, #""rows":[{"number":"7","gapMs":6,"stops":[]}]"#))
        try table.take(delta(6, #""verdicts":[{"car":"88","id":"stop1","state":null}],"rows":[]"#))
        parts = taken(&table)
        #expect(parts.keys.sorted() == ["car.GT3.7", "stops.GT3.7", "stops.GT3.88"])
        #expect(try !#require(parts["car.GT3.7"]).contains("gapIsNow"), "a gap without the word is of now")
        #expect(try #require(parts["stops.GT3.7"]).contains(#""number":"7","stops":[],"#))
        #expect(try #require(parts["stops.GT3.88"]).hasSuffix(#""verdicts":[]}"#))
        try table.take(delta(7, #""doubts":[],"rows":[]"#))
        #expect(try #require(taken(&table)["alerts"]).hasSuffix(#""infringements":[],"doubts":[]}"#))
    }

    @Test("a part that changes twice before it can be sent goes once; one that was not kept goes again")
    func coalesced() throws {
        var table = KeptTable()
        try table.take(snapshot: snapshot(3), epoch: 7, sequence: 3)
        _ = taken(&table)
        try table.take(delta(4, #""rows":[{"number":"88","laps":19}]"#))
        try table.take(delta(5, #""rows":[{"number":"88","laps":20}]"#))
        #expect(table.next == "car.GT3.88")
        #expect(String(decoding: table.take("car.GT3.88"), as: UTF8.self).contains(#""seq":5,"#))
        #expect(table.next == nil)
        table.takeBack("car.GT3.88")
        #expect(try #require(taken(&table)["car.GT3.88"]).contains(#""laps":20,"#))
    }

    @Test("behind a gap the table waits for a snapshot, and then sends what differs")
    func gap() throws {
        var table = KeptTable()
        try table.take(snapshot: snapshot(3, cars: ["88", "7"]), epoch: 7, sequence: 3)
        _ = taken(&table)
        try table.take(delta(6, #""rows":[{"number":"7","laps":3}]"#))
        #expect(table.place == nil && table.next == nil)
        try table.take(snapshot: snapshot(5, cars: ["88", "7"]), epoch: 7, sequence: 5)
        #expect(taken(&table).keys.sorted() == ["car.GT3.7"])
        #expect(table.place?.sequence == 6 && table.putRight == 0)
    }

    @Test("an epoch that goes on is followed; of one whose end was taken back the snapshot is taken")
    func epochs() throws {
        var table = KeptTable()
        try table.take(snapshot: snapshot(3), epoch: 7, sequence: 3)
        _ = taken(&table)
        try table.take(delta(4, of: 9, #""rows":[{"number":"88","laps":19}]"#))
        #expect(try #require(taken(&table)["car.GT3.88"]).contains(#""epoch":9,"seq":4,"#))
        try table.take(delta(3, of: 7, #""rows":[{"number":"88","laps":1}]"#))
        #expect(table.next == nil, "what is old is left")
        try table.take(delta(4, of: 11, #""rows":[{"number":"88","laps":18}]"#))
        #expect(table.place == nil)
        try table.take(snapshot: snapshot(4, of: 11), epoch: 11, sequence: 4)
        #expect(try #require(taken(&table)["car.GT3.88"]).contains(#""laps":18,"#))
    }

    @Test("a car that has gone, or has another class, is said to be no more where it was, once")
    func gone() throws {
        var table = KeptTable()
        table.note(kept: ["car.GT3.1", "stops.GT3.1", "alerts"])
        try table.take(snapshot: snapshot(3, cars: ["88", "7"]), epoch: 7, sequence: 3)
        #expect(
            try #require(taken(&table)["car.GT3.1"])
                == #"{"v":1,"type":"row","session":"race2","epoch":7,"seq":3,"row":null}"#)
        try table.take(
            delta(4, #""entries":[],"gone":["7"],"rows":[{"number":"88","class":"GTC","laps":18}]"#))
        let parts = taken(&table)
        #expect(
            parts.keys.sorted() == [
                "car.GT3.7", "car.GT3.88", "car.GTC.88", "stops.GT3.7", "stops.GT3.88", "stops.GTC.88",
            ])
        #expect(try #require(parts["stops.GT3.7"]).hasSuffix(#""seq":4,"stops":null}"#))
        #expect(try #require(parts["car.GTC.88"]).contains(#""position":1,"#))
        table.note(kept: Array(parts.keys))
        #expect(table.next == nil)
    }

    @Test("a snapshot of the same place finds out what the deltas have made wrong, and puts it right")
    func putRight() throws {
        var table = KeptTable()
        try table.take(snapshot: snapshot(3), epoch: 7, sequence: 3)
        _ = taken(&table)
        try table.take(snapshot: snapshot(3), epoch: 7, sequence: 3)
        #expect(table.putRight == 0 && table.next == nil)
        try table.take(delta(4, #""rows":[{"number":"88","laps":40}]"#))
        try table.take(snapshot: snapshot(4), epoch: 7, sequence: 4)
        #expect(table.putRight == 1)
        #expect(try #require(taken(&table)["car.GT3.88"]).contains(#""laps":18,"#))
    }
}
