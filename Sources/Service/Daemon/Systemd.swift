import Glibc
import Rulebook

/// Tells systemd how the daemon is: READY, STATUS, WATCHDOG, STOPPING (sd_notify(3)).
///
/// Silent unless systemd started us. A datagram is sent without waiting, or dropped.
package struct Systemd {
    private let address: String?
    /// How often the watchdog wants to hear of us, in milliseconds; nil when it does not.
    package let watchdogInterval: Int64?

    package init(environment: (String) -> String?) {
        address = environment("NOTIFY_SOCKET")
        let isForUs = environment("WATCHDOG_PID").map { Int32($0) == getpid() } ?? true
        if isForUs, let text = environment("WATCHDOG_USEC"), let interval = Int64(text), interval > 0 {
            watchdogInterval = max(interval / 1000 / 2, 1)
        } else {
            watchdogInterval = nil
        }
    }

    package static let ofProcess = Systemd { name in getenv(name).map { String(cString: $0) } }

    package func ready(_ status: String) { send("READY=1\nSTATUS=\(shownText(status))") }

    package func status(_ text: String) { send("STATUS=\(shownText(text))") }

    package func watchdog() { send("WATCHDOG=1") }

    package func stopping() { send("STOPPING=1\nSTATUS=finishing what is held") }

    private func send(_ message: String) {
        guard let address, !address.isEmpty else { return }
        let socket = Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard socket >= 0 else { return }
        defer { close(socket) }
        var path = Array(address.utf8)
        // A leading @ names an address that is in no file system.
        if path[0] == UInt8(ascii: "@") { path[0] = 0 }
        var name = sockaddr_un()
        guard path.count < MemoryLayout.size(ofValue: name.sun_path) else { return }
        name.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: path) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + path.count)
        let bytes = Array(message.utf8)
        withUnsafePointer(to: &name) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                _ = sendto(socket, bytes, bytes.count, Int32(MSG_DONTWAIT), generic, length)
            }
        }
    }
}
