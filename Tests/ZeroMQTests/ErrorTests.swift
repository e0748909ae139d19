import Testing
import ZeroMQ

extension Sockets {
    @Suite struct Errors {
        let context: Context
        init() throws { context = try Context() }

        @Test("a port that is taken is named, with what to do")
        func addressInUse() throws {
            let first = try Socket(.publish, in: context, options: patient)
            let endpoint = try first.bind(anyPort)
            let second = try Socket(.publish, in: context, options: patient)
            let error = try #require(failure { () throws(ZeroMQError) in try second.bind(endpoint) })
            #expect(error.code == .addressInUse)
            #expect(error.operation == "bind")
            #expect(error.endpoint == endpoint)
            #expect("\(error)".hasPrefix("cannot bind \(endpoint): Address already in use: "))
            #expect("\(error)".contains("choose another port"))
        }

        @Test(
            "an endpoint that cannot be bound is refused for its reason",
            arguments: [
                ("tcp://circuit0:5560", ZeroMQError.Code.noSuchDevice),
                ("tcp://127.0.0.1", .invalidArgument),
                ("tcp://127.0.0.1:99999", .invalidArgument),
                ("5560", .invalidArgument),
                ("", .invalidArgument),
                ("telex://127.0.0.1:5560", .unknownTransport),
                ("tcp://192.0.2.1:5560", .addressNotAvailable),
                ("pgm://eth0;239.192.1.1:5555", .incompatibleTransport),
            ])
        func wrongEndpoint(endpoint: String, code: ZeroMQError.Code) throws {
            let socket = try Socket(.pull, in: context, options: patient)
            let error = try #require(failure { () throws(ZeroMQError) in try socket.bind(endpoint) })
            #expect(error.code == code)
            #expect("\(error)".hasPrefix("cannot bind \(endpoint): "))
        }

        @Test("a connection to nowhere in particular is refused, one to a peer that is not there yet is not")
        func connect() throws {
            let socket = try Socket(.subscribe, in: context, options: patient)
            let error = try #require(
                failure { () throws(ZeroMQError) in try socket.connect("tcp://127.0.0.1") })
            #expect(error.code == .invalidArgument)
            #expect("\(error)".contains("connect to tcp://127.0.0.1: "))
            try socket.connect("tcp://127.0.0.1:1")
            try socket.disconnect("tcp://127.0.0.1:1")
        }

        @Test("what was never bound or connected cannot be undone")
        func undo() throws {
            let socket = try Socket(.pull, in: context, options: patient)
            let endpoint = try socket.bind(anyPort)
            #expect(try socket.lastEndpoint == endpoint)
            try socket.unbind(endpoint)
            let unbound = failure { () throws(ZeroMQError) in try socket.unbind(endpoint) }
            #expect(unbound?.code == .noSuchEndpoint)
            let disconnected = failure { () throws(ZeroMQError) in try socket.disconnect("tcp://127.0.0.1:1")
            }
            #expect(disconnected?.code == .noSuchEndpoint)
        }

        @Test("a port that was unbound can be bound again")
        func rebind() throws {
            let first = try Socket(.pull, in: context, options: patient)
            var monitor = try Monitor(first)
            let endpoint = try first.bind(anyPort)
            try first.unbind(endpoint)
            _ = try #require(try monitor.first { $0 == .closed })
            let second = try Socket(.pull, in: context, options: patient)
            #expect(try second.bind(endpoint) == endpoint)
        }

        @Test("what a kind of socket does not do is refused")
        func notSupported() throws {
            let publisher = try Socket(.publish, in: context, options: patient)
            let puller = try Socket(.pull, in: context, options: patient)
            var message = Message()
            do {
                _ = try publisher.receive(into: &message, wait: false)
                Issue.record("a publisher received")
            } catch {
                #expect(error.code == .notSupported)
            }
            let sent = failure { () throws(ZeroMQError) in try puller.send([1], wait: false) }
            #expect(sent?.code == .notSupported)
        }

        @Test("an option out of range is named with its value")
        func option() throws {
            let options = patient.with { $0.sendHighWater = -5 }
            do {
                _ = try Socket(.push, in: context, options: options)
                Issue.record("a high water of -5 was taken")
            } catch {
                #expect(error.code == .invalidArgument)
                #expect("\(error)".contains("set sendHighWater of a push socket to -5"))
            }
        }

        @Test("the last socket a context may have is the last")
        func tooMany() throws {
            let small = try Context(maxSockets: 1)
            let first = try Socket(.pull, in: small, options: patient)
            do {
                _ = try Socket(.pull, in: small, options: patient)
                Issue.record("a second socket was made")
            } catch {
                #expect(error.code == .tooManySockets)
            }
            try first.bind(anyPort)
        }

        @Test("a context says which libzmq it is")
        func version() {
            #expect(Context.version.major == 4)
            #expect(Context.version.minor >= 3)
        }
    }
}
