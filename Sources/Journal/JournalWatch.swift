import Glibc

/// The journal's files are not, or no longer, those that its writer writes: a restart would not find what it wrote.
public struct JournalLoss: Hashable, Sendable, CustomStringConvertible {
    public enum Kind: String, Hashable, Sendable {
        case gone = "is gone"
        case replaced = "is another file now"
        case cut = "has been cut"
        case readOnly = "can only be read now"
    }

    public let path: String
    public let kind: Kind

    public var description: String { "\(path) \(kind.rawValue)" }
}

/// Looks after the files while they are written: nobody tells a writer that its file has lost its name.
struct JournalWatch: Sendable {
    /// A file, whatever its name.
    struct Identity: Hashable, Sendable {
        let device: UInt64
        let number: UInt64
        var size: Int64
    }

    private let directory: String
    private var files: [(path: String, identity: Identity)] = []
    private var lookAt: UInt64 = 0
    private(set) var loss: JournalLoss?
    /// What was cut stays lost, also where the file has its length again: the next block fills a hole in front of it.
    private var cut: JournalLoss?

    /// Nanoseconds between two looks.
    private static let patience: UInt64 = 400_000_000

    init(_ directory: String) { self.directory = directory }

    static func identity(_ file: OpenFile) -> Identity? {
        var status = stat()
        return fstat(file.descriptor, &status) == 0 ? Identity(status) : nil
    }

    static func identity(_ path: String) -> Identity? {
        var status = stat()
        return stat(path, &status) == 0 ? Identity(status) : nil
    }

    mutating func add(_ path: String, _ identity: Identity?) {
        guard let identity else { return }
        files.removeAll { $0.path == path }
        files.append((path, identity))
    }

    mutating func look(uptime: UInt64, isAtOnce: Bool) {
        guard isAtOnce || uptime >= lookAt else { return }
        lookAt = uptime + Self.patience
        for place in files.indices {
            let (path, known) = files[place]
            guard let now = Self.identity(path) else { return lose(path, .gone) }
            guard now.device == known.device, now.number == known.number else { return lose(path, .replaced) }
            if now.size < known.size { noteCut(path) }
            files[place].identity.size = max(now.size, known.size)
        }
        // An administrator's process may write also where the file's mode says no, but not on a read-only disk.
        for path in [directory, files.last?.path ?? directory]
        where faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) != 0 { return lose(path, .readOnly) }
        loss = cut
    }

    /// The file is shorter than its writer left it.
    mutating func noteCut(_ path: String) {
        cut = JournalLoss(path: path, kind: .cut)
        loss = cut
    }

    private mutating func lose(_ path: String, _ kind: JournalLoss.Kind) { loss = JournalLoss(path: path, kind: kind) }
}

extension JournalWatch.Identity {
    fileprivate init(_ status: stat) {
        self.init(device: UInt64(status.st_dev), number: UInt64(status.st_ino), size: Int64(status.st_size))
    }
}
