package import NATS
import Wire

extension RaceStream {
    /// Makes a server mirror the streams of the server in another domain. Returns a line for each.
    ///
    /// A mirror of 2.9 republishes nothing: what is live comes through the leaf node as it is.
    package static func mirror(
        _ name: String, of domain: String, mostBytes: Int64, in connection: inout NATSConnection
    ) throws(NATSFault) -> [String] {
        [
            try mirror(name, of: domain, in: &connection, more: [.init("max_bytes", .integer(mostBytes))]),
            try mirror(
                "\(name)-SNAPSHOT", of: domain, in: &connection, more: [.init("max_msgs_per_subject", .integer(1))]),
            try mirror(
                "\(name)-TABLE", of: domain, in: &connection, more: [.init("max_msgs_per_subject", .integer(1))]),
        ]
    }

    private static func mirror(
        _ name: String, of domain: String, in connection: inout NATSConnection, more: [JSON.Member]
    ) throws(NATSFault) -> String {
        let found = try json(connection.ask("$JS.API.STREAM.INFO.\(name)"))
        if let config = found["config"] {
            guard config["mirror"]?["name"]?.text == name else {
                throw NATSFault(
                    "stream \(name) is there and is no mirror; expected a server without it: give the server in the cloud "
                        + "with --nats")
            }
            return "stream \(name) is a mirror already"
        }
        let source = JSON.object([
            .init("name", .string(name)),
            .init("external", .object([.init("api", .string("$JS.\(domain).API"))])),
        ])
        let config = JSON.object(
            [
                .init("name", .string(name)), .init("mirror", source), .init("retention", .string("limits")),
                .init("storage", .string("file")), .init("discard", .string("old")), .init("num_replicas", .integer(1)),
                .init("allow_direct", .bool(true)),
            ] + more)
        let made = try json(connection.ask("$JS.API.STREAM.CREATE.\(name)", config.bytes))
        guard made["error"] == nil else { throw NATSFault("stream \(name) cannot be made: \(words(made["error"]))") }
        return "stream \(name) mirrors that of domain \(domain)"
    }
}
