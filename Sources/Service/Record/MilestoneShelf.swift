import Glibc
import Linux
import Synchronization
package import Wire

/// The latest milestones of all sessions, between the lanes that make them and the thread that syncs the journal, which
/// writes them down: no lane waits for a disk.
package final class MilestoneShelf: Sendable {
    /// The journal's folder; nil without one.
    private let folder: JournalFolder?
    private let sessions = Mutex<[String: Kept]>([:])
    /// Of those put in last. Those of another process have other numbers.
    private let number = Atomic<UInt64>(UInt64(clamping: MachineClock.utc))
    private let isNews = Atomic<Bool>(false)

    private struct Kept {
        var milestones: Milestones
        var number: UInt64
        var isWritten = true
    }

    package init(_ folder: JournalFolder?) { self.folder = folder }

    /// Those of a session that are in its file, where they are of this build and event; nil: none.
    /// - Parameter session: nil: the only one.
    package func read(of session: String?) -> Milestones? {
        guard let folder, let bytes = try? WholeFile.read(Self.path(of: session, in: folder), atMost: Self.most),
            let milestones = try? Milestones(bytes), milestones.program == ProgramBuild.id,
            milestones.event == folder.fingerprint
        else { return nil }
        let number = nextNumber
        sessions.withLock { $0[session ?? ""] = Kept(milestones: milestones, number: number) }
        return milestones
    }

    /// The session's milestones do not fit its journal: no other start is to try them.
    func forget(_ session: String?) {
        sessions.withLock { $0[session ?? ""] = nil }
        if let folder { unlink(Self.path(of: session, in: folder)) }
    }

    /// Any thread: one more of a session.
    package func put(_ milestone: Milestone, of session: String?) {
        guard let folder else { return }
        sessions.withLock { sessions in
            var kept =
                sessions[session ?? ""]
                ?? Kept(milestones: Milestones(program: ProgramBuild.id, event: folder.fingerprint), number: 0)
            kept.milestones.append(milestone)
            kept.number = nextNumber
            kept.isWritten = false
            sessions[session ?? ""] = kept
        }
        isNews.store(true, ordering: .releasing)
    }

    /// Writes down what is new. A disk that takes nothing is told of by the journal; without milestones a restart is
    /// only slower.
    package func write() {
        guard let folder, isNews.exchange(false, ordering: .acquiring) else { return }
        let news = sessions.withLock { sessions in
            let news = sessions.filter { !$0.value.isWritten }.mapValues(\.milestones)
            for session in news.keys { sessions[session]?.isWritten = true }
            return news
        }
        for (session, milestones) in news {
            try? WholeFile.replace(
                Self.path(of: session.isEmpty ? nil : session, in: folder), with: milestones.bytes, mode: 0o600)
        }
    }

    // MARK: The other daemon of a pair

    /// The earliest of those that are later than the number that the other has; nil where it has all.
    func news(after known: UInt64) -> NumberedMilestones? {
        let latest = number.load(ordering: .acquiring)
        guard known != latest else { return nil }
        // A number of the future is of a process whose clock went ahead of ours.
        let known = known > latest ? 0 : known
        let later = sessions.withLock { sessions in
            sessions.filter { $0.value.number > known }.min { $0.value.number < $1.value.number }
        }
        return later.map { session, kept in
            NumberedMilestones(
                number: kept.number, session: session.isEmpty ? nil : session, milestones: kept.milestones)
        }
    }

    /// Those of the active daemon, for the copy of its journal. They are of the event's sessions, of this build and of
    /// this event, or none is kept.
    func keep(_ other: NumberedMilestones, of known: Set<String?>) {
        guard let folder, known.contains(other.session), other.milestones.program == ProgramBuild.id,
            other.milestones.event == folder.fingerprint
        else { return }
        try? WholeFile.replace(
            Self.path(of: other.session, in: folder), with: other.milestones.bytes, mode: 0o600)
    }

    private var nextNumber: UInt64 { number.wrappingAdd(1, ordering: .acquiringAndReleasing).newValue }

    private static func path(of session: String?, in folder: JournalFolder) -> String {
        session.map { "\(folder.path)/milestones-\($0)" } ?? "\(folder.path)/milestones"
    }

    /// A file of more bytes than milestones have is none of ours.
    private static let most = 1 << 22
}
