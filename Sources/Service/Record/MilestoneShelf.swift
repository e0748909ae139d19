import Glibc
package import Journal
import Linux
import Synchronization
package import Wire

/// The latest milestones of all sessions, between the lanes that make them and the thread that syncs the journal, which
/// writes them down: no lane waits for a disk.
package final class MilestoneShelf: Sendable {
    /// The journal's folder; nil without one.
    private let folder: JournalFolder?
    private let shelf = Mutex(Shelf())
    private let isNews = Atomic<Bool>(false)

    private struct Kept {
        var milestones: Milestones
        var number: UInt64
        var isWritten = true
    }

    private struct Shelf {
        var sessions: [String: Kept] = [:]
        /// Of the milestones put in last. Another process has other numbers.
        var number = UInt64(clamping: MachineClock.utc)

        mutating func nextNumber() -> UInt64 {
            number += 1
            return number
        }
    }

    package init(_ folder: JournalFolder?) { self.folder = folder }

    /// Those of a session that are in its file, where they are of this build and event; nil: none.
    /// - Parameter session: nil: the only one.
    package func read(of session: String?) -> Milestones? {
        guard let folder, let bytes = try? WholeFile.read(Self.path(of: session, in: folder), atMost: Self.most),
            let milestones = try? Milestones(bytes), milestones.program == ProgramBuild.id,
            milestones.event == folder.fingerprint
        else { return nil }
        shelf.withLock { $0.sessions[session ?? ""] = Kept(milestones: milestones, number: $0.nextNumber()) }
        return milestones
    }

    /// The session's milestones do not fit its journal: no other start is to try them.
    func forget(_ session: String?) {
        shelf.withLock { $0.sessions[session ?? ""] = nil }
        if let folder { unlink(Self.path(of: session, in: folder)) }
    }

    /// Any thread: one more of a session.
    package func put(_ milestone: Milestone, of session: String?) {
        guard let folder else { return }
        shelf.withLock { shelf in
            var kept =
                shelf.sessions[session ?? ""]
                ?? Kept(milestones: Milestones(program: ProgramBuild.id, event: folder.fingerprint), number: 0)
            kept.milestones.append(milestone)
            kept.number = shelf.nextNumber()
            kept.isWritten = false
            shelf.sessions[session ?? ""] = kept
        }
        isNews.store(true, ordering: .releasing)
    }

    /// Writes down what is new. A disk that takes nothing is told of by the journal; without milestones a restart is
    /// only slower.
    package func write() {
        guard let folder, isNews.exchange(false, ordering: .acquiring) else { return }
        let news = shelf.withLock { shelf in
            let news = shelf.sessions.filter { !$0.value.isWritten }.mapValues(\.milestones)
            for session in news.keys { shelf.sessions[session]?.isWritten = true }
            return news
        }
        for (session, milestones) in news {
            try? WholeFile.replace(
                Self.path(of: session.isEmpty ? nil : session, in: folder), with: milestones.bytes, mode: 0o600)
        }
    }

    // MARK: The other daemon of a pair

    /// Those that come first of the ones later than the number which the other has, and not beyond its copy; nil where
    /// it has all.
    package func news(after known: UInt64, upTo place: JournalPlace) -> NumberedMilestones? {
        shelf.withLock { shelf in
            // A process whose clock was ahead of ours has told the larger number.
            let known = known > shelf.number ? 0 : known
            let later = shelf.sessions.filter { session in
                session.value.number > known && (session.value.milestones.all.last.map { $0.place <= place } ?? false)
            }
            return later.min { $0.value.number < $1.value.number }.map { session, kept in
                NumberedMilestones(
                    number: kept.number, session: session.isEmpty ? nil : session, milestones: kept.milestones.latest)
            }
        }
    }

    /// Keeps those of the active daemon beside the copy of its journal, where they are of the event's sessions, of this
    /// build and of this event. False where the disk does not take them.
    package func keep(_ other: NumberedMilestones, of known: Set<String?>) -> Bool {
        guard let folder, let milestones = other.milestones, known.contains(other.session),
            milestones.program == ProgramBuild.id, milestones.event == folder.fingerprint
        else { return true }
        let path = Self.path(of: other.session, in: folder)
        return (try? WholeFile.replace(path, with: milestones.bytes, mode: 0o600)) != nil
    }

    private static func path(of session: String?, in folder: JournalFolder) -> String {
        session.map { "\(folder.path)/milestones-\($0)" } ?? "\(folder.path)/milestones"
    }

    /// A file of more bytes than milestones have is none of ours.
    private static let most = 1 << 22
}
