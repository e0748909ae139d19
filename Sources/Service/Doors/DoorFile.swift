import Glibc
package import Logging
package import ZeroMQ

/// The file of an ipc door. Where it is removed nobody can come in any more, and nothing tells: it is looked for once a
/// second, said, and made anew.
package struct DoorFile {
    private let address: String
    private let mode: UInt32
    /// Nil for an address without a file.
    private let path: String?
    private var lookAt: Int64 = 0
    private var isUnbound = false
    private var isSaid = false

    private static let interval: Int64 = 1000

    package init(_ address: String, mode: UInt32) {
        self.address = address
        self.mode = mode
        path = address.hasPrefix("ipc:///") ? String(address.dropFirst("ipc://".count)) : nil
    }

    package mutating func tend(_ socket: borrowing Socket, _ door: Door, now: Int64, log: Logger) {
        guard let path, now >= lookAt else { return }
        lookAt = now + Self.interval
        if isUnbound { return bind(socket, door, log) }
        var about = stat()
        guard lstat(path, &about) != 0, errno == ENOENT else { return }
        log.warning("\(door.name): the file \(path) is gone: it is made anew; connections that are there go on")
        // libzmq closes the old one on a thread of its own, and removes what it finds at the path: the new one waits.
        try? socket.unbind(address)
        isUnbound = true
    }

    private mutating func bind(_ socket: borrowing Socket, _ door: Door, _ log: Logger) {
        do {
            try socket.bind(address, fileMode: mode)
            isUnbound = false
            isSaid = false
            log.notice("\(door.name): \(address) is open again")
        } catch {
            if !isSaid { log.error("\(door.name): \(address) cannot be opened again: \(error)") }
            isSaid = true
        }
    }
}
