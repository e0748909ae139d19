import Linux
import NIOCore
import Wire

/// All files of a published directory: page, event, meeting, and the sessions of it.
struct MeetingFiles {
    private let folder: PublishedFolder
    private let source: FilePublisher.Source
    private let run: String
    private var hasPage = false
    private var event: JSON?
    private var meeting = 0
    private var beat = 0
    private var sessions: [String: SessionFiles] = [:]
    /// What the meeting said of a session when it was last looked at.
    private var seen: [String: JSON] = [:]

    /// In these states a session is looked at all the time, in others when the meeting says that it changed.
    private static let lively: Set = ["armed", "running", "finished"]

    init(_ folder: PublishedFolder, _ source: FilePublisher.Source) {
        self.folder = folder
        self.source = source
        run = String(MachineClock.utc, radix: 36)
    }

    /// Brings them up to date.
    mutating func write() throws {
        try writePage()
        let event = source.event.json(source.meeting, logo: source.event.logo.map { "logo.\($0.ending)" })
        if event != self.event {
            try folder.write(event.bytes, to: "event.json")
            self.event = event
        }
        guard let told = source.meeting.told else { return }
        if told.changes != meeting {
            try folder.write(told.json.bytes, to: "meeting.json")
            meeting = told.changes
        }
        look(at: told.json)
        try writeSessions(of: told.json)
    }

    /// The page itself, which says that it is served from files.
    private mutating func writePage() throws {
        guard !hasPage else { return }
        let assets = "assets/\(source.assets.hash)"
        try folder.makeFolder(assets)
        for (name, asset) in source.assets.files.sorted(by: { $0.key < $1.key }) where !folder.has("\(assets)/\(name)")
        {
            try folder.write(Array(asset.plain.readableBytesView), to: "\(assets)/\(name)")
        }
        if let logo = source.event.logo {
            try folder.write(Array(logo.plain.readableBytesView), to: "logo.\(logo.ending)")
        }
        try folder.write(source.assets.indexOfFiles, to: "index.html")
        hasPage = true
    }

    /// Has sessions followed that may be others than they are in the files, one more at a time.
    private mutating func look(at meeting: JSON) {
        let all = meeting["sessions"]?.elements ?? []
        sessions = sessions.filter { name, _ in all.contains { $0["id"]?.text == name } }
        var hasNew = false
        for session in all {
            guard let id = session["id"]?.text else { continue }
            let isLively = Self.lively.contains(session["state"]?.text ?? "")
            guard isLively || seen[id] != session, !hasNew || seen[id] != nil else { continue }
            hasNew = hasNew || seen[id] == nil
            // Where too many are followed it is looked at again the next time.
            if source.sessions.follower(of: id) != nil { seen[id] = session }
        }
    }

    private mutating func writeSessions(of meeting: JSON) throws {
        beat += 1
        let shown = meeting["shown"]?.text.flatMap { source.sessions.heartbeat(of: $0) }
        for session in meeting["sessions"]?.elements ?? [] {
            guard let id = session["id"]?.text else { continue }
            let latest = source.sessions.latest(of: id)
            guard latest != nil || sessions[id] != nil else { continue }
            var files = try sessions[id] ?? SessionFiles(id, run: run, in: folder)
            defer { sessions[id] = files }
            if let latest { try files.take(latest, source.view) }
            // What is followed no more is as it was, as far as anything is heard of the daemon.
            guard let heartbeat = source.sessions.heartbeat(of: id) ?? shown?.ofAnother else { continue }
            try files.tell(heartbeat, beat: beat, meeting: self.meeting)
        }
    }
}
