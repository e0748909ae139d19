import ArgumentParser
package import ZeroMQ

/// The own key of a program, and the daemon's. An ipc address needs no key: its file's mode guards it.
package struct KeyOptions: ParsableArguments {
    @Option(help: ArgumentHelp("File of your secret key, for tcp addresses; else $LAPWING_KEY.", valueName: "file"))
    var key: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The daemon's public key, for tcp addresses; else $LAPWING_SERVER_KEY.", valueName: "key"))
    var serverKey: String?

    package init() {}

    /// How to connect to an address of the daemon.
    package func security(towards address: String) throws(KeyFault) -> Security {
        guard address.hasPrefix("tcp://") else { return .none }
        let file = key ?? UsualAddress.environment("LAPWING_KEY")
        let server = serverKey ?? UsualAddress.environment("LAPWING_SERVER_KEY")
        guard let file, let server else {
            if file == nil, server == nil { return .none }
            throw KeyFault(
                description:
                    "\(address): \(file == nil ? "the daemon's key without one of your own" : "a key without the daemon's"); "
                    + "expected both; give --\(file == nil ? "key FILE" : "server-key KEY") too")
        }
        return .curveClient(server: try Self.serverKey(server), own: try Self.keys(file))
    }

    /// How to bind an address at which a decoder is played. Only a key that is given counts: one in the environment is
    /// a timekeeper's.
    package func security(binding address: String) throws(KeyFault) -> Security {
        guard address.hasPrefix("tcp://"), let key else { return .none }
        return .curveServer(try Self.keys(key).secret)
    }

    /// The keys of a file.
    package static func keys(_ path: String) throws(KeyFault) -> CurveKeys {
        do {
            return try KeyFile.read(path)
        } catch {
            throw KeyFault(description: "\(error)")
        }
    }

    private static func serverKey(_ text: String) throws(KeyFault) -> CurveKey {
        do {
            return try CurveKey(z85: text)
        } catch {
            throw KeyFault(
                description: "found \"\(text)\", expected the daemon's public key, 40 characters of Z85; "
                    + "\"lapwing keys show FILE\" prints it on the daemon's machine; put it between single quotes")
        }
    }
}
