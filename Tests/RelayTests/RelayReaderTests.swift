import Client
import Foundation
import Relay
import Testing

@Suite("The relay's reader")
struct RelayReaderTests {
    private static let document = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../docs/protocol.md")

    private func delta(_ sequence: UInt64, of epoch: UInt64 = 7) -> [UInt8] {
        Array(#"{"v":1,"type":"delta","session":"race2","epoch":\#(epoch),"seq":\#(sequence),"rows":[]}"#.utf8)
    }

    /// The snapshot of the document, at another place.
    private func snapshot(_ sequence: UInt64, of epoch: UInt64 = 7, first: UInt64 = 1, after previous: UInt64? = nil)
        throws -> [UInt8]
    {
        let text = try String(contentsOf: Self.document, encoding: .utf8)
        let line = try #require(text.split(separator: "\n").first { $0.hasPrefix(#"{"v":1,"type":"snapshot""#) })
        let head = #""epoch":\#(epoch),"firstSeq":\#(first),"previousEpoch":\#(previous.map(String.init) ?? "null"),"#
        return Array(
            line.replacing(
                #""epoch":1526715000000,"firstSeq":1,"previousEpoch":null,"seq":1021,"#,
                with: head + #""seq":\#(sequence),"#
            ).utf8)
    }

    private func publish(_ body: [UInt8], on topic: String, to reader: inout RelayReader) throws {
        let frame = Array("\(topic)/race2 ".utf8) + body
        _ = try frame.withUnsafeBytes { try reader.take(published: $0) }
    }

    private func beat(
        next: UInt64, of epoch: UInt64 = 7, first: UInt64 = 1, after previous: UInt64? = nil
    ) -> [UInt8] {
        let before = previous.map(String.init) ?? "null"
        return Array(
            #"{"v":1,"type":"heartbeat","session":"race2","epoch":\#(epoch),"firstSeq":\#(first),"previousEpoch":\#(before),"next":\#(next),"nowMs":5}"#
                .utf8)
    }

    private func range(_ deltas: [[UInt8]], of epoch: UInt64 = 7) -> [[UInt8]] {
        let head =
            #"{"v":1,"type":"rangeReply","session":"race2","epoch":\#(epoch),"from":1,"to":1,"count":\#(deltas.count)}"#
        return [Array(head.utf8)] + deltas
    }

    /// Deltas as `epoch.sequence`, a beat as `beat`, snapshots as `snapshot epoch.sequence`.
    private func names(_ reader: inout RelayReader) -> [String] {
        reader.taken().map { carried in
            switch carried {
            case .delta(let delta): "\(delta.epoch).\(delta.sequence)"
            case .beat: "beat"
            case .snapshot(_, let epoch, let sequence, let startsAnew):
                "\(startsAnew ? "anew" : "snapshot") \(epoch).\(sequence)"
            }
        }
    }

    @Test("behind the stream's last delta it asks for what is missing, and hands on each once, a beat after all")
    func resumes() throws {
        var reader = RelayReader()
        reader.begin(after: StreamPlace(epoch: 7, sequence: 3, number: 3))
        #expect(reader.question == nil)
        try publish(delta(6), on: "timing", to: &reader)
        #expect(names(&reader) == [])
        #expect(reader.question == .range(epoch: 7, from: 4, to: 5))
        try publish(beat(next: 7), on: "beat", to: &reader)
        #expect(names(&reader) == [], "a beat that tells of deltas still to come is not carried")
        _ = try reader.take(
            answer: range([delta(4), delta(5)]), to: .range(epoch: 7, from: 4, to: 5))
        try publish(delta(5), on: "timing", to: &reader)
        try publish(beat(next: 7), on: "beat", to: &reader)
        #expect(names(&reader) == ["7.4", "7.5", "7.6", "beat"])
        #expect(reader.question == nil)
    }

    @Test("bytes go on as they were published")
    func bytes() throws {
        var reader = RelayReader()
        reader.begin(after: StreamPlace(epoch: 7, sequence: 3, number: 3))
        try publish(delta(4), on: "timing", to: &reader)
        guard case .delta(let carried)? = reader.taken().first else {
            Issue.record("nothing was carried")
            return
        }
        #expect(carried.bytes == delta(4))
    }

    @Test("an epoch that goes on seamlessly is carried without a snapshot")
    func nextEpoch() throws {
        var reader = RelayReader()
        reader.begin(after: StreamPlace(epoch: 7, sequence: 3, number: 3))
        try publish(delta(4, of: 9), on: "timing", to: &reader)
        #expect(names(&reader) == [])
        try publish(beat(next: 5, of: 9, first: 4, after: 7), on: "beat", to: &reader)
        #expect(names(&reader) == ["9.4", "beat"])
    }

    @Test("two epochs later the history is asked for from its beginning, and what the stream has is not carried again")
    func laterEpochs() throws {
        var reader = RelayReader()
        reader.begin(after: StreamPlace(epoch: 7, sequence: 3, number: 3))
        try publish(beat(next: 6, of: 11, first: 5, after: 9), on: "beat", to: &reader)
        #expect(reader.question == .snapshot)
        _ = try reader.take(answer: [snapshot(5, of: 11, first: 5, after: 9)], to: .snapshot)
        let asked = FollowQuestion.range(epoch: 11, from: 1, to: 5)
        #expect(reader.question == asked)
        let history = [delta(1), delta(2), delta(3, of: 9), delta(4, of: 9), delta(5, of: 11)]
        _ = try reader.take(answer: range(history, of: 11), to: asked)
        #expect(names(&reader) == ["9.3", "9.4", "11.5", "snapshot 11.5"])
    }

    @Test("what can be had no more is said, and a snapshot stands in its place before anything follows")
    func tooOld() throws {
        var reader = RelayReader()
        reader.begin(after: StreamPlace(epoch: 7, sequence: 3, number: 3))
        try publish(delta(90), on: "timing", to: &reader)
        let asked = FollowQuestion.range(epoch: 7, from: 4, to: 89)
        #expect(reader.question == asked)
        let refusal =
            #"{"v":1,"type":"refusal","reason":"too-old","field":"from","message":"m","expected":"e","remedy":"r"}"#
        _ = try reader.take(answer: [Array(refusal.utf8)], to: asked)
        #expect(reader.question == .snapshot)
        _ = try reader.take(answer: [snapshot(91)], to: .snapshot)
        try publish(delta(92), on: "timing", to: &reader)
        #expect(names(&reader) == ["anew 7.91", "7.92"])
        let said = reader.said()
        #expect(said.count == 1 && said[0].contains("between 7.3 and 7.91 can no longer be had"), "\(said)")
    }

    @Test("a snapshot for those who join goes behind the deltas that it holds")
    func snapshots() throws {
        var reader = RelayReader()
        reader.begin(after: StreamPlace(epoch: 7, sequence: 3, number: 3))
        reader.wantsSnapshot = true
        #expect(reader.question == .snapshot)
        _ = try reader.take(answer: [snapshot(4)], to: .snapshot)
        #expect(names(&reader) == [] && reader.question == .range(epoch: 7, from: 4, to: 4))
        try publish(delta(4), on: "timing", to: &reader)
        #expect(names(&reader) == ["7.4", "snapshot 7.4"])
        #expect(reader.question == nil)
    }

    @Test("when too much waits for the stream, what comes is left, and asked for when there is room")
    func full() throws {
        var reader = RelayReader()
        reader.begin(after: StreamPlace(epoch: 7, sequence: 3, number: 3))
        reader.isFull = true
        for sequence in UInt64(4)...9 { try publish(delta(sequence), on: "timing", to: &reader) }
        #expect(names(&reader) == [] && reader.question == nil)
        reader.isFull = false
        #expect(reader.question == .range(epoch: 7, from: 4, to: 9))
    }

    @Test("a daemon whose epoch is smaller than the stream's is noticed, and nothing of it is carried")
    func smallerEpoch() throws {
        var reader = RelayReader()
        reader.begin(after: StreamPlace(epoch: 7, sequence: 3, number: 3))
        try publish(delta(4, of: 5), on: "timing", to: &reader)
        try publish(beat(next: 5, of: 5), on: "beat", to: &reader)
        #expect(names(&reader) == [] && reader.smallerEpoch == 5)
        try publish(beat(next: 4), on: "beat", to: &reader)
        #expect(reader.smallerEpoch == nil)
    }
}
