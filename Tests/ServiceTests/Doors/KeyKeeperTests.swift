import Foundation
import Glibc
import Rulebook
import Service
import Testing
import Timing
import ZeroMQ

@Suite("The keeper of the keys", .serialized)
struct KeyKeeperTests {
    private let lines = LogLines()
    private let circuit: KeyedCircuit

    init() throws { circuit = try KeyedCircuit() }

    /// Who gets through at a door: what arrives of what a client of that key says, and as whom.
    private func arrives(
        _ keeper: KeyKeeper, _ door: Door, _ own: CurveKeys, in context: Context
    ) throws -> (speaker: Speaker?, refused: Int, connected: Int) {
        let options = keeper.options(of: door, at: "tcp://127.0.0.1:*", hasty)
        let router = try Socket(.router, in: context, options: options)
        var watch = try DoorWatch(router, at: door, isGuarded: true, log: lines.logger)
        let address = try router.bind("tcp://127.0.0.1:*")
        let client = try Context()
        let dealer = try Socket(
            .dealer, in: client,
            options: hasty.with { $0.security = .curveClient(server: circuit.own.publicKey, own: own) })
        try dealer.connect(address)
        _ = try dealer.send(Array("question".utf8), wait: false)
        var message = Message()
        var speaker: Speaker?
        let end = ContinuousClock.now + .seconds(10)
        while speaker == nil, watch.refused == 0, ContinuousClock.now < end {
            if try router.receive(into: &message, wait: false), try router.receive(into: &message) {
                speaker = keeper.speaker(of: message, at: address)
                let peer = keeper.peer(of: message, from: keeper.speaker(of: message, at: address), route: [1])
                #expect(peer == .party(speaker?.name ?? ""))
            }
            try watch.read(now: 0)
            usleep(1000)
        }
        try watch.read(now: 0)
        return (speaker, watch.refused, watch.connected)
    }

    @Test("each key gets through where its role has something to do, by its name, and nowhere else")
    func roles() throws {
        let context = try Context()
        let keeper = try KeyKeeper(circuit.configuration(), log: lines.logger)
        try keeper.start(in: context)
        defer { keeper.stop() }
        for (name, doors) in [
            ("bridge", [Door.publication, .query, .control]), ("wall", [.publication, .query, .control]),
            ("second", [.journal]), ("stand", []),
        ] {
            let keys = try #require(circuit.parties[name])
            for door in [Door.publication, .query, .control, .journal] {
                let (speaker, refused, connected) = try arrives(keeper, door, keys, in: context)
                #expect(speaker?.name == (doors.contains(door) ? name : nil), "\(name) at \(door)")
                #expect(refused == (doors.contains(door) ? 0 : 1))
                #expect(connected == (doors.contains(door) ? 1 : 0))
            }
        }
        let stranger = try CurveKeys()
        #expect(try arrives(keeper, .control, stranger, in: context).speaker == nil)
        #expect(
            lines.told.filter { $0.contains(stranger.publicKey.z85) } == [
                "warning: control: refused key \(stranger.publicKey) from 127.0.0.1: the allow-list has no such key"
            ])
    }

    @Test("a list that is read anew holds at once, and one with a fault leaves the old one in force")
    func reload() throws {
        let context = try Context()
        let keeper = try KeyKeeper(circuit.configuration(), log: lines.logger)
        try keeper.start(in: context)
        defer { keeper.stop() }
        let bridge = try #require(circuit.parties["bridge"])
        #expect(try arrives(keeper, .control, bridge, in: context).speaker?.roles == [.timekeeper])
        try circuit.write("- {name: bridge, key: x, roles: [reader]}\n", to: "allowed.yaml")
        #expect(throws: Faults.self) { try keeper.reload() }
        #expect(try arrives(keeper, .control, bridge, in: context).speaker?.roles == [.timekeeper])
        try circuit.write("- {name: bridge, key: \"\(bridge.publicKey)\", roles: [reader]}\n", to: "allowed.yaml")
        try keeper.reload()
        #expect(try arrives(keeper, .control, bridge, in: context).speaker?.roles == [.reader])
        try circuit.write("- {name: wall, key: \"\(bridge.publicKey)\", roles: [standby]}\n", to: "allowed.yaml")
        try keeper.reload()
        #expect(try arrives(keeper, .control, bridge, in: context).speaker == nil)
    }

    @Test("a key that is replaced under the same name is out at once: its connection is cut, and it has no role")
    func replaced() throws {
        let context = try Context()
        let keeper = try KeyKeeper(circuit.configuration(), log: lines.logger)
        try keeper.start(in: context)
        defer { keeper.stop() }
        let router = try Socket(
            .router, in: context, options: keeper.options(of: .control, at: "tcp://127.0.0.1:*", hasty))
        let address = try router.bind("tcp://127.0.0.1:*")
        keeper.porter.opened(.control, at: address, largest: 1 << 20)
        let thief = try #require(circuit.parties["bridge"])
        let wall = try #require(circuit.parties["wall"])
        func peer(_ keys: CurveKeys) throws -> Socket {
            let peer = try Socket(
                .dealer, in: Context(),
                options: hasty.with { $0.security = .curveClient(server: circuit.own.publicKey, own: keys) })
            try peer.connect(address)
            return peer
        }
        var message = Message()
        func heard(within seconds: Int) throws -> (Speaker, Int32)? {
            let end = ContinuousClock.now + .seconds(seconds)
            while try !router.receive(into: &message) { guard ContinuousClock.now < end else { return nil } }
            #expect(try router.receive(into: &message))
            let number = message.connection
            let connection = try #require(number)
            let key = try message.property("User-Id").map { try CurveKey(z85: $0) }
            keeper.porter.took(message.count, frames: 2, from: connection, key: key)
            return (keeper.speaker(of: message, at: address), connection)
        }
        let first = try peer(thief)
        let second = try peer(wall)
        try send("flag", by: first)
        #expect(try heard(within: 10)?.0.roles == [.timekeeper])
        try send("question", by: second)
        let stays = try heard(within: 10)?.1
        // It has said one thing more that is not read yet.
        try send("flag", by: first)
        usleep(100_000)
        let new = try CurveKeys()
        try circuit.write(
            """
            - {name: bridge, key: "\(new.publicKey)", roles: [timekeeper]}
            - {name: wall, key: "\(wall.publicKey)", roles: [reader]}
            - {name: stand, key: "\(try #require(circuit.parties["stand"]).publicKey)", roles: [feed]}
            """, to: "allowed.yaml")
        try keeper.reload()
        #expect(try heard(within: 10)?.0.roles == [])
        #expect(keeper.porter.cut(at: .control) == 1)
        for _ in 0..<3 { _ = try first.send(Array("flag".utf8), wait: false) }
        #expect(try heard(within: 1) == nil)
        let owner = try peer(new)
        try send("flag", by: owner)
        #expect(try heard(within: 10)?.0 == Speaker(name: "bridge", roles: [.timekeeper]))
        try send("question", by: second)
        #expect(try heard(within: 10)?.1 == stays)
    }

    @Test("a key that others can read, and a party that the list does not have, stop the start with place and remedy")
    func faults() throws {
        let configuration = circuit.configuration()
        let path = try #require(configuration.keys?.own)
        chmod(path, 0o644)
        let open = #expect(throws: Faults.self) { try KeyKeeper(configuration, log: lines.logger) }
        #expect(open?.description.hasPrefix("\(path):1:1: file: found mode 0644") == true)
        #expect(open?.description.contains("chmod 600 \(path)") == true)
        chmod(path, 0o600)
        try circuit.write("- {name: wall, key: \"\(circuit.own.publicKey)\", roles: [reader]}\n", to: "allowed.yaml")
        let gone = #expect(throws: Faults.self) { try KeyKeeper(configuration, log: lines.logger) }
        #expect(gone?.description.contains("found no party \"stand\"") == true)
    }

    @Test("an ipc door asks for no key, and its file is its user's from the first instant")
    func localDoor() throws {
        let context = try Context()
        let keeper = try KeyKeeper(circuit.configuration(), log: lines.logger)
        try keeper.start(in: context)
        defer { keeper.stop() }
        let path = "\(circuit.folder)/control"
        let router = try Socket(
            .router, in: context, options: keeper.options(of: .control, at: "ipc://\(path)", hasty))
        for (mode, name) in [(mode_t(0o600), "\(path)-of-owner"), (0o660, path)] {
            try router.bind("ipc://\(name)", fileMode: UInt32(mode))
            var about = stat()
            #expect(stat(name, &about) == 0)
            #expect(about.st_mode & 0o777 == mode)
        }
        let dealer = try Socket(.dealer, in: context, options: hasty)
        try dealer.connect("ipc://\(path)")
        try send("command", by: dealer)
        var message = Message()
        #expect(try router.receive(into: &message))
        #expect(try router.receive(into: &message))
        #expect(keeper.speaker(of: message, at: "ipc://\(path)") == .local)
        guard case .address = keeper.peer(of: message, from: .local, route: [1]) else {
            Issue.record("a process on this machine has an address of its own")
            return
        }
    }

    @Test("without keys each connection over this machine's own network is counted for itself")
    func peers() throws {
        let context = try Context()
        let keeper = KeyKeeper(withoutKeys: lines.logger)
        let router = try Socket(.router, in: context, options: hasty)
        let address = try router.bind("tcp://127.0.0.1:*")
        var message = Message()
        for route in [UInt8(1), 2] {
            let dealer = try Socket(.dealer, in: context, options: hasty)
            try dealer.connect(address)
            try send("question", by: dealer)
            #expect(try router.receive(into: &message))
            #expect(try router.receive(into: &message))
            let speaker = keeper.speaker(of: message, at: address)
            #expect(speaker == .local)
            #expect(keeper.peer(of: message, from: speaker, route: [route]) == .connection([route]))
        }
    }

    private func send(_ text: String, by socket: borrowing Socket) throws {
        let isSent = try socket.send(Array(text.utf8))
        #expect(isSent)
    }
}
