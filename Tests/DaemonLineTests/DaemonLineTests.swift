import ArgumentParser
import Client
import DaemonLine
import Testing

@Suite("The line to the daemon")
struct DaemonLineTests {
    @Test("both addresses of a pair are read, and one key without the other is refused with what is missing")
    func addresses() throws {
        let line = try DaemonLine.parse(["--publication", "tcp://a:1, tcp://b:2", "--query", "tcp://a:3"])
        let addresses: Following<Follower>.Addresses = try line.addresses()
        #expect(addresses.publication == ["tcp://a:1", "tcp://b:2"])
        #expect(addresses.query == ["tcp://a:3"])
        let half = try DaemonLine.parse(["--publication", "tcp://a:1", "--query", "tcp://a:3", "--key", "own.key"])
        #expect(throws: KeyFault.self) { let _: Following<Follower>.Addresses = try half.addresses() }
    }
}
