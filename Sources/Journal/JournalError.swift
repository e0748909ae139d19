import Glibc

/// Why a journal could not be opened, read or continued: what, where, and what to do.
public enum JournalError: Error, CustomStringConvertible {
    /// Somebody else writes in this directory.
    case inUse(directory: String, pid: Int32?)
    /// The system refused: "cannot `operation` `path`".
    case system(operation: String, path: String, code: Int32)
    /// Written by another version of Lapwing.
    case otherVersion(path: String, version: UInt32)
    /// The visitor rejected a block.
    case refused(path: String, place: JournalPlace, error: any Error)
    /// Bytes that do not follow the bytes that are there.
    case doesNotContinue(directory: String, at: JournalPlace, expected: JournalPlace)
    /// Bytes sent for a copy that are no block of the chain.
    case notOfTheChain(directory: String, place: JournalPlace, reason: String)
    /// A place beyond this journal, or not in it.
    case noSuchPlace(directory: String, place: JournalPlace, end: JournalPlace)
    /// A folder, a pipe or a device stands where a file belongs.
    case noFile(path: String)
    /// Damage that could not be set aside.
    case notSetAside(damage: JournalDamage, code: Int32)

    public var description: String {
        switch self {
        case .inUse(let directory, let pid):
            let who = pid.map { "process \($0)" } ?? "another process"
            return "\(directory) is in use by \(who): end it, or choose another journal directory"
        case .system(let operation, let path, let code):
            return "cannot \(operation) \(path): \(Self.text(code))\(Self.advice(code))"
        case .otherVersion(let path, let version):
            return "\(path) is of journal version \(version), and this Lapwing reads version \(SegmentHeader.version): "
                + "use the Lapwing that wrote it"
        case .refused(let path, let place, let error):
            return "\(path):\(place.offset): \(error)"
        case .doesNotContinue(let directory, let at, let expected):
            return "\(directory): bytes for \(at) do not continue what ends at \(expected): ask for \(expected)"
        case .notOfTheChain(let directory, let place, let reason):
            return "\(directory): what was sent for \(place) \(reason): the two journals have parted; "
                + "move this directory away and copy anew"
        case .noSuchPlace(let directory, let place, let end):
            return "\(directory) has no \(place), it ends at \(end): the two journals have parted"
        case .noFile(let path):
            return "\(path) is no file: move it away"
        case .notSetAside(let damage, let code):
            return "\(damage.path):\(damage.place.offset): cannot set aside \(damage.bytes) bytes of a damaged "
                + "journal: \(Self.text(code))\(Self.advice(code))"
        }
    }

    static func text(_ code: Int32) -> String { String(cString: strerror(code)) }

    private static func advice(_ code: Int32) -> String {
        switch code {
        case ENOSPC, EDQUOT: ": make room on that disk"
        case EACCES, EPERM: ": the daemon's user must own the directory"
        case EROFS: ": the disk is mounted read-only"
        case EISDIR, ENOTDIR, ENXIO, ELOOP: ": something else stands there; move it away"
        case EIO: ": the disk fails; copy the directory to another at once"
        default: ""
        }
    }
}
