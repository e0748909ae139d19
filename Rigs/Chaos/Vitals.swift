import Foundation
import Glibc
import Linux
import Synchronization

/// What a service manager sees of a daemon: its signs of life, and its memory.
final class Vitals: Sendable {
    /// Where the daemon reports to.
    let address: String
    private let shared = Shared()
    private let worker: Worker

    private final class Shared: Sendable {
        let isStopped = Atomic<Bool>(false)
        let state = Mutex(State())
    }

    private struct State {
        /// The daemon that runs.
        var watched: pid_t?
        /// When it was heard last, in microseconds; nil before it is ready, and once it says that it stops: what it has
        /// to send to who takes nothing may then take as long as the linger, half of the watchdog's time.
        var heardAt: Int64?
        var longestSilence: Int64 = 0
        var mostResident = 0

        mutating func note(_ now: Int64) {
            guard watched != nil, let heardAt else { return }
            longestSilence = max(longestSilence, now - heardAt)
        }
    }

    /// The watchdog of the unit kills after so many microseconds.
    static let patience: Int64 = 10_000_000
    /// The daemon may hold so many MiB.
    static let mostResident = 256

    init(_ address: String) throws {
        self.address = address
        let socket = Descriptor(Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0))
        var name = sockaddr_un()
        name.sun_family = sa_family_t(AF_UNIX)
        let path = Array(address.utf8)
        guard path.count < MemoryLayout.size(ofValue: name.sun_path) else { throw Failure("\(address) is too long") }
        withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: path) }
        let status = withUnsafePointer(to: &name) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket.number, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard status == 0 else { throw systemFailure("cannot listen at \(address)") }
        let shared = shared
        worker = Worker {
            while !shared.isStopped.load(ordering: .acquiring) { Self.look(socket, shared) }
        }
    }

    /// The environment in which the daemon reports here.
    var environment: [String] { ["NOTIFY_SOCKET=\(address)", "WATCHDOG_USEC=\(Self.patience)"] }

    /// A daemon has been started.
    func began(_ daemon: pid_t) {
        shared.state.withLock {
            $0.watched = daemon
            $0.heardAt = nil
        }
    }

    /// It is about to be ended.
    func ends() {
        shared.state.withLock {
            $0.note(microseconds())
            $0.watched = nil
        }
    }

    /// The longest time between two signs of life, in microseconds.
    var longestSilence: Int64 { shared.state.withLock { $0.longestSilence } }
    /// The most that a daemon held at any time, in MiB.
    var mostResident: Int { shared.state.withLock { $0.mostResident } }

    func stop() throws {
        shared.isStopped.store(true, ordering: .releasing)
        try worker.join()
    }

    private static func look(_ socket: Descriptor, _ shared: Shared) {
        var polled = pollfd(fd: socket.number, events: Int16(POLLIN), revents: 0)
        var (isAlive, isStopping) = (false, false)
        if poll(&polled, 1, 50) == 1 {
            var bytes = [UInt8](repeating: 0, count: 4096)
            let count = recv(socket.number, &bytes, bytes.count, Int32(MSG_DONTWAIT))
            let text = String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
            isAlive = text.contains("WATCHDOG=1") || text.contains("READY=1")
            isStopping = text.contains("STOPPING=1")
        }
        let daemon = shared.state.withLock { $0.watched }
        let resident = daemon.flatMap(peak) ?? 0
        shared.state.withLock { state in
            let now = microseconds()
            state.note(now)
            if isAlive { state.heardAt = now }
            if isStopping { state.heardAt = nil }
            state.mostResident = max(state.mostResident, resident)
        }
    }

    /// The most that a process has held since it began, in MiB.
    private static func peak(_ process: pid_t) -> Int? {
        guard let text = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8),
            let line = text.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") })
        else { return nil }
        return line.split { !$0.isNumber }.first.flatMap { Int($0) }.map { $0 / 1024 }
    }
}
