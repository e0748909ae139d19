import ArgumentParser
import DayRecord
import Foundation
import Journal
import Linux
import Logging
import Meeting
import Recording
import Rulebook
import Service
import Synchronization
import Timing
import Wire
import ZeroMQ

/// The daemon's record and its lanes, fed from memory: journal, deltas and publication are the daemon's own, while no
/// feed and no subscriber takes part of the two cores.
struct MeetingFromMemory {
    let meeting: BenchMeeting
    private let log = Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() }

    /// Crossings that are written down before the lanes are looked at, as from a feed.
    private static let batch = 512

    /// Crossings a second until the last delta has left, and seconds of CPU a crossing.
    func push() throws -> (rate: Double, cpu: Double) {
        let directory = NSTemporaryDirectory() + "lapwing-bench-\(getpid())-\(UInt32.random(in: 0 ... .max))"
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let folder = JournalFolder(directory, meeting.event, of: EpochRecord.meeting)
        try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
        var (state, runs) = (RecordState(meetingOf: meeting.event), BoxRuns())
        let restart = MeetingRestart(folder: folder, options: JournalOptions(), takenOver: nil, log: log)
        let opened = try restart.run(into: &state, &runs)
        let parts = DaemonParts(takers: TopicTakers(meeting.event.sessions), milestones: MilestoneShelf(folder))
        let syncer = sync(opened.journal, until: parts.lanesStop)
        var record = Record(
            opened.journal, state, desk: parts.desk, board: parts.record, log: log, clock: parts.clock)
        let context = try Context(ioThreads: 1)
        let socket = try Socket(.xpublish, in: context, options: .live)
        _ = try socket.bind("tcp://127.0.0.1:*")
        let around = LaneSurroundings(
            event: meeting.event, limits: DaemonConfiguration.Limits(), journalFolder: folder.path,
            publisher: Publisher(socket), parts: parts, keys: KeyKeeper(withoutKeys: log), pair: nil, log: log)
        let lanes = meeting.messages.indices.map { place in
            MemoryLane(meeting.event.sessions[place], epoch: opened.epoch, around)
        }
        for (place, lane) in lanes.enumerated() {
            record.open(lane.inbox, session: lane.session)
            parts.desk.propose(.meeting(meeting.armed(place), speaker: "bench"), of: nil)
            parts.desk.propose(.act(meeting.started(place), speaker: "bench"), of: lane.session)
        }
        record.tend(now: MachineClock.monotonic)
        let before = ProcessorTime.ofProcess
        let begin = ContinuousClock.now
        feed(&record, lanes)
        let time = ContinuousClock.now - begin
        let cpu = ProcessorTime.ofProcess - before
        parts.lanesStop.show()
        let scored = lanes.map { $0.end() }
        syncer?.join()
        record.close()
        guard scored == meeting.messages.map(\.count) else {
            throw ValidationError("scored \(scored) of \(meeting.messages.map(\.count)) crossings")
        }
        return (Double(meeting.crossings.count) / seconds(time), cpu / Double(meeting.crossings.count))
    }

    /// As the daemon's intake writes them, each as soon as the lanes have room.
    private func feed(_ record: inout Record, _ lanes: [MemoryLane]) {
        var place = 0
        while place < meeting.crossings.count || lanes.contains(where: { $0.inbox.waiting > 0 }) {
            record.beginTurn(now: MachineClock.monotonic)
            let end = min(place + Self.batch, meeting.crossings.count)
            let first = place
            while place < end, record.hasRoom {
                record.take(.crossing(meeting.crossings[place]))
                place += 1
            }
            record.commit()
            record.tend(now: MachineClock.monotonic)
            if place == first { record.awaitRoom(milliseconds: 20) }
            if place == meeting.crossings.count { usleep(200) }
        }
    }

    /// The thread that puts the journal on the disk.
    private func sync(_ journal: RecordJournal, until stop: StopSign) -> OwnThread? {
        guard let syncer = journal.syncer else { return nil }
        return OwnThread("lapwing-sync") {
            while !stop.isShown {
                usleep(20_000)
                syncer.look()
                _ = syncer.sync()
            }
        }
    }
}

/// A session's lane on its thread.
private final class MemoryLane: Sendable {
    let session: String
    let inbox = LaneInbox()
    private let stop: StopSign
    private let thread = Mutex<OwnThread?>(nil)
    private let scored = Atomic<Int>(0)

    init(_ session: Session, epoch: UInt64, _ around: LaneSurroundings) {
        self.session = session.id
        stop = around.parts.lanesStop
        let new = OwnThread("lane-\(session.id)") { [self] in
            let scorer = Scorer(
                session, epoch: epoch, limits: around.limits, takers: around.parts.takers, isOfMeeting: true)
            let lane = SharedLane(Lane(scorer, inbox, address: session.id, around))
            try? lane.run(until: stop, progress: Progress())
            scored.store(lane.crossings, ordering: .releasing)
        }
        thread.withLock { $0 = new }
    }

    /// Waits for the thread, which was told to stop. The crossings that it has scored.
    func end() -> Int {
        thread.withLock { $0.take() }?.join()
        return scored.load(ordering: .acquiring)
    }
}
