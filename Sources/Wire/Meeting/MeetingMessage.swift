public import Championship
public import Meeting
public import Timing

/// The meeting as it is published and answered, whole each time (docs/protocol.md, section 4.11).
public struct MeetingMessage: Sendable {
    /// Name of the topic, without the space behind it.
    public static let topic = "meeting"

    private let json: JSON
    /// The latest documents that it has.
    private static let mostDocuments = 10

    /// - Parameters:
    ///   - event: the event's name.
    ///   - epoch: the publication's.
    ///   - sequence: how many states of the meeting have been published in the epoch, this one among them.
    ///   - now: the machine's time.
    ///   - utcOffset: what clocks at the circuit are ahead of UTC; nil where that is not known.
    ///   - proposals: what follows from the results for the races ahead.
    ///   - sequences: the sequence of the last delta, by the id of the session; 0 where there is none.
    ///   - shared: transponders whose crossings go to several running sessions.
    public init(
        event: String, epoch: UInt64, sequence: UInt64, now: Instant, utcOffset: Milliseconds? = nil,
        _ meeting: RaceMeeting, proposals: [StandingProposal] = [], sequences: [String: UInt64],
        shared: [Shared] = []
    ) {
        var members: [JSON.Member] = [
            .init("v", .integer(1)), .init("type", .string("meeting")), .init("event", .string(event)),
            .init("epoch", .integer(Int64(clamping: epoch))), .init("seq", .integer(Int64(clamping: sequence))),
            .init("nowMs", .integer(max(now.milliseconds, 0))),
            .init("shown", meeting.shown.map { .string($0) } ?? .null),
            .init("commanded", .bool(meeting.commandedToShow != nil)),
        ]
        if let utcOffset { members.append(.init("utcOffsetMs", .integer(utcOffset.count))) }
        let sessions = meeting.sessions.map { Self.session($0, now, sequences[$0.id] ?? 0) }
        let documents = meeting.documents
        members += [
            .init("sessions", .array(sessions)), .init("proposals", .array(proposals.map(ProposalList.note))),
            .init("issued", .integer(Int64(documents.count))),
            .init("documents", .array(documents.suffix(Self.mostDocuments).map(DocumentList.json))),
            .init("graphics", .array(meeting.graphics.map(\.json))),
        ]
        if !shared.isEmpty { members.append(.init("shared", .array(shared.map(Self.shared)))) }
        json = .object(members)
    }

    /// A transponder whose crossings go to several running sessions: the entry list of each has it.
    public struct Shared: Hashable, Sendable {
        let transponder: Transponder
        let sessions: [String]
        let crossings: Int
        let latest: Instant

        /// - Parameters:
        ///   - sessions: ids.
        ///   - latest: official time of the last of the crossings.
        public init(_ transponder: Transponder, in sessions: [String], crossings: Int, latest: Instant) {
            self.transponder = transponder
            self.sessions = sessions
            self.crossings = crossings
            self.latest = latest
        }
    }

    private static func shared(_ shared: Shared) -> JSON {
        .object([
            .init("transponder", .integer(Int64(shared.transponder.value))),
            .init("sessions", .array(shared.sessions.map { .string($0) })),
            .init("crossings", .integer(Int64(shared.crossings))), .init("lastAtMs", instant(shared.latest)),
        ])
    }

    /// Writes the message, behind its topic where it is published. The writer is cleared first.
    public func write(withTopic: Bool, to writer: ByteWriter) {
        writer.clear()
        if withTopic { writer.append(utf8: Self.topic + " ") }
        json.write(to: writer)
    }

    /// The message without its topic.
    public var bytes: [UInt8] { json.bytes }

    private static func session(_ session: SessionStanding, _ now: Instant, _ sequence: UInt64) -> JSON {
        let planned = session.planned
        let origin = planned.origin.map { origin in
            JSON.object([
                .init("session", .string(origin.session)), .init("mode", .string(origin.mode.rawValue)),
            ])
        }
        func reached(_ state: SessionState) -> JSON { instant(session.instants[state]) }
        return .object([
            .init("id", .string(planned.id)), .init("name", .string(planned.name)),
            .init("kind", .string(planned.kind.rawValue)), .init("series", .string(planned.series)),
            .init("state", .string(session.state.rawValue)), .init("plannedMs", instant(planned.start)),
            .init("startMs", instant(session.start)), .init("armedMs", reached(.armed)),
            .init("startedMs", reached(.running)), .init("finishedMs", reached(.finished)),
            .init("provisionalMs", reached(.provisional)), .init("finalMs", reached(.final)),
            .init("abandonedMs", reached(.abandoned)),
            .init("reason", session.reason.map { .string($0) } ?? .null),
            .init("lateMs", session.delay(at: now).map { .integer($0.count) } ?? .null),
            .init("of", origin ?? .null), .init("seq", .integer(Int64(clamping: sequence))),
        ])
    }

    private static func instant(_ instant: Instant?) -> JSON {
        instant.map { .integer(max($0.milliseconds, 0)) } ?? .null
    }
}
