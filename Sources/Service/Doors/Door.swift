import Glibc
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
    /// Binds; the file of an ipc address is made with this mode, so that at no instant another user can open it.
    package borrowing func bind(_ address: String, fileMode: UInt32) throws(ZeroMQError) {
        let isPath = address.hasPrefix("ipc://")
        // As under systemd, which makes it: a folder that only its owner and group may look into.
        if isPath, let slash = address.lastIndex(of: "/") {
            mkdir(String(address[..<slash].dropFirst("ipc://".count)), 0o750)
        }
        let before = umask(isPath ? 0o177 : 0)
        if !isPath { umask(before) }
        defer { umask(before) }
        try bind(address)
        if isPath { chmod(String(address.dropFirst("ipc://".count)), fileMode) }
    }
}
