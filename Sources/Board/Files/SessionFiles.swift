import Client
import Timing
import Wire

/// The files of a session: the board as it is now, the ticks that led to it, and an opened row of each car.
struct SessionFiles {
    let folder: PublishedFolder
    /// Where they are in it.
    let place: String
    /// Names what this process has written.
    let run: String
    /// The board to which the latest tick leads.
    private var shown: BoardState?
    /// Number of the latest tick, and of the one to which the written board belongs.
    private var tick = 0
    private var boardTick: Int?
    /// Number of the first tick that is still there.
    private var first = 1
    private var isFirstTime = true
    /// What the opened row of each car was written for.
    private var written: [CarNumber: [JSON]] = [:]

    /// Five minutes of the race: a page that was away for longer takes the whole board.
    private static let mostTicks = 300

    init(_ session: String, run: String, in folder: PublishedFolder) throws {
        self.folder = folder
        self.run = run
        place = "sessions/\(FileName.of(session))"
        try folder.makeFolder("\(place)/ticks")
        try folder.makeFolder("\(place)/cars")
    }

    /// Writes what is new. What a page reads first, `now.json`, is written last (`tell`).
    mutating func take(_ latest: SessionFollower.Latest, _ view: PublicView) throws {
        let state = latest.board.state
        try writeCars(latest, view)
        if let shown, let change = state.tick(from: shown) {
            try folder.write(change.bytes, to: "\(place)/ticks/\(run)-\(tick + 1).json")
            tick += 1
            self.shown = state
        } else if shown == nil {
            shown = state
        }
        guard let shown, boardTick != tick, case .object(let members) = shown.json else { return }
        let place: [JSON.Member] = [.init("run", .string(run)), .init("tick", .of(tick))]
        try folder.write(JSON.object(members + place).bytes, to: "\(self.place)/board.json")
        boardTick = tick
    }

    /// Says that all this is still so, and removes the ticks that are too old.
    /// - Parameters:
    ///   - beat: how many times it was said.
    ///   - meeting: how many times the meeting was another.
    mutating func tell(_ heartbeat: SessionFollower.Heartbeat, beat: Int, meeting: Int) throws {
        guard let shown, boardTick != nil else { return }
        let kept = max(first, tick - Self.mostTicks + 1)
        let now = JSON.members([
            "v": .integer(1), "type": .string("now"), "run": .string(run), "beat": .of(beat), "tick": .of(tick),
            "first": .of(kept), "id": .string(shown.id), "nowMs": .of(heartbeat.now),
            "daemonMs": .of(heartbeat.silent), "missing": heartbeat.missing, "meeting": .of(meeting),
        ])
        try folder.write(now.bytes, to: "\(place)/now.json")
        for old in first..<kept { folder.remove("\(place)/ticks/\(run)-\(old).json") }
        first = kept
        guard isFirstTime else { return }
        isFirstTime = false
        // Of a process that wrote here before: nothing names them any more.
        for name in folder.files(in: "\(place)/ticks") where !name.hasPrefix("\(run)-") {
            folder.remove("\(place)/ticks/\(name)")
        }
    }

    // MARK: Opened rows

    private static let columns: [BoardColumn] = [.laps, .lastLapMs, .stops, .stop, .status, .driver, .corrected]
    private static let places = columns.compactMap { BoardColumn.allCases.firstIndex(of: $0) }

    private mutating func writeCars(_ latest: SessionFollower.Latest, _ view: PublicView) throws {
        let state = latest.board.state
        let decisions = state.parts(of: [.penalties, .infringements])
        for (entry, values) in zip(latest.table.entries, state.rows) {
            let laps = latest.memory.laps[entry.car] ?? []
            let due = Self.places.map { values[$0] } + decisions + [.of(laps.count), .of(laps.first?.lap)]
            guard written[entry.car] != due, let row = latest.table.row(of: entry.car) else { continue }
            let opened = OpenedRow(row, entry, latest, view)
            try folder.write(opened.json.bytes, to: "\(place)/cars/\(FileName.of(entry.car.text)).json")
            written[entry.car] = due
        }
    }
}
