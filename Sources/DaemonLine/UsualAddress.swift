import Glibc

/// Where the daemon is when a command does not say: as the environment has it, else as docs/protocol.md has it.
package enum UsualAddress {
    package static var query: String { environment("LAPWING_QUERY") ?? "tcp://127.0.0.1:5561" }
    package static var publication: String { environment("LAPWING_PUBLICATION") ?? "tcp://127.0.0.1:5560" }
    package static var control: String { environment("LAPWING_CONTROL") ?? "ipc:///run/lapwing/control" }

    /// The addresses of a pair are said in one, with a comma between them.
    package static func each(of addresses: String) -> [String] {
        addresses.split(separator: ",").map { $0.trimmingPrefix { $0 == " " } }.map(String.init)
    }

    /// An empty variable is none.
    static func environment(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }
}
