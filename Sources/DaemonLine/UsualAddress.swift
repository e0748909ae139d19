import Glibc

/// Where the daemon is when a command does not say: as the environment has it, else as docs/protocol.md has it.
enum UsualAddress {
    static var query: String { environment("LAPWING_QUERY") ?? "tcp://127.0.0.1:5561" }
    static var publication: String { environment("LAPWING_PUBLICATION") ?? "tcp://127.0.0.1:5560" }
    static var control: String { environment("LAPWING_CONTROL") ?? "ipc:///run/lapwing/control" }

    /// An empty variable is none.
    private static func environment(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }
}
