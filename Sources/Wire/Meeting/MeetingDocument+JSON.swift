public import Meeting
import Timing

/// A document as a command states it, and as a journal keeps it (docs/protocol.md, sections 3 and 4.14).
extension MeetingDocument.Issue {
    init(_ command: JSON) throws(Refusal) {
        func number(_ name: String) throws(Refusal) -> Int {
            command[name] == nil ? 0 : Int(try command.require(name, 1...1_000_000, in: "command"))
        }
        self.init(try MeetingDocument(command), number: try number("number"), version: try number("version"))
    }

    var members: [JSON.Member] {
        var members = document.members
        if number > 0 { members.append(.init("number", .integer(Int64(number)))) }
        if version > 0 { members.append(.init("version", .integer(Int64(version)))) }
        return members
    }
}

extension MeetingDocument {
    fileprivate init(_ command: JSON) throws(Refusal) {
        let word = try command.requireText("document", in: "command")
        guard let kind = Kind(rawValue: word) else {
            let known = Kind.allCases.map(\.rawValue).joined(separator: ", ")
            throw .wrong("command.document", "\"\(word)\"", "one of \(known)")
        }
        let hash = try command.requireText("sha256", in: "command")
        guard hash.utf8.count == 64, hash.utf8.allSatisfy(Self.isOfHex) else {
            throw .wrong("command.sha256", "\"\(hash)\"", "the SHA-256 of the paper: 64 of 0-9 and a-f")
        }
        var origin: ResultOrigin?
        if let of = command["of"] { origin = try ResultOrigin(of, in: "command.of") }
        guard origin != nil || kind == .decision || kind == .bulletin else { throw .missing("command.of") }
        self.init(
            kind, subject: try command.requireLine("subject", most: 64, in: "command"),
            title: try command.requireLine("title", most: 256, in: "command"), hash: hash, of: origin)
    }

    private static func isOfHex(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }

    fileprivate var members: [JSON.Member] {
        var members: [JSON.Member] = [
            .init("document", .string(kind.rawValue)), .init("subject", .string(subject)),
            .init("title", .string(title)), .init("sha256", .string(hash)),
        ]
        if let origin { members.append(.init("of", origin.json)) }
        return members
    }
}

/// The documents of the meeting as an answer.
public enum DocumentList {
    /// - Parameters:
    ///   - epoch: the publication's.
    ///   - sequence: that of the `meeting` message in which they are.
    public static func bytes(_ meeting: RaceMeeting, event: String, epoch: UInt64, sequence: UInt64) -> [UInt8] {
        JSON.object([
            .init("v", .integer(1)), .init("type", .string("documents")), .init("event", .string(event)),
            .init("epoch", .integer(Int64(clamping: epoch))), .init("seq", .integer(Int64(clamping: sequence))),
            .init("documents", .array(meeting.documents.map(json))),
        ]).bytes
    }

    /// A document that was issued.
    static func json(_ issued: IssuedDocument) -> JSON {
        let document = issued.issue.document
        return .object([
            .init("number", .integer(Int64(issued.issue.number))),
            .init("version", .integer(Int64(issued.issue.version))), .init("document", .string(document.kind.rawValue)),
            .init("subject", .string(document.subject)), .init("title", .string(document.title)),
            .init("sha256", .string(document.hash)), .init("of", document.origin?.json ?? .null),
            .init("act", .string(issued.act.id)), .init("by", .string(issued.act.by)),
            .init("issuedMs", .integer(max(issued.act.at.milliseconds, 0))),
            .init("withdrawn", .bool(issued.isWithdrawn)),
        ])
    }
}
