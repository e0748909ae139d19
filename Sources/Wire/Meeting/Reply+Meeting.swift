public import Meeting
import Timing

extension Reply {
    /// An act of the meeting took effect; or had done so before.
    /// - Parameters:
    ///   - sequence: that of the `meeting` message that shows it.
    ///   - meeting: the meeting with the act.
    public static func acknowledgement(
        of act: MeetingAct, in meeting: RaceMeeting, sequence: UInt64, isRepeated: Bool, isJournalled: Bool,
        _ done: Consequences
    ) -> [UInt8] {
        var members: [JSON.Member] = [
            .init("v", .integer(1)), .init("type", .string("ack")), .init("id", .string(act.id)),
        ]
        if let session = act.session ?? meeting.shown { members.append(.init("session", .string(session))) }
        members += [
            .init("seq", .integer(Int64(clamping: sequence))), .init("atMs", .integer(act.at.milliseconds)),
            .init("repeated", .bool(isRepeated)),
        ]
        if case .issue(let issue) = act.kind {
            members.append(
                .init(
                    "document",
                    .object([
                        .init("number", .integer(Int64(issue.number))),
                        .init("version", .integer(Int64(issue.version))),
                    ])))
        }
        members += done.members
        members.append(.init("journalled", .bool(isJournalled)))
        return JSON.object(members).bytes
    }
}
