/// Where the servers are, and how one is known to them.
package struct NATSOptions: Hashable, Sendable {
    /// Addresses, as `nats://127.0.0.1:4222`; a user and a password may stand in them.
    package var servers: [String]
    /// The name under which the server lists the connection.
    package var name: String
    /// File of credentials, as `nsc` makes it.
    package var credentials: String?
    /// File of the authorities whose certificates are believed. TLS is asked for then.
    package var authorities: String?

    package init(
        servers: [String], name: String, credentials: String? = nil, authorities: String? = nil
    ) {
        (self.servers, self.name) = (servers, name)
        (self.credentials, self.authorities) = (credentials, authorities)
    }

    /// The addresses without what stands before an `@`: to be written into a log.
    package var publicServers: String {
        servers.map { server in
            guard let at = server.lastIndex(of: "@") else { return server }
            let scheme = server.firstRange(of: "://").map { String(server[..<$0.upperBound]) } ?? ""
            return scheme + String(server[server.index(after: at)...])
        }.joined(separator: ", ")
    }
}
