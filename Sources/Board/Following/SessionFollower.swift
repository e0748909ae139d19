import Client
import Linux
import NIOCore
import Synchronization
import Timing
import Wire

/// Follows one session on a thread of its own, and tells the hubs what is new: ticks at most four times a second, a
/// beat each second.
final class SessionFollower: Sendable {
    /// What is asked of a session beside its board.
    struct Latest: Sendable {
        let board: RenderedBoard
        let table: RaceTable
        let memory: BoardMemory
    }

    /// A sign of life: the official time, and how well the daemon is heard.
    struct Heartbeat: Sendable {
        let now: Instant
        /// Since anything was heard of the daemon.
        let silent: Milliseconds
        /// Deltas known to be missing; null while the whole table is asked for.
        let missing: JSON

        /// The same of a session that is not followed.
        var ofAnother: Heartbeat { Heartbeat(now: now, silent: silent, missing: .integer(0)) }
    }

    let session: String
    /// Monotonic milliseconds of when it was last asked for.
    let wantedAt = Atomic(MachineClock.monotonic)
    /// Streams that are open.
    let readers = Atomic(0)
    private let kept = Mutex<Latest?>(nil)
    private let beaten = Mutex<Heartbeat?>(nil)
    private let isOver = Atomic(false)
    private let outlet: LiveOutlet
    private let view: PublicView

    static let tick: Int64 = 250
    static let second: Int64 = 1000

    init(_ session: String, _ daemon: DaemonAddresses, _ view: PublicView, _ outlet: LiveOutlet) {
        self.session = session
        self.outlet = outlet
        self.view = view
        _ = OwnThread("board") { self.run(daemon) }
    }

    /// The latest board; nil before the first.
    var latest: Latest? { kept.withLock { $0 } }

    /// The latest sign of life; nil before the first.
    var heartbeat: Heartbeat? { beaten.withLock { $0 } }

    /// The thread ends within a tick.
    func stop() { isOver.store(true, ordering: .relaxed) }

    private func run(_ daemon: DaemonAddresses) {
        while !isOver.load(ordering: .relaxed) {
            do {
                try follow(daemon)
            } catch {
                // An address that cannot be used, or a daemon that does not know the session: it may come.
                outlet.note("session \(session): \(error)")
                pause()
            }
        }
        outlet.drop(session)
    }

    private func pause() {
        let until = MachineClock.monotonic + Self.second
        while MachineClock.monotonic < until, !isOver.load(ordering: .relaxed) {
            Bell().wait(milliseconds: Int32(Self.tick))
        }
    }

    private func follow(_ daemon: DaemonAddresses) throws {
        var following = try Following(daemon, session: session, reader: BoardReader())
        var (ticked, beaten) = (Int64(0), Int64(0))
        var hasChanged = false
        var earlier: EarlierLaps?
        while !isOver.load(ordering: .relaxed) {
            let now = MachineClock.monotonic
            let due = hasChanged ? min(ticked + Self.tick, beaten + Self.second) : beaten + Self.second
            let wait = max(1, min(due - now, Self.tick))
            do {
                if try following.follow(milliseconds: Int(wait)) { hasChanged = true }
            } catch let refused as Refused {
                outlet.note("session \(session): \(refused.message)")
                pause()
            }
            if earlier == nil, let table = following.reader.follower.table {
                earlier = EarlierLaps(daemon, before: table)
            }
            if let found = earlier?.take() { following.reader.takeLaps(of: found) }
            listen(following)
            let later = MachineClock.monotonic
            // What a countdown has come to changes with the time alone.
            if hasChanged && later - ticked >= Self.tick || later - beaten >= Self.second {
                publish(following.reader)
                hasChanged = false
                ticked = later
            }
            if later - beaten >= Self.second {
                beat()
                beaten = later
            }
        }
    }

    private func publish(_ reader: BoardReader) {
        guard let table = reader.follower.table else { return }
        let state = BoardState(table, reader.memory, now: reader.follower.now, view: view)
        let old = latest?.board
        guard let old, old.state.session == state.session else {
            tell(RenderedBoard(state, revision: 0), tick: nil, table, reader.memory)
            return
        }
        guard let tick = state.tick(from: old.state) else { return }
        let revision = old.state.id == state.id ? old.revision + 1 : 0
        tell(
            RenderedBoard(state, revision: revision), tick: EventText.chunk("tick", id: state.id, tick.bytes), table,
            reader.memory)
    }

    private func tell(_ board: RenderedBoard, tick: ByteBuffer?, _ table: RaceTable, _ memory: BoardMemory) {
        // In this order: who has the board by GET is known to the hubs when it comes for the stream.
        outlet.tell(board, tick: tick, of: session)
        kept.withLock { $0 = Latest(board: board, table: table, memory: memory) }
    }

    /// How well the daemon is heard, told at once to who asks.
    private func listen(_ following: borrowing Following<BoardReader>) {
        let missing: JSON =
            switch following.reader.question {
            case .range(_, let from, let to): .of(to - from + 1)
            case .snapshot: .null
            case nil: .integer(0)
            }
        let heartbeat = Heartbeat(
            now: following.reader.follower.now, silent: Milliseconds(of: following.silentFor), missing: missing)
        beaten.withLock { $0 = heartbeat }
    }

    private func beat() {
        guard let board = latest?.board, let heartbeat else { return }
        let beat = JSON.members([
            "nowMs": .of(heartbeat.now), "id": .string(board.state.id), "daemonMs": .of(heartbeat.silent),
            "missing": heartbeat.missing,
        ])
        outlet.tell(beat: EventText.chunk("beat", beat.bytes), of: session)
    }
}

extension Milliseconds {
    /// Cut to whole ones.
    fileprivate init(of duration: Duration) {
        let (seconds, attoseconds) = duration.components
        self.init(seconds * 1000 + attoseconds / 1_000_000_000_000_000)
    }
}
