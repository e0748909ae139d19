import Foundation
import Testing
import Timing
import Wire

@Suite("The examples of docs/protocol.md")
struct DocumentTests {
    /// The ```json blocks of the document, each with the line on which it begins.
    private func examples() throws -> [(line: Int, bytes: [UInt8])] {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let text = try String(contentsOf: root.appending(path: "docs/protocol.md"), encoding: .utf8)
        var found: [(line: Int, bytes: [UInt8])] = []
        var block: (line: Int, lines: [Substring])?
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if line == "```json" {
                block = (index + 2, [])
            } else if line == "```", let ended = block {
                found.append((ended.line, Array(ended.lines.joined(separator: "\n").utf8)))
                block = nil
            } else {
                block?.lines.append(line)
            }
        }
        return found
    }

    @Test("each that Lapwing reads is accepted by its reader")
    func read() throws {
        var kinds: [String: Int] = [:]
        for (line, bytes) in try examples() {
            let json = try JSON(bytes)
            let type = try #require(json["type"]?.text, "line \(line)")
            var decoder = FeedDecoder()
            var isRead = true
            do throws(Refusal) {
                switch type {
                case "crossings": _ = try decoder.decode(bytes)
                case "heartbeat" where json["session"] == nil: _ = try decoder.decode(bytes)
                // For a standby, which has no session to command.
                case "command" where json["command"]?["kind"]?.text == "takeOver": isRead = false
                case "command" where Self.isOfMeeting(json):
                    let command = try MeetingCommand(json)
                    #expect(command.bytes == bytes, "docs/protocol.md:\(line)")
                case "command":
                    _ = try SpokenCommand(json) { _, field in
                        Instant(milliseconds: field == "at" ? 1_526_716_000_000 : 1_526_717_000_000)
                    } act: { name in
                        Act(
                            id: name, at: Instant(milliseconds: 5), by: "stewards",
                            kind: .penalty(CarNumber("9"), .laps(1), reason: "why"))
                    }
                case "follow", "fence":
                    let request = try accept(bytes) { bytes throws(Refusal) in try PairRequest(bytes) }
                    #expect(request.bytes == bytes, "docs/protocol.md:\(line)")
                case "journal", "fenced", "runs":
                    let answer = try accept(bytes) { bytes throws(Refusal) in try PairAnswer(bytes) }
                    #expect(answer.bytes == bytes, "docs/protocol.md:\(line)")
                case "request":
                    let question = try accept(bytes) { bytes throws(Refusal) in try MeetingQuestion(bytes) }
                    guard case .session = question else { continue }
                    _ = try accept(bytes) { bytes throws(Refusal) in try Query(bytes, session: "race2") }
                case "range": _ = try accept(bytes) { bytes throws(Refusal) in try FeedRange(request: bytes) }
                case "rangeReply" where json["session"] == nil:
                    _ = try accept(bytes) { bytes throws(Refusal) in try FeedRange.reply(bytes) }
                default: isRead = false
                }
            } catch {
                Issue.record("docs/protocol.md:\(line): \(error)")
            }
            if isRead { kinds[type, default: 0] += 1 }
        }
        let count = kinds.values.reduce(0, +)
        #expect(count >= 12, "only \(count) examples that Lapwing reads were found")
        #expect(
            Set(kinds.keys) == [
                "crossings", "heartbeat", "command", "request", "range", "rangeReply", "follow", "fence", "journal",
                "fenced", "runs",
            ])
    }

    /// For the meeting, and not for a session of it.
    private static func isOfMeeting(_ json: JSON) -> Bool {
        guard case .meeting? = try? ControlOrder(json, isOfMeeting: { _ in false }) else { return false }
        return true
    }

    @Test("each is written as Lapwing writes it: one line, members apart by a comma alone")
    func compact() throws {
        for (line, bytes) in try examples() {
            #expect(try JSON(bytes).bytes == bytes, "docs/protocol.md:\(line)")
        }
    }

    private func accept<Value>(
        _ bytes: [UInt8], _ read: (UnsafeRawBufferPointer) throws(Refusal) -> Value
    ) throws(Refusal) -> Value {
        let result = bytes.withUnsafeBytes { raw in
            Result { () throws(Refusal) in try read(raw) }
        }
        return try result.get()
    }
}
