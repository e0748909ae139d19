import Glibc
import Service
import Testing

@Suite("What systemd is told")
struct SystemdTests {
    @Test(
        "READY, STATUS, WATCHDOG and STOPPING arrive at a socket in the file system and at an abstract one",
        arguments: [false, true])
    func messages(isAbstract: Bool) throws {
        let inbox = try Inbox(isAbstract: isAbstract)
        let systemd = Systemd(environment: ["NOTIFY_SOCKET": inbox.address])
        systemd.ready("Race 2: waiting for the feeds")
        #expect(inbox.next() == "READY=1\nSTATUS=Race 2: waiting for the feeds")
        systemd.status("lap 7")
        #expect(inbox.next() == "STATUS=lap 7")
        systemd.watchdog()
        #expect(inbox.next() == "WATCHDOG=1")
        systemd.stopping()
        #expect(inbox.next()?.hasPrefix("STOPPING=1\n") == true)
        #expect(inbox.next() == nil)
    }

    @Test("without systemd, and with an address that nobody has, nothing is told and nobody waits")
    func nobody() throws {
        let absent = try Inbox(isAbstract: false).address
        let long = "/" + String(repeating: "x", count: 200)
        for address in [nil, "", "@", absent, long, "@" + long] {
            let systemd = Systemd(environment: address.map { ["NOTIFY_SOCKET": $0] } ?? [:])
            systemd.ready("x")
            systemd.watchdog()
            #expect(systemd.watchdogInterval == nil)
        }
    }

    @Test("a manager that does not read holds up nobody")
    func full() throws {
        let inbox = try Inbox(isAbstract: true)
        let systemd = Systemd(environment: ["NOTIFY_SOCKET": inbox.address])
        for _ in 0..<5000 { systemd.watchdog() }
        var read = 0
        while inbox.next() != nil { read += 1 }
        #expect(read > 0 && read < 5000)
    }

    @Test(
        "the watchdog is told twice in its interval, when it is meant for this process",
        arguments: [
            ("30000000", nil, 15_000), ("2000", nil, 1), ("30000000", "\(getpid())", 15_000),
            ("30000000", "1", nil), ("30000000", "x", nil), ("0", nil, nil), ("-5", nil, nil), ("soon", nil, nil),
            (nil, nil, nil),
        ] as [(String?, String?, Int64?)])
    func watchdog(microseconds: String?, process: String?, interval: Int64?) {
        var environment: [String: String] = [:]
        environment["WATCHDOG_USEC"] = microseconds
        environment["WATCHDOG_PID"] = process
        #expect(Systemd(environment: environment).watchdogInterval == interval)
    }
}

extension Systemd {
    fileprivate init(environment: [String: String]) { self.init { environment[$0] } }
}

/// The manager's end of NOTIFY_SOCKET.
private final class Inbox {
    let address: String
    private let socket: Int32

    struct Failure: Error { let code: Int32 }

    init(isAbstract: Bool) throws {
        let name = "lapwing-test-\(getpid())-\(UInt64.random(in: 0 ... .max))"
        address = isAbstract ? "@\(name)" : "/tmp/\(name)"
        socket = Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        guard socket >= 0 else { throw Failure(code: errno) }
        var bytes = Array(address.utf8)
        if isAbstract { bytes[0] = 0 }
        var name_ = sockaddr_un()
        name_.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &name_.sun_path) { $0.copyBytes(from: bytes) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count)
        let result = withUnsafePointer(to: &name_) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(socket, $0, length) }
        }
        guard result == 0 else { throw Failure(code: errno) }
    }

    deinit {
        close(socket)
        if address.hasPrefix("/") { unlink(address) }
    }

    /// The next datagram, if one is waiting: what was sent on this machine is there at once.
    func next() -> String? {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = recv(socket, &buffer, buffer.count, Int32(MSG_DONTWAIT))
        return count < 0 ? nil : String(decoding: buffer[..<count], as: UTF8.self)
    }
}
