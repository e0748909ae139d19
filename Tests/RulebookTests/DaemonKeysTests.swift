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

    private func faults(withoutKey address: String, recovery: String? = nil) throws -> [String] {
        let more = recovery.map { ", recovery: \"\($0)\"" } ?? ""
        return try faults(
            "event: event.yaml\nfeeds:\n  - {name: wall, connect: \"\(address)\"\(more), withoutKey: true}\n"
                + Self.keys)
    }

    @Test(
        "a feed on the machine itself or on a private line may be without a key beside keys",
        arguments: [
            "ipc:///run/lapwing/feed", "tcp://127.0.0.1:1", "tcp://127.255.3.4:1", "tcp://10.0.0.0:1",
            "tcp://10.255.255.255:1", "tcp://172.16.0.1:1", "tcp://172.31.255.255:1", "tcp://192.168.7.2:1",
            "tcp://169.254.1.1:1", "tcp://[::1]:1", "tcp://[0:0:0:0:0:0:0:1]:1", "tcp://[fc00::1]:1",
            "tcp://[fdff:1:2:3:4:5:6:7]:1", "tcp://[fe80::1%2]:1", "tcp://[febf::1]:1", "tcp://[::ffff:10.1.2.3]:1",
            "tcp://[::FFFF:7f00:1]:1",
        ])
    func privateLine(_ address: String) throws {
        #expect(try faults(withoutKey: address) == [])
        #expect(try faults(withoutKey: "ipc:///run/lapwing/feed", recovery: "tcp://10.0.0.5:2") == [])
    }

    private static let needed =
        "expected beside withoutKey an address of this machine or of a private line: ipc://path, or a number of "
        + "127.0.0.0/8, 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 169.254.0.0/16, ::1, fc00::/7 or fe80::/10; "

    @Test(
        "a public address without a key is refused: strangers may speak there",
        arguments: [
            "tcp://203.0.113.9:1", "tcp://8.8.8.8:1", "tcp://126.255.255.255:1", "tcp://128.0.0.1:1",
            "tcp://9.255.255.255:1",
            "tcp://11.0.0.0:1", "tcp://172.15.255.255:1", "tcp://172.32.0.0:1", "tcp://192.167.255.255:1",
            "tcp://192.169.0.0:1", "tcp://169.253.1.1:1", "tcp://100.64.0.1:1", "tcp://0.0.0.0:1", "tcp://224.0.0.1:1",
            "tcp://[::]:1", "tcp://[::2]:1", "tcp://[2001:db8::1]:1", "tcp://[fec0::1]:1", "tcp://[fbff::1]:1",
            "tcp://[::ffff:8.8.8.8]:1", "tcp://[::10.0.0.1]:1",
        ])
    func publicLine(_ address: String) throws {
        let remedy = "strangers may speak there: give the feed a key, and its name as key in place of withoutKey"
        let told = "found \"\(address)\", \(Self.needed)\(remedy)"
        #expect(try faults(withoutKey: address) == ["x.yaml:3:27: feeds[1].connect: \(told)"])
        #expect(
            try faults(withoutKey: "ipc:///x", recovery: address) == ["x.yaml:3:49: feeds[1].recovery: \(told)"])
    }

    @Test(
        "a name without a key is refused, and what the system would read as another number than it seems",
        arguments: [
            "localhost", "timing-stand.local", "10.0.0.5.example.org", "10.1", "010.0.0.1", "0x7f.0.0.1", "127.0.0.01",
            "2130706433", "[fe80::1::2]", "[1:2:3]", "[fc00::12345]", "[:::1]", "[fc00::1.2.3]", "[1:2:3:4:5:6:7:8::]",
        ])
    func name(_ host: String) throws {
        #expect(
            try faults(withoutKey: "tcp://\(host):5550") == [
                "x.yaml:3:27: feeds[1].connect: found \"tcp://\(host):5550\", \(Self.needed)write the number, as 127.0.0.1 "
                    + "for localhost: a name may lead elsewhere tomorrow; or give the feed a key, and its name as key "
                    + "in place of withoutKey"
            ])
    }

    @Test("without a key is said beside keys alone, and not beside a key")
    func withoutWhat() throws {
        let feed = try Sample.with(Sample.daemon, "5550\"", "5550\", withoutKey: true")
        #expect(
            try faults(feed) == [
                "x.yaml:3:64: feeds[1].withoutKey: found \"true\", expected keys that this feed is to be without; add the "
                    + "key keys, or remove this one: without keys no feed proves one"
            ])
        let both = try Sample.with(feed, "withoutKey: true", "withoutKey: true, key: stand") + Self.keys
        #expect(
            try faults(both) == [
                "x.yaml:3:75: feeds[1].key: found \"stand\", expected no key beside withoutKey; remove withoutKey, for a "
                    + "feed that has a key is to prove it; or remove this one"
            ])
        let no = try Sample.with(both, "withoutKey: true", "withoutKey: false")
        #expect(try faults(no) == [])
        #expect(
            try faults(Sample.with(both, "withoutKey: true", "withoutKey: yes")).first?.contains(
                "expected true or false") == true)
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
