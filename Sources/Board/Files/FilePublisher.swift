import Linux
import Logging
import NIOCore
import Synchronization
import Wire

/// Writes what browsers are served as files, each second, for any web server (docs/web.md, "As files").
final class FilePublisher: Sendable {
    /// Whose meeting and sessions are written.
    struct Source: Sendable {
        let assets: PageAssets
        let event: EventLook
        let view: PublicView
        let sessions: Sessions
        let meeting: MeetingFollower
        let counters: WebCounters
    }

    private let folder: PublishedFolder
    private let source: Source
    private let log: Logger
    private let bell = Bell()
    private let isOver = Atomic(false)

    private static let second: Int64 = 1000
    /// A fault is logged once in so many milliseconds.
    private static let logPause: Int64 = 60_000

    init(_ folder: PublishedFolder, _ source: Source, _ log: Logger) {
        self.folder = folder
        self.source = source
        self.log = log
        _ = OwnThread("files") { self.run() }
    }

    func stop() {
        isOver.store(true, ordering: .relaxed)
        bell.ring()
    }

    private func run() {
        var files = MeetingFiles(folder, source)
        var due = MachineClock.monotonic
        var (faultAt, faults): (Int64?, Int) = (nil, 0)
        while !isOver.load(ordering: .relaxed) {
            do {
                try files.write()
                source.counters.add(.published)
            } catch {
                // The pages see it as well: nothing new comes.
                source.counters.add(.unpublished)
                faults += 1
                let now = MachineClock.monotonic
                if faultAt.map({ now - $0 >= Self.logPause }) ?? true {
                    log.error("files for web servers: \(error) (\(faults) times)")
                    (faultAt, faults) = (now, 0)
                }
            }
            let now = MachineClock.monotonic
            // Where it was held up it does not make up for the seconds that are gone.
            due = max(due + Self.second, now - Self.second)
            if due > now { bell.wait(milliseconds: Int32(due - now)) }
        }
    }
}
