import Journal
import Linux
import Logging
import Rulebook
import Synchronization
import Timing
import ZeroMQ

/// One daemon of a pair: it finds out which one runs the session, then follows or runs it (docs/protocol.md, section
/// 8).
extension Daemon {
    func run(_ pair: DaemonConfiguration.Pair, _ folder: JournalFolder, in context: Context) async throws {
        let board = PairBoard(pair, milestones: MilestoneShelf(folder))
        let stop = StopSign()
        let end = Ending()
        let door = try await started("lapwing-pair") { [self] started in
            do {
                var door = try PairDoor(
                    pair, session: recordName, fingerprint: folder.fingerprint, directory: folder.path,
                    keys: keys, towardsOther: towardsOther(pair), in: context, board: board, log: log)
                started(nil)
                try door.run(until: stop)
            } catch {
                started(error)
                end.note("pair: \(error)")
            }
        }
        defer {
            stop.show()
            door.join()
        }
        var takenOver: UInt64?
        if try await standsBy(pair, board, in: context) {
            switch try await standBy(pair, folder, board, end, in: context) {
            case .stopped:
                if let failure = end.reason { throw Failure(description: failure) }
                return log.notice("stopped")
            case .takeOver(_, let epoch):
                takenOver = epoch
            }
        }
        do {
            try await runAll(in: context, pair: board, takenOver: takenOver)
        } catch {
            guard board.fenced.isShown else { throw error }
            await yield(to: board)
            throw error
        }
    }

    /// Whether this daemon is to follow: the other runs the session, or may, and we are the standby.
    private func standsBy(
        _ pair: DaemonConfiguration.Pair, _ board: PairBoard, in context: Context
    ) async throws -> Bool {
        if pair.role == .standby { return true }
        let isActive = Mutex(false)
        let options = towardsOther(pair)
        let thread = try await started("lapwing-look") { [recordName] started in
            do {
                let found = try Standby.findsActive(pair, session: recordName, options: options, in: context)
                isActive.withLock { $0 = found }
                started(nil)
            } catch {
                started(error)
            }
        }
        thread.join()
        // Too busy to answer, it may still have said so of itself.
        return isActive.withLock { $0 } || board.latest.fencedBy != nil
    }

    private func standBy(
        _ pair: DaemonConfiguration.Pair, _ folder: JournalFolder, _ board: PairBoard, _ end: Ending,
        in context: Context
    ) async throws -> Standby.End {
        let stop = StopSign()
        let progress = Progress()
        let result = Mutex(Standby.End.stopped)
        // The watch ends with the standby, for any reason.
        let done = Ending()
        let options = towardsOther(pair)
        let (record, sessions) = (recordName, sessionNames)
        let thread = try await started("lapwing-standby") { [configuration, keys, log] started in
            do {
                var standby = try Standby(
                    configuration, pair, session: record, sessions: sessions, fingerprint: folder.fingerprint,
                    directory: folder.path,
                    keys: keys, towardsOther: options, in: context, board: board, log: log)
                started(nil)
                let came = try standby.run(until: stop, progress: progress)
                result.withLock { $0 = came }
                done.note("over")
            } catch {
                started(error)
                end.note("standby: \(error)")
                done.note("failed")
            }
        }
        progress.show("standby of \(pair.peer)")
        await watch({ [progress] }, end: done, as: "standby of \(pair.peer)")
        stop.show()
        thread.join()
        return result.withLock { $0 }
    }

    private func towardsOther(_ pair: DaemonConfiguration.Pair) -> SocketOptions {
        let options = SocketOptions.answering(messageBytes: max(configuration.limits.messageBytes, 1 << 20))
        return keys.options(towards: .party(pair.key), at: pair.peer, options.with { $0.linger = .zero })
    }

    /// The record that both have: the meeting's, or that of the session that is run alone.
    private var recordName: String { session?.id ?? Record.meeting }

    /// The sessions that have milestones in it: by their ids, or nil for the only one.
    private var sessionNames: Set<String?> { session == nil ? Set(event.sessions.map(\.id)) : [nil] }

    /// The other has taken over: the rest of our journal is still handed out to it, for a moment.
    private func yield(to board: PairBoard) async {
        board.change { $0.hasYielded = true }
        let deadline = MachineClock.monotonic + 2000
        while !board.isHandedOver, MachineClock.monotonic < deadline { try? await Task.sleep(for: .milliseconds(10)) }
    }
}
