public import ZeroMQ

/// Where the daemon is; of a pair, both.
public struct DaemonAddresses: Sendable {
    /// Publication sockets.
    public var publication: [String]
    /// Query sockets.
    public var query: [String]
    /// The own key for the publication, and the publication's.
    public var publicationSecurity: Security
    /// The same of the query socket.
    public var querySecurity: Security

    public init(
        publication: [String], query: [String], publicationSecurity: Security = .none, querySecurity: Security = .none
    ) {
        self.publication = publication
        self.query = query
        self.publicationSecurity = publicationSecurity
        self.querySecurity = querySecurity
    }
}
