import Client
import ZeroMQ

extension Following {
    init(_ daemon: DaemonAddresses, session: String? = nil, reader: Reader) throws(ZeroMQError) {
        try self.init(
            Addresses(
                publication: daemon.publication, query: daemon.query,
                publicationSecurity: daemon.publicationSecurity, querySecurity: daemon.querySecurity),
            session: session, reader: reader)
    }
}
