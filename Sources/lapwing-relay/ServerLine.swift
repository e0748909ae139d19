import ArgumentParser
import Glibc
import NATS

/// Where the server of NATS is, and how the program is known to it.
struct ServerLine: ParsableArguments {
    @Option(
        help: """
            Address of the server of NATS, as nats://127.0.0.1:4222 (a user and a password may stand in it); of a \
            cluster several, with commas between them. Else $LAPWING_NATS.
            """)
    var nats: String?

    @Option(help: ArgumentHelp("File of credentials for NATS; else $LAPWING_NATS_CREDENTIALS.", valueName: "file"))
    var credentials: String?

    @Option(
        help: ArgumentHelp(
            "File of the authorities whose certificates are believed: TLS; else $LAPWING_NATS_CA.", valueName: "file"))
    var ca: String?

    /// A stream's name as NATS allows it.
    static func check(stream: String) throws {
        if stream.isEmpty || !stream.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) }) {
            throw ValidationError("--stream \(stream): expected letters, digits, - and _")
        }
    }

    /// The options for a connection.
    func options() throws -> NATSOptions {
        let said = nats ?? Self.environment("LAPWING_NATS") ?? "nats://127.0.0.1:4222"
        let servers = said.split(separator: ",").map { String($0.drop { $0 == " " }) }
        for server in servers where !["nats://", "tls://"].contains(where: server.hasPrefix) {
            throw ValidationError("--nats: found \"\(server)\", expected an address as nats://127.0.0.1:4222")
        }
        return NATSOptions(
            servers: servers, name: "lapwing-relay",
            credentials: try Self.readable(
                credentials ?? Self.environment("LAPWING_NATS_CREDENTIALS"), option: "--credentials"),
            authorities: try Self.readable(ca ?? Self.environment("LAPWING_NATS_CA"), option: "--ca"))
    }

    private static func readable(_ file: String?, option: String) throws -> String? {
        guard let file else { return nil }
        guard access(file, R_OK) == 0 else {
            throw ValidationError(
                "\(option) \(file): \(String(cString: strerror(errno))); give a file that can be read")
        }
        return file
    }

    /// An empty variable is none.
    private static func environment(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }
}
