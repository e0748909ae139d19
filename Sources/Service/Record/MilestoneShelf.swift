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
    private let isNews = Atomic<Bool>(false)

    private struct Kept {
        var milestones: Milestones
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
        sessions.withLock { $0[session ?? ""] = Kept(milestones: milestones) }
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
                ?? Kept(milestones: Milestones(program: ProgramBuild.id, event: folder.fingerprint))
            kept.milestones.append(milestone)
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

    private static func path(of session: String?, in folder: JournalFolder) -> String {
        session.map { "\(folder.path)/milestones-\($0)" } ?? "\(folder.path)/milestones"
    }

    /// A file of more bytes than milestones have is none of ours.
    private static let most = 1 << 22
}
