import Foundation
import Rulebook
import Testing
import Timing

@Suite("The daemon's configuration")
struct DaemonConfigurationTests {
    /// The faults of a daemon configuration that stands beside a sound event.
    private func faults(_ text: String) throws -> [String] {
        let folder = try Folder()
        try folder.write("event.yaml", Sample.event)
        return check(path: try folder.write("x.yaml", text)).map { told($0, folder) }
    }

    @Test("with an event and a feed, everything else is as the protocol says")
    func defaults() throws {
        let folder = try Folder()
        let event = try folder.write("event.yaml", Sample.event)
        let configuration = try DaemonConfiguration.load(path: folder.write("lapwing.yaml", Sample.daemon))
        #expect(configuration.event == event)
        #expect(configuration.session == nil)
        #expect(configuration.feeds == [.init(name: "stand", connect: "tcp://127.0.0.1:5550", recovery: nil)])
        #expect(configuration.publication == "tcp://127.0.0.1:5560")
        #expect(configuration.query == "tcp://127.0.0.1:5561")
        #expect(configuration.control == "ipc:///run/lapwing/control")
        #expect(configuration.controlMode == .owner)
        #expect(configuration.keys == nil)
        #expect(configuration.journal.directory == nil)
        #expect(configuration.journal.sync == Milliseconds(20))
        #expect(configuration.journal.segment == 16_777_216)
        #expect(configuration.journal.backlog == 67_108_864)
        #expect(configuration.pair == nil)
        #expect(configuration.limits.requestsPerSecond == 100)
        #expect(configuration.limits.subscriberStall == .seconds(30))
        #expect(configuration.limits.messageBytes == 1_048_576)
        #expect(configuration.limits.feedQueue == 100_000)
        #expect(configuration.limits.publicationQueue == 100_000)
        #expect(configuration.limits.historyBytes == 6_291_456)
        #expect(configuration.limits.unknownTransponders == 1000)
        #expect(configuration.feedSilentAfter == .seconds(3))
        #expect(configuration.logLevel == .info)
    }

    @Test("every key is heard")
    func everyKey() throws {
        let folder = try Folder()
        let event = try folder.write("event.yaml", Sample.event)
        try folder.write("allowed.yaml", AllowListTests.sample)
        let text = """
            event: event.yaml
            session: race2
            feeds:
              - {name: stand, connect: "tcp://timing-stand.local:1", recovery: "tcp://[fe80::1]:65535", key: stand}
              - {name: spare, connect: "ipc:///run/lapwing/spare"}
              - {name: wall, connect: "tcp://192.168.7.2:5550", withoutKey: true}
            publication: tcp://*:5560
            query: ipc:///run/lapwing/query
            control: ipc://control
            controlMode: group
            keys: {own: /etc/lapwing/server.key, allowed: allowed.yaml}
            journal: {directory: journal, sync: 1 ms, segment: 64 KiB, backlog: 1 MiB}
            pair: {role: standby, listen: "tcp://*:5563", peer: "tcp://first:5563", goneAfter: 500 ms, key: first}
            limits: {messageBytes: 64 KiB, feedQueue: 1, publicationQueue: 2, historyBytes: 1 GiB,
              unknownTransponders: 3, requestsPerSecond: 4, subscriberStall: 1 s}
            feedSilentAfter: 500 ms
            logLevel: debug
            """
        let configuration = try DaemonConfiguration.load(path: folder.write("lapwing.yaml", text))
        #expect(
            configuration
                == DaemonConfiguration(
                    event: event, session: "race2",
                    feeds: [
                        .init(
                            name: "stand", connect: "tcp://timing-stand.local:1",
                            recovery: "tcp://[fe80::1]:65535", key: "stand"),
                        .init(name: "spare", connect: "ipc:///run/lapwing/spare"),
                        .init(name: "wall", connect: "tcp://192.168.7.2:5550", withoutKey: true),
                    ], publication: "tcp://*:5560", query: "ipc:///run/lapwing/query",
                    control: "ipc://control", controlMode: .group,
                    keys: .init(own: "/etc/lapwing/server.key", allowed: "\(folder.path)/allowed.yaml"),
                    journal: .init(
                        directory: "\(folder.path)/journal", sync: Milliseconds(1), segment: 65536, backlog: 1 << 20),
                    pair: .init(
                        role: .standby, listen: "tcp://*:5563", peer: "tcp://first:5563", goneAfter: Milliseconds(500),
                        key: "first"),
                    limits: .init(
                        messageBytes: 65536, feedQueue: 1, publicationQueue: 2, historyBytes: 1 << 30,
                        unknownTransponders: 3, requestsPerSecond: 4, subscriberStall: .seconds(1)),
                    feedSilentAfter: Milliseconds(500), logLevel: .debug))
    }

    @Test("without a feed there is nothing to time")
    func noFeed() throws {
        #expect(
            try faults("event: event.yaml\nfeeds: []\n") == [
                "x.yaml:2:8: feeds: found an empty list, expected at least one of feeds; add one"
            ])
        #expect(
            try faults("event: event.yaml\nlogLevel: info\n") == [
                "x.yaml:1:1: feeds: found no such key, expected the list of feeds; add the key feeds"
            ])
    }

    @Test("a session that the event does not have is named with those it has")
    func unknownSession() throws {
        #expect(
            try faults(Sample.daemon + "session: rase2\n") == [
                "x.yaml:4:10: session: found \"rase2\", expected a session of the event: race1, "
                    + "race2; write race2"
            ])
    }

    @Test("the event's own faults are told with the configuration's")
    func faultsOfTheEvent() throws {
        let folder = try Folder()
        try folder.write("event.yaml", Sample.with(Sample.event, "kind: line", "kind: lime"))
        let path = try folder.write("x.yaml", Sample.daemon + "logLevel: loud\n")
        let expected = [
            "x.yaml:4:11: logLevel: found \"loud\", expected one of trace, debug, info, notice, "
                + "warning, error, "
                + "critical; write one of these",
            "event.yaml:5:33: circuit.loops[1].kind: found \"lime\", expected one of line, linePit, sector, "
                + "pitEntry, pitExit, speedTrap; write line",
        ]
        #expect(check(path: path).map { told($0, folder) } == expected)
        let thrown = #expect(throws: Faults.self) { try DaemonConfiguration.load(path: path) }
        #expect(thrown?.faults.map { told($0, folder) } == expected)
    }

    @Test("an event that cannot be read is a fault of the line that names it")
    func missingEvent() throws {
        let folder = try Folder()
        let path = try folder.write("x.yaml", Sample.with(Sample.daemon, "event.yaml", "nowhere.yaml"))
        #expect(
            check(path: path).map { told($0, folder) } == [
                "x.yaml:1:8: event: found \"nowhere.yaml\", which cannot be read (No such file or "
                    + "directory), "
                    + "expected a readable file; check the path and the file's permissions"
            ])
    }

    @Test(
        "an address that no socket can take is refused",
        arguments: [
            ("127.0.0.1:5560", "tcp://host:port or ipc://path"),
            ("udp://127.0.0.1:1", "tcp://host:port or ipc://path"),
            ("tcp://127.0.0.1", "tcp://host:port or ipc://path"),
            ("tcp://:5560", "tcp://host:port or ipc://path"),
            ("tcp:", "tcp://host:port or ipc://path"), ("tcp://", "tcp://host:port or ipc://path"),
            ("tcp://a b:5560", "tcp://host:port or ipc://path"),
            ("tcp://[::1:5560", "tcp://host:port or ipc://path"),
            ("tcp://127.0.0.1:0", "a port from 1 to 65535"),
            ("tcp://127.0.0.1:65536", "a port from 1 to 65535"),
            ("tcp://127.0.0.1:*", "a port from 1 to 65535"),
            ("tcp://127.0.0.1:05560", "a port from 1 to 65535"),
            ("tcp://127.0.0.1:", "a port from 1 to 65535"), ("ipc://", "ipc:// and a path of 1 to 107 bytes"),
            ("ipc://" + String(repeating: "p", count: 108), "ipc:// and a path of 1 to 107 bytes"),
        ])
    func badAddress(_ address: String, _ expected: String) throws {
        let bound = try faults(Sample.daemon + "publication: \"\(address)\"\n")
        #expect(bound.count == 1)
        #expect(
            bound.first?.hasPrefix("x.yaml:4:14: publication: found \"\(address.prefix(60))") == true,
            "\(bound)")
        #expect(bound.first?.contains("expected \(expected); ") == true, "\(bound)")
        let connected = try faults(Sample.with(Sample.daemon, "tcp://127.0.0.1:5550", address))
        #expect(connected.count == 1)
        #expect(connected.first?.hasPrefix("x.yaml:3:28: feeds[1].connect: found ") == true, "\(connected)")
    }

    @Test("a feed is somewhere, not everywhere")
    func wildcardConnect() throws {
        #expect(
            try faults(Sample.with(Sample.daemon, "tcp://127.0.0.1:5550", "tcp://*:5550")) == [
                "x.yaml:3:28: feeds[1].connect: found \"tcp://*:5550\", expected the host to connect to; "
                    + "write its name or number for *"
            ])
    }

    @Test(
        "publication, query and control never share an address, even one that is only the default of another")
    func sharedAddress() throws {
        let expected =
            "expected an address of its own for each of publication, query and control; change this one, for "
        #expect(
            try faults(Sample.daemon + "query: tcp://127.0.0.1:5560\n") == [
                "x.yaml:4:8: query: found \"tcp://127.0.0.1:5560\", \(expected)publication has it already"
            ])
        #expect(
            try faults(Sample.daemon + "publication: tcp://*:5561\n") == [
                "x.yaml:4:14: publication: found \"tcp://*:5561\", \(expected)query has it already"
            ])
        #expect(
            try faults(Sample.daemon + "query: ipc://a\ncontrol: ipc://a\n") == [
                "x.yaml:5:10: control: found \"ipc://a\", \(expected)query has it already"
            ])
        #expect(try faults(Sample.daemon + "publication: tcp://10.0.0.1:5561\n") == [])
    }

    @Test("two feeds of one name or one address, or a feed that is Lapwing itself, are refused")
    func duplicateFeeds() throws {
        let text = """
            event: event.yaml
            feeds:
              - {name: stand, connect: "tcp://10.0.0.1:5550"}
              - {name: stand, connect: "tcp://10.0.0.1:5550"}
              - {name: mirror, connect: "tcp://127.0.0.1:5560"}
              - {name: box, connect: "ipc://b", recovery: "ipc://b"}
            """
        #expect(
            try faults(text) == [
                "x.yaml:4:12: feeds[2].name: found \"stand\", which line 3 has already, expected a "
                    + "feed's name that "
                    + "no other has; correct one of the two",
                "x.yaml:4:28: feeds[2].connect: found \"tcp://10.0.0.1:5550\", which line 3 has "
                    + "already, expected "
                    + "an address that no other has; correct one of the two",
                "x.yaml:5:29: feeds[3].connect: found \"tcp://127.0.0.1:5560\", expected the "
                    + "address of a feed; "
                    + "change this one or publication, which Lapwing binds there itself",
                "x.yaml:6:47: feeds[4].recovery: found \"ipc://b\", expected another address than connect; "
                    + "write the address of the feed's ROUTER socket, or remove the key",
            ])
    }

    @Test("a limit out of range says the range")
    func limits() throws {
        let text =
            Sample.daemon + """
                limits:
                  messageBytes: 1023
                  feedQueue: 0
                  publicationQueue: "5"
                  historyBytes: 65 GiB
                  unknownTransponders: 1000001
                feedSilentAfter: 99 ms
                """
        #expect(
            try faults(text) == [
                "x.yaml:5:17: limits.messageBytes: found \"1023\", expected a size from 1024 to "
                    + "268435456 bytes; "
                    + "choose a size in this range",
                "x.yaml:6:14: limits.feedQueue: found 0, expected a whole number from 1 to 100000000; "
                    + "choose a number in this range",
                "x.yaml:7:21: limits.publicationQueue: found the quoted text \"5\", expected a "
                    + "whole number from 1 to "
                    + "100000000; remove the quotes",
                "x.yaml:8:17: limits.historyBytes: found \"65 GiB\", expected a size from 1024 to "
                    + "68719476736 bytes; "
                    + "choose a size in this range",
                "x.yaml:9:24: limits.unknownTransponders: found 1000001, expected a whole number "
                    + "from 1 to 1000000; "
                    + "choose a number in this range",
                "x.yaml:10:18: feedSilentAfter: found \"99 ms\", expected a duration from 100 ms to 60 min; "
                    + "choose a duration in this range",
            ])
    }

    @Test(
        "a size is a number with a unit that we know",
        arguments: ["1 MB", "-1", "1.5 MiB", "999999999999 GiB", "[]", "x"])
    func sizes(_ written: String) throws {
        let found = try faults(Sample.daemon + "limits: {messageBytes: \(written)}\n")
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("x.yaml:4:24: limits.messageBytes: found ") == true, "\(found)")
    }
}
