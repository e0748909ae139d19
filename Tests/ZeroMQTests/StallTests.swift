import Foundation
import Glibc
import Testing
import ZeroMQ

extension Sockets {
    @Suite struct Stalls {
        let context: Context
        init() throws { context = try Context() }

        @Test("a subscriber that takes nothing is cut off after the time, and none that reads")
        func cutOff() throws {
            let options = patient.with {
                $0.tcpStall = .seconds(1)
                // Answers to probes would stop too: this is about the connection alone.
                $0.heartbeatInterval = nil
                $0.sendHighWater = 100
            }
            let publisher = try Socket(.xpublish, in: context, options: options)
            var monitor = try Monitor(publisher)
            let endpoint = try publisher.bind(anyPort)
            let other = try Context()
            let frozen = try Socket(
                .subscribe, in: other,
                options: patient.with {
                    $0.receiveHighWater = 1
                    $0.heartbeatInterval = nil
                })
            let reader = try Socket(.subscribe, in: context, options: patient)
            try frozen.subscribe()
            try frozen.connect(endpoint)
            #expect(try publisher.receiveText() == "\u{1}")
            try reader.subscribe("timing")
            try reader.connect(endpoint)
            #expect(try publisher.receiveText() == "\u{1}timing")
            let delta = bytes("timing" + String(repeating: " ", count: 100_000))
            var gone = 0
            let end = ContinuousClock.now + .seconds(20)
            while gone == 0, ContinuousClock.now < end {
                _ = try publisher.send(delta)
                while try reader.receiveFrames(wait: false) != nil {}
                while let event = try monitor.next() { if event.kind == .disconnected { gone += 1 } }
                usleep(2000)
            }
            #expect(gone == 1)
            while try reader.receiveFrames(wait: false) != nil {}
            #expect(try publisher.send(bytes("timing of the last lap")))
            var last: [UInt8]?
            while last != bytes("timing of the last lap"), let next = try reader.receiveFrames() { last = next.first }
            #expect(last == bytes("timing of the last lap"))
        }

        @Test("a peer that breaks off while its messages wait takes nothing with it: neither them nor the process")
        func breaksOff() throws {
            // One process speaks, and is gone in the middle; this one has a short queue, and pings.
            let puller = try Socket(
                .pull, in: context,
                options: patient.with {
                    $0.receiveHighWater = 10
                    $0.heartbeatInterval = .milliseconds(50)
                })
            let endpoint = try puller.bind(anyPort)
            let port = try #require(UInt16(endpoint.split(separator: ":").last ?? ""))
            var poller = Poller()
            let messages = poller.add(puller)
            for _ in 0..<5 {
                let peer = try RudePeer(port: port)
                // Empty messages, more of them than wait, and in between pings that ask for an answer.
                for _ in 0..<50 { try peer.send(Array(repeating: 0, count: 60) + RudePeer.ping) }
                // The reset takes with it what the system has not handed over yet: only what is here already must stay.
                _ = try poller.wait(timeoutMilliseconds: 20_000)
                let isHere = poller.isReadable(messages)
                #expect(isHere)
                peer.breakOff()
                usleep(200_000)
                var count = 0
                var message = Message()
                while try puller.receive(into: &message, wait: false) { count += 1 }
                #expect(count >= 10)
            }
            let pusher = try Socket(.push, in: context, options: patient)
            try pusher.connect(endpoint)
            try pusher.sendText("still here")
            var last: String?
            while last != "still here", let next = try puller.receiveText() { last = next }
            #expect(last == "still here")
        }

        /// As a process leaves its socket that was killed.
        private func leaveSocket(at path: String) {
            let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
            var name = sockaddr_un()
            name.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
            let isBound = withUnsafePointer(to: &name) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
                }
            }
            #expect(isBound)
            close(descriptor)
        }

        @Test("a path at which somebody listens is not taken from him, and one that was left behind is")
        func takenPath() throws {
            let path = NSTemporaryDirectory() + "zmq-\(UInt32.random(in: 0 ... .max))"
            defer { unlink(path) }
            let address = "ipc://\(path)"
            do {
                let first = try Socket(.pull, in: context, options: patient)
                try first.bind(address)
                let second = try Socket(.pull, in: context, options: patient)
                let error = failure { () throws(ZeroMQError) in try second.bind(address) }
                #expect(error?.code == .addressInUse)
                #expect(error?.description.contains("choose another path") == true)
                let pusher = try Socket(.push, in: context, options: patient)
                try pusher.connect(address)
                try pusher.sendText("still his")
                #expect(try first.receiveText() == "still his")
            }
            unlink(path)
            leaveSocket(at: path)
            let third = try Socket(.pull, in: context, options: patient)
            #expect(try third.bind(address) == address)
        }
    }
}
