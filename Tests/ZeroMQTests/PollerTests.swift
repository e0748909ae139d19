import Glibc
import Testing
import ZeroMQ

extension Sockets {
    @Suite struct Pollers {
        let context: Context
        init() throws { context = try Context() }

        @Test("a poller tells which of its sockets can be read")
        func sockets() throws {
            let first = try Socket(.pull, in: context, options: patient)
            let second = try Socket(.pull, in: context, options: patient)
            let pusher = try Socket(.push, in: context, options: patient)
            try first.bind(anyPort)
            try pusher.connect(try second.bind(anyPort))
            var poller = Poller()
            let (one, two) = (poller.add(first), poller.add(second))
            #expect([one, two] == [0, 1])
            #expect(try poller.wait(timeoutMilliseconds: 0) == 0)
            try pusher.sendText("crossing")
            #expect(try poller.wait(timeoutMilliseconds: 10_000) == 1)
            #expect(poller.isReadable(one) == false)
            #expect(poller.isReadable(two) == true)
            #expect(try second.receiveText() == "crossing")
            #expect(try poller.wait(timeoutMilliseconds: 0) == 0)
            #expect(poller.isReadable(two) == false)
        }

        @Test("a pusher becomes writable when its puller comes")
        func writable() throws {
            let pusher = try Socket(.push, in: context, options: patient)
            var poller = Poller()
            let index = poller.add(pusher, for: .writable)
            #expect(try poller.wait(timeoutMilliseconds: 0) == 0)
            let puller = try Socket(.pull, in: context, options: patient)
            try puller.connect(try pusher.bind(anyPort))
            #expect(try poller.wait(timeoutMilliseconds: 10_000) == 1)
            #expect(poller.isWritable(index) == true)
            #expect(poller.isReadable(index) == false)
        }

        @Test("a thread without a socket wakes a poller by an eventfd")
        func eventDescriptor() throws {
            let descriptor = try makeEventDescriptor()
            defer { close(descriptor) }
            let puller = try Socket(.pull, in: context, options: patient)
            try puller.bind(anyPort)
            var poller = Poller()
            let (socket, event) = (poller.add(puller), poller.add(fileDescriptor: descriptor))
            #expect(try poller.wait(timeoutMilliseconds: 0) == 0)
            let waker = try Party {
                var one: UInt64 = 1
                return write(descriptor, &one, 8)
            }
            #expect(try poller.wait(timeoutMilliseconds: 10_000) == 1)
            #expect(poller.isReadable(event) == true)
            #expect(poller.isReadable(socket) == false)
            #expect(try waker.join() == 8)
            var count: UInt64 = 0
            #expect(read(descriptor, &count, 8) == 8)
            #expect(count == 1)
            #expect(try poller.wait(timeoutMilliseconds: 0) == 0)
        }

        @Test("a descriptor that is broken is an error there, not of the wait")
        func broken() throws {
            var ends: [Int32] = [0, 0]
            try #require(pipe(&ends) == 0)
            close(ends[0])
            defer { close(ends[1]) }
            var poller = Poller()
            let index = poller.add(fileDescriptor: ends[1], for: .writable)
            #expect(try poller.wait(timeoutMilliseconds: 0) == 1)
            #expect(poller.events(index).contains(.error) == true)
        }

        @Test("a monitor is waited for like a socket")
        func monitor() throws {
            let puller = try Socket(.pull, in: context, options: patient)
            var monitor = try Monitor(puller)
            var poller = Poller()
            let index = poller.add(monitor)
            #expect(try poller.wait(timeoutMilliseconds: 0) == 0)
            try puller.bind(anyPort)
            #expect(try poller.wait(timeoutMilliseconds: 10_000) == 1)
            #expect(poller.isReadable(index) == true)
            #expect(try monitor.next()?.kind == .listening)
        }

        @Test("a wait ends with its time")
        func timeout() throws {
            let puller = try Socket(.pull, in: context, options: patient)
            var poller = Poller()
            _ = poller.add(puller)
            let clock = ContinuousClock()
            let start = clock.now
            #expect(try poller.wait(timeoutMilliseconds: 50) == 0)
            #expect(clock.now - start >= .milliseconds(49))
        }
    }
}

/// eventfd(2), which Swift's Glibc does not show, looked up by its name.
private func makeEventDescriptor() throws -> Int32 {
    let symbol = try #require(dlsym(nil, "eventfd"))
    let eventfd = unsafeBitCast(symbol, to: (@convention(c) (UInt32, Int32) -> Int32).self)
    let descriptor = eventfd(0, 0)
    try #require(descriptor >= 0)
    return descriptor
}
