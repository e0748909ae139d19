import Client
import Foundation
import Meeting
import Testing
import Timing
import Wire

@Suite("Encoder and client say the same")
struct EveryMemberTests {
    /// Messages that the daemon sends to its readers, and to who commands.
    private static let messages = [
        "ack", "refusal", "heartbeat", "delta", "snapshot", "results", "status", "part", "explanation", "takingOver",
        "rangeReply", "decisions", "dryRun", "meeting", "proposals", "result", "documents",
    ]

    @Test("every member of the schema that the daemon may say is read by a typed value")
    func everyMember() throws {
        let schema = try Schema(messages: Self.messages)
        #expect(schema.leaves.count > 200)
        var every = EveryMember(schema)
        var types: Set<String> = []
        for message in try Self.examples() + Self.encoded() {
            guard let type = message["type"]?.text, Self.messages.contains(type), message["decoder"] == nil else {
                continue
            }
            let isRead = every.take(message)
            #expect(isRead, "\(String(decoding: message.bytes.prefix(300), as: UTF8.self))")
            types.insert(type)
        }
        #expect(types == Set(Self.messages))
        #expect(every.unread.sorted() == [])
        // The command of an act is one of section 3: Wire reads it.
        let leaves = schema.leaves.filter { !$0.value.types.contains("command") }
        #expect(leaves.keys.filter { !every.read.contains($0) }.sorted() == [])
    }

    @Test("a reader that skips a member is caught")
    func caught() throws {
        let schema = try Schema(messages: ["heartbeat"])
        var every = EveryMember(schema)
        // The document has no such member, so that nobody reads it; here the schema has it.
        let beat = try JSON(
            Array(
                #"{"v":1,"type":"heartbeat","session":"r","epoch":1,"firstSeq":1,"previousEpoch":null,"next":2,"nowMs":5}"#
                    .utf8))
        let isRead = every.take(beat)
        #expect(isRead)
        #expect(every.read.count == schema.leaves.count && every.unread.isEmpty)
        var blind = EveryMember(schema.with(member: "heartbeat.mood"))
        guard case .object(let members) = beat else { return }
        let isReadBlindly = blind.take(.object(members + [JSON.Member("mood", .string("good"))]))
        #expect(isReadBlindly)
        #expect(blind.unread == ["heartbeat.mood"])
    }

    /// The examples of docs/protocol.md.
    private static func examples() throws -> [JSON] {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let text = try String(contentsOf: root.appending(path: "docs/protocol.md"), encoding: .utf8)
        let lines = text.split(separator: "\n").filter { $0.hasPrefix("{\"v\":1,") }.map(String.init)
        // What no generated race has: a car with too few laps.
        let tooFew =
            #""notClassified":{"because":"classifiedPercent","laps":3,"needed":20,"winner":"7","winnerLaps":27}"#
        let more = lines.filter { $0.contains(#""notClassified":null"#) }
            .map { $0.replacing(#""notClassified":null"#, with: tooFew) }
        return try (lines + more).map { try JSON(Array($0.utf8)) }
    }

    /// What the encoder says of generated races.
    private static func encoded() throws -> [JSON] {
        var messages: [[UInt8]] = []
        for seed: UInt64 in 1...2 {
            let race = try TroubledRace(seed: seed)
            var told = ToldRace(race.session, epoch: seed)
            for (index, input) in race.inputs.enumerated() {
                told.take(input)
                guard index == race.inputs.count / 2 else { continue }
                messages += [told.snapshot, told.results]
                // Cars that are overdue are told of when time goes on.
                told.take(.time(told.timekeeper.now + .minutes(5)))
                messages += told.deltas.suffix(1)
            }

            messages += told.deltas.shuffled(seed, 60) + told.parts.shuffled(seed, 30) + told.deltas.suffix(1)
            messages += [told.snapshot, told.results]
            for entry in race.session.entries.prefix(2) {
                let things: [ExplainedThing] = [
                    .position, .lap(1), .lap(2), .stop(1), .obligation(ObligationID(.stop, 1)),
                ]
                messages += things.compactMap { told.explanation(of: entry.number, $0) }
            }
        }
        let act = Act(id: "a", at: Instant(milliseconds: 5), by: "b", kind: .start)
        messages.append(
            Reply.acknowledgement(
                of: act, session: "r", sequence: 3, isRepeated: false, isJournalled: true,
                .init(
                    understood: "start", follows: ["flag none → green"], changed: [CarNumber("7")],
                    moved: [.init(from: CarNumber("3"), to: nil, crossings: 2, laps: 1)])))
        let shared = MeetingMessage.Shared(
            Transponder(4711), in: ["a", "b"], crossings: 2, latest: Instant(milliseconds: 6))
        messages.append(
            MeetingMessage(
                event: "e", epoch: 1, sequence: 1, now: Instant(milliseconds: 7), RaceMeeting([]), sequences: [:],
                shared: [shared]
            ).bytes)
        return try messages.map { try JSON($0) }
    }
}

extension Array {
    /// So many of them, always the same.
    fileprivate func shuffled(_ seed: UInt64, _ most: Int) -> [Element] {
        let step = Swift.max(1, count / most)
        return enumerated().filter { ($0.offset + Int(seed)) % step == 0 }.map(\.element)
    }
}
