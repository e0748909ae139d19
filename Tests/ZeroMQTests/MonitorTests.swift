import Testing
import ZeroMQ

extension Sockets {
    @Suite struct Monitors {
        let context: Context
        init() throws { context = try Context() }

        @Test("the coming and going of a connection is seen on both sides")
        func comingAndGoing() throws {
            let puller = try Socket(.pull, in: context, options: patient)
            var ours = try Monitor(puller)
            let endpoint = try puller.bind(anyPort)
            #expect(try ours.next(wait: true)?.kind == .listening)
            do {
                let pusher = try Socket(.push, in: context, options: patient)
                var theirs = try Monitor(pusher)
                try pusher.connect(endpoint)
                let connected = try #require(try theirs.first { $0 == .connected })
                #expect(connected.endpoint == endpoint)
                #expect(try theirs.first { $0 == .handshakeSucceeded } != nil)
                #expect(try ours.first { $0 == .accepted }?.endpoint == endpoint)
                #expect(try ours.first { $0 == .handshakeSucceeded } != nil)
                #expect(try ours.next() == nil)
            }
            #expect(try ours.first { $0 == .disconnected } != nil)
        }

        @Test("a peer that is not there is tried again, with longer pauses")
        func retries() throws {
            let options = patient.with { $0.reconnectInterval = .milliseconds(5) }
            let subscriber = try Socket(.subscribe, in: context, options: options)
            var monitor = try Monitor(subscriber)
            try subscriber.connect("tcp://127.0.0.1:1")
            var pauses: [Int] = []
            while pauses.count < 4 {
                let event = try monitor.first { if case .connectRetried = $0 { true } else { false } }
                guard case .connectRetried(let pause) = try #require(event).kind else { continue }
                pauses.append(pause)
            }
            #expect(try #require(pauses.last) > pauses[0])
        }

        @Test("a monitor that nobody reads stops nothing, and one that is gone neither")
        func unread() throws {
            let puller = try Socket(.pull, in: context, options: patient)
            do {
                var monitor = try Monitor(puller)
                // Each writes two events; libzmq's own limit is 1000, or 2000 with the reader's.
                for _ in 0..<3000 { try puller.unbind(try puller.bind(anyPort)) }
                #expect(try monitor.next()?.kind == .listening)
            }
            let pusher = try Socket(.push, in: context, options: patient)
            try pusher.connect(try puller.bind(anyPort))
            try pusher.sendText("still here")
            #expect(try puller.receiveText() == "still here")
        }

        @Test("a monitor outlives its socket and says that it has stopped")
        func outlives() throws {
            var monitor: Monitor
            do {
                let puller = try Socket(.pull, in: context, options: patient)
                monitor = try Monitor(puller)
                try puller.bind(anyPort)
            }
            #expect(try monitor.first { $0 == .stopped } != nil)
            #expect(try monitor.next() == nil)
        }

        @Test("a socket and its monitor that go together, in whatever order, stop nobody else of the context")
        func together() throws {
            func close(_ socket: consuming Socket) {}
            for _ in 0..<20 {
                let bound = try Socket(.pull, in: context, options: patient)
                var monitor = try Monitor(bound)
                let endpoint = try bound.bind(anyPort)
                let peer = try Socket(.push, in: context, options: patient)
                try peer.connect(endpoint)
                #expect(try monitor.first { $0 == .handshakeSucceeded } != nil)
                close(bound)
                _ = consume monitor
            }
            // The I/O thread is there still.
            let puller = try Socket(.pull, in: context, options: patient)
            let pusher = try Socket(.push, in: context, options: patient)
            try pusher.connect(try puller.bind(anyPort))
            var message = Message()
            #expect(try pusher.send([7]))
            #expect(try puller.receive(into: &message))
        }

        @Test("who sends a frame over the limit is cut off, and others are served")
        func tooLong() throws {
            let puller = try Socket(.pull, in: context, options: patient.with { $0.maxMessageBytes = 1000 })
            var monitor = try Monitor(puller)
            let endpoint = try puller.bind(anyPort)
            let greedy = try Socket(.push, in: context, options: patient)
            try greedy.connect(endpoint)
            #expect(try greedy.send([UInt8](repeating: 1, count: 1001)))
            #expect(try monitor.first { $0 == .handshakeSucceeded } != nil)
            #expect(try monitor.first { $0 == .disconnected } != nil)
            let modest = try Socket(.push, in: context, options: patient)
            try modest.connect(endpoint)
            #expect(try modest.send([UInt8](repeating: 2, count: 1000)))
            #expect(try puller.receiveFrames() == [[UInt8](repeating: 2, count: 1000)])
            #expect(try puller.receiveFrames(wait: false) == nil)
        }
    }
}
