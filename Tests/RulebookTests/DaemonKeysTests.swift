import Foundation
import Rulebook
import Testing

@Suite("Keys, control and pair in the daemon's configuration")
struct DaemonKeysTests {
    /// The faults of a daemon configuration that stands beside a sound event and allow-list.
    private func faults(_ text: String, allowed: String = AllowListTests.sample) throws -> [String] {
        let folder = try Folder()
        try folder.write("event.yaml", Sample.event)
        try folder.write("allowed.yaml", allowed)
        return check(path: try folder.write("x.yaml", text)).map { told($0, folder) }
    }

    private static let keys = "keys: {own: own.key, allowed: allowed.yaml}\n"

    @Test("commands over tcp need keys: without them nobody knows who speaks")
    func controlOverTCP() throws {
        #expect(
            try faults(Sample.daemon + "control: tcp://127.0.0.1:5562\n") == [
                "x.yaml:4:10: control: found \"tcp://127.0.0.1:5562\", expected an ipc address, or keys beside it; write "
                    + "ipc:///run/lapwing/control, whose file others cannot open, or add the key keys"
            ])
        let withKeys = try Sample.with(Sample.daemon, "5550\"", "5550\", key: stand") + Self.keys
        #expect(try faults(withKeys + "control: tcp://127.0.0.1:5562\n") == [])
        #expect(
            try faults(withKeys + "control: tcp://127.0.0.1:5562\ncontrolMode: group\n") == [
                "x.yaml:6:14: controlMode: found \"group\", expected an ipc address as control, whose file has a mode; "
                    + "remove the key, for a tcp address has none"
            ])
    }

    @Test("with keys each feed over tcp is known by one, which the allow-list has in that role")
    func feedKey() throws {
        let expected = "expected the name of a party of the allow-list with the role feed; "
        #expect(
            try faults(Sample.daemon + Self.keys) == [
                "x.yaml:3:5: feeds[1].key: found no such key, \(expected)add the key key"
            ])
        func fault(_ name: String) throws -> [String] {
            try faults(Sample.with(Sample.daemon, "5550\"", "5550\", key: \(name)") + Self.keys)
        }
        #expect(try fault("stnad") == ["x.yaml:3:57: feeds[1].key: found \"stnad\", \(expected)write stand"])
        #expect(
            try fault("nobody") == [
                "x.yaml:3:57: feeds[1].key: found \"nobody\", \(expected)add the party to the allow-list"
            ])
        #expect(
            try fault("control") == [
                "x.yaml:3:57: feeds[1].key: found \"control\", which has not that role, \(expected)add feed to its roles"
            ])
    }

    @Test("a key that nobody will ask for is a fault: the feed would seem guarded")
    func needlessKey() throws {
        let keyed = try Sample.with(Sample.daemon, "5550\"", "5550\", key: stand")
        #expect(
            try faults(keyed) == [
                "x.yaml:3:57: feeds[1].key: found \"stand\", expected keys to look it up in; add the key keys, or remove "
                    + "this one"
            ])
        let local = try Sample.with(keyed, "tcp://127.0.0.1:5550", "ipc:///run/lapwing/feed") + Self.keys
        #expect(
            try faults(local) == [
                "x.yaml:3:60: feeds[1].key: found \"stand\", expected a tcp address beside it; remove it, for an ipc "
                    + "address asks for no key"
            ])
    }

    @Test("the allow-list's faults are told with the configuration's, at their place")
    func faultyList() throws {
        let keyed = try Sample.with(Sample.daemon, "5550\"", "5550\", key: stand") + Self.keys
        #expect(
            try faults(keyed, allowed: "- {name: stand, key: x, roles: [feed]}\n") == [
                "allowed.yaml:1:22: [1].key: found \"x\", expected a public key of 40 characters of Z85; copy what "
                    + "\"lapwing keys show\" prints, in quotes"
            ])
    }

    @Test("the two of a pair have addresses of their own, and each is another than the daemon itself")
    func pair() throws {
        let keyed = try Sample.with(Sample.daemon, "5550\"", "5550\", key: stand") + Self.keys
        func fault(_ listen: String, _ peer: String) throws -> [String] {
            try faults(keyed + "pair: {role: primary, listen: \"\(listen)\", peer: \"\(peer)\", key: first}\n")
        }
        #expect(try fault("tcp://*:5563", "tcp://second:5563") == [])
        #expect(
            try fault("tcp://*:5560", "tcp://second:5563") == [
                "x.yaml:5:31: pair.listen: found \"tcp://*:5560\", expected an address of its own for each of publication, "
                    + "query and control, and for pair.listen; change this one, for publication has it already"
            ])
        #expect(
            try fault("tcp://127.0.0.1:5563", "tcp://127.0.0.1:5563") == [
                "x.yaml:5:61: pair.peer: found \"tcp://127.0.0.1:5563\", expected the address of the other daemon; change "
                    + "this one or pair.listen, which Lapwing binds there itself"
            ])
        #expect(
            try faults(keyed + "pair: {role: primary, listen: \"tcp://*:5563\", peer: \"second:5563\"}\n") == [
                "x.yaml:5:53: pair.peer: found \"second:5563\", expected tcp://host:port or ipc://path; write it like "
                    + "tcp://127.0.0.1:5560"
            ])
        #expect(
            try faults(Sample.daemon + "pair: {role: third}\n") == [
                "x.yaml:4:7: pair.listen: found no such key, expected the address of this daemon's journal socket; add "
                    + "the key listen",
                "x.yaml:4:7: pair.peer: found no such key, expected the address of the other daemon's journal socket; "
                    + "add the key peer",
                "x.yaml:4:14: pair.role: found \"third\", expected one of primary, standby; write one of these",
            ])
    }

    @Test("over tcp the journal of a pair needs keys, as control does; as an ipc file it does not")
    func pairOverTCP() throws {
        #expect(
            try faults(
                Sample.daemon + "pair: {role: primary, listen: \"tcp://127.0.0.1:5563\", peer: \"tcp://second:5563\"}\n"
            )
                == [
                    "x.yaml:4:31: pair.listen: found \"tcp://127.0.0.1:5563\", expected an ipc address, or keys beside "
                        + "pair; add the key keys and the other's name as pair.key: without them anybody could copy "
                        + "the journal, or say that the session is his"
                ])
        #expect(
            try faults(Sample.daemon + "pair: {role: primary, listen: \"ipc:///x/a\", peer: \"ipc:///x/b\"}\n") == [])
    }

    @Test("with keys the other of a pair is known by one")
    func pairKey() throws {
        let keyed = try Sample.with(Sample.daemon, "5550\"", "5550\", key: stand") + Self.keys
        let pair = "pair: {role: standby, listen: \"tcp://*:5563\", peer: \"tcp://first:5563\""
        #expect(try faults(keyed + pair + ", key: first}\n") == [])
        #expect(
            try faults(keyed + pair + "}\n") == [
                "x.yaml:5:7: pair.key: found no such key, expected the name of a party of the allow-list with the role "
                    + "standby; add the key key"
            ])
    }
}
