package import ArgumentParser
package import Client
import Glibc
import ZeroMQ

/// Where the daemon is, which session is followed, and the keys: as for the commands of `lapwing`.
package struct DaemonLine: ParsableArguments {
    @Option(
        help:
            "Address of the daemon's publication, else $LAPWING_PUBLICATION; of a pair both, with a comma between them."
    )
    var publication: String?

    @Option(
        help: "Address of the daemon's query socket, else $LAPWING_QUERY; of a pair both, with a comma between them.")
    var query: String?

    @Option(help: "Id of the session to stay at; without it the one that is shown, or the one that runs alone.")
    package var session: String?

    @Option(help: ArgumentHelp("File of your secret key, for tcp addresses; else $LAPWING_KEY.", valueName: "file"))
    var key: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The daemon's public key, for tcp addresses; else $LAPWING_SERVER_KEY.", valueName: "key"))
    var serverKey: String?

    package init() {}

    /// The addresses with their keys.
    package func addresses<Reader>() throws -> Following<Reader>.Addresses {
        let publication = publication ?? Self.environment("LAPWING_PUBLICATION") ?? "tcp://127.0.0.1:5560"
        let query = query ?? Self.environment("LAPWING_QUERY") ?? "tcp://127.0.0.1:5561"
        return .init(
            publication: Self.split(publication), query: Self.split(query),
            publicationSecurity: try security(towards: publication), querySecurity: try security(towards: query))
    }

    /// An ipc address needs no key: its file's mode guards it.
    private func security(towards address: String) throws -> Security {
        let file = key ?? Self.environment("LAPWING_KEY")
        let server = serverKey ?? Self.environment("LAPWING_SERVER_KEY")
        guard address.hasPrefix("tcp://"), file != nil || server != nil else { return .none }
        guard let file, let server else {
            let missing = file == nil ? "--key FILE" : "--server-key KEY"
            throw ValidationError("\(address): one key without the other; expected both; give \(missing) too")
        }
        do {
            return .curveClient(server: try CurveKey(z85: server), own: try KeyFile.read(file))
        } catch {
            throw ValidationError("\(address): \(error)")
        }
    }

    private static func split(_ addresses: String) -> [String] {
        addresses.split(separator: ",").map { $0.trimmingPrefix { $0 == " " } }.map(String.init)
    }

    /// An empty variable is none.
    private static func environment(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }
}
