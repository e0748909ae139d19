import Glibc
import Synchronization
import Testing
import ZeroMQ

extension Sockets {
    @Suite struct Authenticating {
        let context: Context
        let server: CurveKeys
        let known: CurveKeys

        init() throws {
            context = try Context()
            server = try CurveKeys()
            known = try CurveKeys()
        }

        /// A gate at which one party is known, and only at the door that is called so.
        private func gate() throws -> Gate {
            try Gate(context) { [known] request in
                request.domain == "control" && request.proof == .key(known.publicKey)
                    ? .admitted(user: "race control") : .refused("nobody knows it")
            }
        }

        private func door(_ domain: String = "control") -> SocketOptions {
            patient.with {
                $0.security = .curveServer(server.secret)
                $0.authenticationDomain = domain
            }
        }

        private func client(_ own: CurveKeys, of key: CurveKey? = nil) -> SocketOptions {
            patient.with {
                $0.security = .curveClient(server: key ?? server.publicKey, own: own)
                $0.immediate = false
            }
        }

        /// What the door sees of a peer that knocks: it is to let nothing through.
        private func refusal(at door: SocketOptions, of peer: SocketOptions) throws -> ConnectionEvent.Kind? {
            let puller = try Socket(.pull, in: context, options: door)
            var monitor = try Monitor(puller)
            let pusher = try Socket(.push, in: context, options: peer)
            try pusher.connect(try puller.bind(anyPort))
            try pusher.sendText("let me in")
            let failed = try monitor.first { if case .handshakeFailed = $0 { true } else { false } }
            #expect(try puller.receiveText(wait: false) == nil)
            return failed?.kind
        }

        @Test("a known key is let in, and each of its messages bears its name")
        func admitted() throws {
            let gate = try gate()
            defer { gate.close() }
            try passes()
            let seen = try #require(gate.requests.first)
            #expect(gate.requests.count == 1)
            #expect(seen.domain == "control")
            #expect(seen.address == "127.0.0.1")
            #expect(seen.proof == .key(known.publicKey))
        }

        private func passes() throws {
            let router = try Socket(.router, in: context, options: door())
            let dealer = try Socket(.dealer, in: context, options: client(known))
            try dealer.connect(try router.bind(anyPort))
            for text in ["flag", "penalty"] {
                try dealer.sendText(text)
                var message = Message()
                #expect(try router.receive(into: &message))
                #expect(try router.receive(into: &message))
                #expect(copy(message) == bytes(text))
                #expect(message.property("User-Id") == "race control")
                #expect(message.property("Peer-Address")?.hasPrefix("127.0.0.1") == true)
            }
        }

        @Test("a key that nobody knows is refused, at each door where it is not known")
        func unknown() throws {
            let gate = try gate()
            defer { gate.close() }
            let stranger = try CurveKeys()
            #expect(try refusal(at: door(), of: client(stranger)) == .handshakeFailed(.refused(400)))
            #expect(try refusal(at: door("journal"), of: client(known)) == .handshakeFailed(.refused(400)))
            #expect(gate.requests.map(\.domain) == ["control", "journal"])
        }

        @Test("who has the wrong key of the server, or none, is turned away before anybody is asked")
        func neverAsked() throws {
            let gate = try gate()
            defer { gate.close() }
            let other = try CurveKeys()
            #expect(try refusal(at: door(), of: client(known, of: other.publicKey)) == .handshakeFailed(.wrongKeys))
            let clear = patient.with { $0.immediate = false }
            #expect(try refusal(at: door(), of: clear) == .handshakeFailed(.securityMismatch))
            #expect(gate.requests.isEmpty)
        }

        @Test("a door in clear asks nobody, unless it has a name: then who comes without a key is told of")
        func clear() throws {
            let gate = try gate()
            defer { gate.close() }
            let puller = try Socket(.pull, in: context, options: patient)
            let pusher = try Socket(.push, in: context, options: patient)
            try pusher.connect(try puller.bind(anyPort))
            try pusher.sendText("a crossing")
            #expect(try puller.receiveText() == "a crossing")
            #expect(gate.requests.isEmpty)
            let named = patient.with { $0.authenticationDomain = "control" }
            let refused = try refusal(at: named, of: patient.with { $0.immediate = false })
            #expect(refused == .handshakeFailed(.refused(400)))
            #expect(gate.requests.map(\.proof) == [.none])
        }

        @Test("what is no request is refused, and the next peer is let in")
        func malformed() throws {
            let gate = try gate()
            defer { gate.close() }
            let text = "1.0|7|control|127.0.0.1||CURVE|no key"
            let requests = ["", "1.0", "2.0|7|control|127.0.0.1||NULL", text, text + "|more", "1.0|7|c|a||PLAIN|a|b"]
            for request in requests {
                let asker = try Socket(.request, in: context, options: patient)
                try asker.connect("inproc://zeromq.zap.01")
                let frames = request.split(separator: "|", omittingEmptySubsequences: false).map { bytes(String($0)) }
                for (place, frame) in frames.enumerated() {
                    try #require(try asker.send(frame, more: place + 1 < frames.count))
                }
                let answer = try #require(try asker.receiveFrames()).map { String(decoding: $0, as: UTF8.self) }
                #expect(answer.count == 6)
                #expect(answer[2] == (request.hasSuffix("PLAIN|a|b") ? "400" : "500"), "\(request)")
                #expect(answer[1] == (frames.count > 1 ? "7" : ""))
            }
            #expect(gate.requests.map(\.proof) == [.other("PLAIN")])
            try passes()
        }

        @Test("a context has one authenticator")
        func second() throws {
            let gate = try gate()
            defer { gate.close() }
            let error = #expect(throws: ZeroMQError.self) { try Gate(context) { _ in .refused("") } }
            #expect(error?.code == .addressInUse)
        }
    }
}

/// An authenticator on a thread of its own, and what it was asked.
private final class Gate: Sendable {
    private let state: Box
    private let party: Party<Void>

    init(
        _ context: Context, _ decide: @escaping @Sendable (Authenticator.Request) -> Authenticator.Answer
    ) throws {
        let state = Box()
        self.state = state
        party = try Party {
            do {
                var authenticator = try Authenticator(in: context)
                state.open.withLock { $0 = .success(()) }
                while !state.isClosed.load(ordering: .relaxed) {
                    try authenticator.answer(withinMilliseconds: 20) { request in
                        state.requests.withLock { $0.append(request) }
                        return decide(request)
                    }
                }
            } catch {
                state.open.withLock { $0 = .failure(error) }
            }
        }
        while state.open.withLock({ $0 == nil }) { usleep(1000) }
        do {
            try state.open.withLock { $0 }?.get()
        } catch {
            try? party.join()
            throw error
        }
    }

    var requests: [Authenticator.Request] { state.requests.withLock { $0 } }

    func close() {
        state.isClosed.store(true, ordering: .relaxed)
        try? party.join()
    }

    private final class Box: Sendable {
        let open = Mutex<Result<Void, any Error>?>(nil)
        let isClosed = Atomic(false)
        let requests = Mutex<[Authenticator.Request]>([])
    }
}
