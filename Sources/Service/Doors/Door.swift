import Glibc
import Synchronization
package import ZeroMQ

/// One of the daemon's sockets, as keys, log and status know it.
package enum Door: Hashable, Sendable {
    case publication, query, control, journal
    /// Towards the feed of that name.
    case feed(String)
    /// Towards the other daemon of a pair.
    case other

    /// As the status and the log name it.
    package var name: String {
        switch self {
        case .publication: "publication"
        case .query: "query"
        case .control: "control"
        case .journal: "journal"
        case .feed(let name): "feed \(name)"
        case .other: "pair"
        }
    }
}

extension Socket {
    /// One bind at a time: the mask of new files is the whole process's, and each sets it back to what it found.
    private static let mask = Mutex<Void>(())

    /// Binds; the file of an ipc address is made with this mode, so that at no instant another user can open it.
    package borrowing func bind(_ address: String, fileMode: UInt32) throws(ZeroMQError) {
        guard address.hasPrefix("ipc://") else {
            try bind(address)
            return
        }
        let path = String(address.dropFirst("ipc://".count))
        // As under systemd, which makes it: a folder that only its owner and group may look into.
        if let slash = path.lastIndex(of: "/") { mkdir(String(path[..<slash]), 0o750) }
        try Self.mask.withLock { _ throws(ZeroMQError) in
            // It takes nothing from the owner: another thread may be making the journal's folder just now.
            let before = umask(0o077)
            defer { umask(before) }
            try bind(address)
        }
        chmod(path, fileMode)
    }
}
