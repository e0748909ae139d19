public import Meeting
public import Timing

/// The meeting as it is published on the topic `meeting`, and asked for: all of it each time (docs/protocol.md, section 9).
public enum MeetingMessage {
    /// The message. Its `seq` counts the acts of the meeting.
    /// - Parameters:
    ///   - open: the sessions that have a lane now.
    ///   - now: official time.
    public static func bytes(
        _ meeting: RaceMeeting, epoch: UInt64, sequence: UInt64, now: Instant, withTopic: Bool
    ) -> [UInt8] {
        var members: [JSON.Member] = [
            .init("v", .integer(1)), .init("type", .string("meeting")), .init("event", .string(meeting.name)),
            .init("epoch", .integer(Int64(clamping: epoch))), .init("seq", .integer(Int64(clamping: sequence))),
            .init("nowMs", .integer(max(now.milliseconds, 0))),
            .init("shown", meeting.shown.map { .string($0) } ?? .null),
        ]
        if let next = meeting.lateness(at: now), now > .distantPast {
            members.append(
                .init(
                    "next",
                    .object([.init("session", .string(next.session)), .init("lateMs", .integer(next.late.count))])))
        } else {
            members.append(.init("next", .null))
        }
        members.append(.init("sessions", .array(meeting.sessions.map(json))))
        let bytes = JSON.object(members).bytes
        return withTopic ? Array("meeting ".utf8) + bytes : bytes
    }

    private static func json(_ session: MeetingSession) -> JSON {
        let planned = session.planned
        var members: [JSON.Member] = [
            .init("id", .string(planned.id)), .init("name", .string(planned.name)),
            .init("kind", .string(planned.kind.rawValue)), .init("series", .string(planned.series)),
            .init("state", .string(session.state.rawValue)), .init("plannedMs", ms(planned.planned)),
            .init("dueMs", ms(session.due)), .init("armedMs", ms(session.armedAt)),
            .init("startedMs", ms(session.startedAt)), .init("finishedMs", ms(session.finishedAt)),
            .init("provisionalMs", ms(session.provisionalAt)), .init("finalMs", ms(session.finalAt)),
        ]
        if let reason = session.reason { members.append(.init("reason", .string(reason))) }
        if let of = planned.of {
            members.append(
                .init(
                    "of",
                    .object([.init("session", .string(of.session)), .init("parts", .string(of.parts.rawValue))])))
        }
        return .object(members)
    }

    private static func ms(_ instant: Instant?) -> JSON {
        instant.map { .integer(max($0.milliseconds, 0)) } ?? .null
    }
}
