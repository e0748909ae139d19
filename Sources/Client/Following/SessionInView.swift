import Wire

/// Which session of a meeting a reader follows: the one that is shown, or the one that it was told to stay at
/// (docs/protocol.md, sections 4.1 and 4.11).
///
/// It is a value without a socket. A reader whose session is left is kept, and goes on from where it stood when its
/// session is shown again. A daemon that runs one session alone publishes no meeting: its session is followed, also
/// where it comes in the place of one that ran a meeting.
struct SessionInView<Reader: PublicationReader> {
    /// Who follows.
    var reader: Reader
    /// The meeting as last told; nil of a daemon that runs one session alone.
    private(set) var meeting: PublishedMeeting?
    /// The session that is followed; nil before it is known.
    private(set) var session: String?
    /// Frames that could not be read when their session became known.
    private(set) var unreadable = 0

    private let told: String?
    private let fresh: Reader
    private var left: [String: Reader] = [:]
    /// Frames that came before it was known which session is followed.
    private var held: [[UInt8]] = []
    /// The largest epoch of the session followed.
    private var epoch: UInt64 = 0

    /// The session that has beats of a later epoch than the meeting's, and how many since the meeting was heard last.
    private var alone: (session: String, epoch: UInt64, beats: Int)?

    /// So many beats are some seconds. A meeting is published every second.
    private let beatsWithoutMeeting = 8

    /// Beyond so many the rest is mended by questions.
    private let mostHeld = 20_000

    /// - Parameter told: the session to stay at; nil goes along.
    init(_ reader: Reader, stayingAt told: String?) {
        self.reader = reader
        fresh = reader
        self.told = told
        session = told
    }

    /// Prefixes to subscribe to.
    var topics: [String] {
        let isOne = told != nil || meeting != nil
        let name = isOne ? session.map { "\($0) " } ?? "" : ""
        // Who goes along hears the beats of all sessions: one that runs alone later has no meeting to tell of it.
        return ["timing/\(name)", told == nil ? "beat/" : "beat/\(name)", "\(MeetingMessage.topic) "]
    }

    /// The session that a question is to name; nil: the daemon knows which.
    var asked: String? { told ?? (meeting == nil ? nil : session) }

    /// There is nobody to ask about: the meeting shows no session yet.
    var waitsForSession: Bool { meeting != nil && session == nil }

    // MARK: What is published

    /// Takes a frame. True when something changed.
    mutating func take(published frame: UnsafeRawBufferPointer) throws -> Bool {
        guard let space = frame.firstIndex(of: UInt8(ascii: " ")) else { return try reader.take(published: frame) }
        let topic = String(decoding: frame[..<space], as: UTF8.self)
        if topic == MeetingMessage.topic {
            let json = try JSON(UnsafeRawBufferPointer(rebasing: frame[(space + 1)...]))
            return try take(PublishedMeeting(json))
        }
        let parts = topic.split(separator: "/", maxSplits: 1)
        guard told == nil, parts.count == 2, ["timing", "beat"].contains(parts[0]) else {
            return try reader.take(published: frame)
        }
        if parts[0] == "beat", let later = hasComeBackAlone(String(parts[1]), frame, after: space) {
            return try goAlone(to: String(parts[1]), epoch: later, frame)
        }
        guard let session else {
            if held.count < mostHeld { held.append(Array(frame)) }
            return false
        }
        let isBeat = parts[0] == "beat"
        if parts[1] == session {
            if isBeat, meeting == nil { epoch = max(epoch, Self.epoch(of: frame, after: space) ?? 0) }
            return try reader.take(published: frame)
        }
        // A daemon that runs one session alone has come back with another.
        guard isBeat, meeting == nil, let later = Self.epoch(of: frame, after: space), later > epoch else {
            return false
        }
        self.session = String(parts[1])
        epoch = later
        return try reader.take(published: frame)
    }

    /// The epoch of a session that has beats of a later epoch than the meeting's, for some seconds and alone, while
    /// nothing is heard of a meeting.
    private mutating func hasComeBackAlone(
        _ session: String, _ frame: UnsafeRawBufferPointer, after space: Int
    ) -> UInt64? {
        guard let meeting, let told = Self.epoch(of: frame, after: space), told > meeting.epoch else { return nil }
        let before = alone?.session == session && alone?.epoch == told ? alone?.beats ?? 0 : 0
        alone = (session, told, before + 1)
        return before + 1 >= beatsWithoutMeeting ? told : nil
    }

    private mutating func goAlone(to session: String, epoch: UInt64, _ beat: UnsafeRawBufferPointer) throws -> Bool {
        if session != self.session { try go(to: session) }
        meeting = nil
        alone = nil
        self.epoch = epoch
        _ = try reader.take(published: beat)
        return true
    }

    private static func epoch(of frame: UnsafeRawBufferPointer, after space: Int) -> UInt64? {
        let json = try? JSON(UnsafeRawBufferPointer(rebasing: frame[(space + 1)...]))
        return json?["epoch"]?.integer.flatMap { UInt64(exactly: $0) }
    }

    private mutating func take(_ meeting: PublishedMeeting) throws -> Bool {
        let before = self.meeting
        if let before, (meeting.epoch, meeting.sequence) < (before.epoch, before.sequence) { return false }
        self.meeting = meeting
        alone = nil
        var hasChanged = before?.sequence != meeting.sequence || before?.epoch != meeting.epoch
        if told == nil, let shown = meeting.shown, shown != session {
            try go(to: shown)
            hasChanged = true
        } else if let session, let before, let then = before[session], before.epoch == meeting.epoch {
            // What was said the time before must have come by now.
            reader.take(latest: then.sequence, epoch: before.epoch)
        }
        return hasChanged
    }

    private mutating func go(to shown: String) throws {
        if let session {
            left[session] = reader
            reader = left.removeValue(forKey: shown) ?? fresh
        }
        session = shown
        try takeHeld()
        // What has come while another session was followed is asked for.
        if let meeting, let now = meeting[shown] { reader.take(latest: now.sequence, epoch: meeting.epoch) }
    }

    private mutating func takeHeld() throws {
        guard let session else { return }
        let topics = ["timing/\(session) ", "beat/\(session) "].map { Array($0.utf8) }
        let frames = held
        held = []
        for frame in frames where topics.contains(where: { frame.starts(with: $0) }) {
            do {
                _ = try frame.withUnsafeBytes { try reader.take(published: $0) }
            } catch is Refusal {
                unreadable += 1
            }
        }
    }

    // MARK: What is answered

    /// Takes the frames of an answer to a question that named this session. True when something changed.
    mutating func take(answer frames: [[UInt8]], to question: FollowQuestion, of asked: String?) throws -> Bool {
        guard let first = frames.first, told == nil else { return try reader.take(answer: frames, to: question) }
        // The session was left meanwhile.
        if let asked, asked != session { return false }
        if let refused = Refused.found(in: first) {
            // Nothing is shown yet.
            if refused.reason == .whichSession { return false }
            return try reader.take(answer: frames, to: question)
        }
        let head = try JSON(first)
        guard let answered = head["session"]?.text else { return try reader.take(answer: frames, to: question) }
        if session == nil {
            session = answered
            try takeHeld()
        }
        // Of a meeting it is a late answer about a session that was left.
        if answered != session {
            guard meeting == nil, question == .snapshot else { return false }
            session = answered
        }
        if let told = head["epoch"]?.integer.flatMap({ UInt64(exactly: $0) }) { epoch = max(epoch, told) }
        return try reader.take(answer: frames, to: question)
    }
}
