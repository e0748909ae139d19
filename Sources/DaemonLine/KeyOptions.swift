import ArgumentParser
import Glibc
import ZeroMQ

/// The own key of a command, and the daemon's. An ipc address needs no key: its file's mode guards it.
struct KeyOptions: ParsableArguments {
    @Option(help: ArgumentHelp("File of your secret key, for tcp addresses; else $LAPWING_KEY.", valueName: "file"))
    var key: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The daemon's public key, for tcp addresses; else $LAPWING_SERVER_KEY.", valueName: "key"))
    var serverKey: String?

    /// How to connect to an address of the daemon.
    func security(towards address: String) throws -> Security {
        guard address.hasPrefix("tcp://") else { return .none }
        let file = key ?? Self.environment("LAPWING_KEY")
        let server = serverKey ?? Self.environment("LAPWING_SERVER_KEY")
        guard let file, let server else {
            if file == nil, server == nil { return .none }
            throw Failure(
                "\(address): \(file == nil ? "the daemon's key without one of your own" : "a key without the daemon's"); "
                    + "expected both; give --\(file == nil ? "key FILE" : "server-key KEY") too")
        }
        return .curveClient(server: try Self.serverKey(server), own: try Self.keys(file))
    }

    /// How to bind an address at which a decoder is played. Only a key that is given counts: one in the environment is
    /// a timekeeper's.
    func security(binding address: String) throws -> Security {
        guard address.hasPrefix("tcp://"), let key else { return .none }
        return .curveServer(try Self.keys(key).secret)
    }

    /// The keys of a file.
    static func keys(_ path: String) throws -> CurveKeys {
        do {
            return try KeyFile.read(path)
        } catch {
            throw Failure("\(error)")
        }
    }

    private static func serverKey(_ text: String) throws -> CurveKey {
        do {
            return try CurveKey(z85: text)
        } catch {
            throw Failure(
                "found \"\(text)\", expected the daemon's public key, 40 characters of Z85; \"lapwing keys show FILE\" "
                    + "prints it on the daemon's machine; put it between single quotes")
        }
    }

    private static func environment(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }
}
