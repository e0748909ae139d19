import Meeting
public import Rulebook
public import Timing
public import Wire

#if canImport(Glibc)
    private import Glibc
#endif

/// What came in on the days of a meeting: the crossings of all boxes, and what was commanded of the meeting and of its
/// sessions (docs/protocol.md, section 5).
public struct MeetingRecording: Sendable {
    /// A command as it is sent, with its instant.
    public struct Order: Sendable {
        /// When it was given, official time.
        public let at: Instant
        private let whose: Whose

        private enum Whose: Sendable {
            case meeting(MeetingCommand)
            case session(Command)
        }

        /// A command to the meeting.
        /// - Parameter id: names the act: said again it is the same one.
        public init(
            _ at: Instant, id: String, of session: String?, by sender: String, _ action: MeetingCommand.Action
        ) {
            self.at = at
            whose = .meeting(MeetingCommand(id: id, by: sender, session: session, at: .official(at), action: action))
        }

        /// An act of a session.
        public init(_ act: Act, of session: String) {
            at = act.at
            whose = .session(Command(act, session: session))
        }

        init(_ json: JSON) throws(Refusal) {
            guard let microseconds = json["atUs"]?.integer else {
                throw Refusal(
                    .missingField, field: "atUs", "is missing", expected: "the instant of the command",
                    remedy: "a recorded command needs its instant")
            }
            at = Instant(cutting: microseconds)
            whose =
                switch try ControlOrder(json, isOfMeeting: { _ in false }) {
                case .meeting(let command): .meeting(command)
                case .session(let json, _, _): .session(try Command(json))
                }
        }

        /// The message.
        public var bytes: [UInt8] {
            switch whose {
            case .meeting(let command): command.bytes
            case .session(let command): command.bytes
            }
        }

        /// The message as a replay sends it: it was accepted once.
        public var bytesAgain: [UInt8] {
            switch whose {
            case .meeting(let command): command.bytes
            case .session(let command): SpokenCommand.bytes(command, .recorded)
            }
        }

        /// Its name, or what it does in short.
        public var name: String {
            switch whose {
            case .meeting(let command): "\(command.session ?? "the meeting"): \(command.action)"
            case .session(let command): command.id ?? "a command to \(command.session ?? "the session that is meant")"
            }
        }
    }

    /// Circuit, series with their entry lists, and sessions.
    public let event: Event
    /// In the order in which they happened.
    public let crossings: [Crossing]
    /// In the order in which they were given.
    public let orders: [Order]

    /// The parts, each in order of time.
    public init(event: Event, crossings: [Crossing], orders: [Order]) {
        self.event = event
        self.crossings = crossings
        self.orders = orders
    }

    // MARK: As a directory

    /// Whether the directory holds the recording of a meeting.
    public static func isThere(_ directory: String) -> Bool {
        access("\(directory)/\(file)", F_OK) == 0
    }

    private static let file = "meeting.jsonl"

    /// - Throws: every fault of the event, or the first of the recording, with file and line.
    public static func read(directory: String) throws(Recording.Failure) -> MeetingRecording {
        let event = try Recording.event("\(directory)/event.yaml")
        let path = "\(directory)/\(file)"
        let bytes: [UInt8]
        do throws(TextFile.Failure) {
            bytes = try TextFile.read(path)
        } catch {
            throw Recording.Failure(description: error.description)
        }
        var crossings: [Crossing] = []
        var orders: [Order] = []
        var decoder = FeedDecoder()
        for (place, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated()
        where !line.isEmpty {
            do throws(Refusal) {
                let json = try JSON(Array(line))
                if json["type"]?.text == "command" {
                    orders.append(try Order(json))
                } else if case .crossings = try decoder.decode(Array(line)) {
                    crossings += decoder.crossings
                }
            } catch {
                throw Recording.Failure(description: "\(path):\(place + 1): \(error)")
            }
        }
        return MeetingRecording(event: event, crossings: crossings, orders: orders)
    }

    /// Writes the directory. `notes` lead the event's file as comments.
    public func write(directory: String, notes: [String] = []) throws(TextFile.Failure) {
        try TextFile.makeDirectory(directory)
        try TextFile.write(Array(event.yaml(notes: notes).utf8), to: "\(directory)/event.yaml")
        var bytes: [UInt8] = []
        var next = orders.startIndex
        func write(ordersUpTo instant: Instant) {
            while next < orders.endIndex, orders[next].at <= instant {
                bytes += orders[next].bytes + [0x0A]
                next += 1
            }
        }
        for crossing in crossings {
            write(ordersUpTo: crossing.at)
            bytes += FeedEncoder.json(crossing) + [0x0A]
        }
        write(ordersUpTo: .distantFuture)
        try TextFile.write(bytes, to: "\(directory)/\(Self.file)")
    }
}
