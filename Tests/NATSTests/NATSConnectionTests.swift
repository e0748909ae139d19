import NATS
import Testing

@Suite("A connection to NATS")
struct NATSConnectionTests {
    @Test("a server that is not there is named, without the password")
    func absent() {
        let options = NATSOptions(servers: ["nats://relay:secret@127.0.0.1:1"], name: "test")
        #expect(options.publicServers == "nats://127.0.0.1:1")
        do {
            let connection = try NATSConnection(options)
            Issue.record("connected, open: \(connection.isOpen)")
        } catch {
            #expect(error.description.hasPrefix("cannot connect to nats://127.0.0.1:1: "), "\(error)")
            #expect(!error.description.contains("secret"))
        }
    }
}
