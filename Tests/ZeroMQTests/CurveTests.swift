import Testing
import ZeroMQ

extension Sockets {
    @Suite struct Curve {
        let context: Context
        init() throws { context = try Context() }

        @Test("who knows the server's key is let in")
        func rightKey() throws {
            let keys = try CurveKeys()
            let server = try Socket(
                .reply, in: context, options: patient.with { $0.security = .curveServer(keys.secret) })
            let own = try CurveKeys()
            let client = try Socket(
                .request, in: context,
                options: patient.with { $0.security = .curveClient(server: keys.publicKey, own: own) })
            try client.connect(try server.bind(anyPort))
            try client.sendText("start race 2")
            #expect(try server.receiveText() == "start race 2")
            try server.sendText("done")
            #expect(try client.receiveText() == "done")
        }

        @Test("who holds another server's key is refused, and nothing he sends arrives")
        func wrongKey() throws {
            let (keys, others) = (try CurveKeys(), try CurveKeys())
            let server = try Socket(
                .pull, in: context, options: patient.with { $0.security = .curveServer(keys.secret) })
            var monitor = try Monitor(server)
            let options = patient.with {
                $0.security = .curveClient(server: others.publicKey, own: others)
                $0.immediate = false
            }
            let client = try Socket(.push, in: context, options: options)
            try client.connect(try server.bind(anyPort))
            try client.sendText("let me in")
            let refused = try monitor.first { if case .handshakeFailed = $0 { true } else { false } }
            #expect(refused?.kind == .handshakeFailed(.wrongKeys))
            #expect(try server.receiveText(wait: false) == nil)
        }

        @Test("who speaks in clear to a server with keys is refused")
        func noKey() throws {
            let keys = try CurveKeys()
            let server = try Socket(
                .pull, in: context, options: patient.with { $0.security = .curveServer(keys.secret) })
            var monitor = try Monitor(server)
            let client = try Socket(.push, in: context, options: patient.with { $0.immediate = false })
            try client.connect(try server.bind(anyPort))
            try client.sendText("let me in")
            let refused = try monitor.first { if case .handshakeFailed = $0 { true } else { false } }
            #expect(refused?.kind == .handshakeFailed(.securityMismatch))
            #expect(try server.receiveText(wait: false) == nil)
        }

        @Test("keys are read from their text, and the public follows from the secret")
        func text() throws {
            let keys = try CurveKeys()
            #expect(keys.publicKey.z85.utf8.count == 40)
            #expect(keys.secret.z85.utf8.count == 40)
            #expect(try CurveKeys().publicKey != keys.publicKey)
            let read = try CurveKeys(secret: try CurveSecret(z85: keys.secret.z85))
            #expect(read.publicKey == keys.publicKey)
            #expect(try CurveKey(z85: keys.publicKey.z85) == keys.publicKey)
        }

        @Test(
            "a text that is no key is refused",
            arguments: ["", "short", String(repeating: "~", count: 40), String(repeating: "0", count: 45)])
        func noText(text: String) {
            let error = failure { () throws(ZeroMQError) in try CurveKey(z85: text) }
            #expect(error?.code == .invalidArgument)
            #expect(error?.description.contains("40 characters of Z85") == true)
        }

        @Test("a secret does not show itself in a log")
        func hidden() throws {
            let keys = try CurveKeys()
            var dumped = ""
            dump(keys, to: &dumped)
            #expect(!dumped.contains(keys.secret.z85))
            #expect(!"\(keys) \(String(reflecting: keys.secret))".contains(keys.secret.z85))
        }
    }
}
