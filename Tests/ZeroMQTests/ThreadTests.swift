import Glibc
import Synchronization
import Testing
import ZeroMQ

/// Signals that have been handled.
private let signals = Atomic<Int>(0)

extension Sockets {
    @Suite struct Threads {
        let context: Context
        init() throws { context = try Context() }

        @Test("a signal interrupts no receive")
        func receiveInterrupted() throws {
            handleSignals()
            let pusher = try Socket(.push, in: context, options: patient)
            let endpoint = try pusher.bind(anyPort)
            let puller = try Party { [context] in
                admitSignals()
                let puller = try Socket(.pull, in: context, options: patient)
                try puller.connect(endpoint)
                return try puller.receiveText()
            }
            for _ in 0..<100 { #expect(interrupt(puller.thread)) }
            try pusher.sendText("after the signals")
            #expect(try puller.join() == "after the signals")
        }

        @Test("signals neither interrupt a poller nor make it wait longer")
        func pollInterrupted() throws {
            handleSignals()
            let waiter = try Party { [context] in
                admitSignals()
                let puller = try Socket(.pull, in: context, options: patient)
                var poller = Poller()
                _ = poller.add(puller)
                let clock = ContinuousClock()
                let start = clock.now
                let ready = try poller.wait(timeoutMilliseconds: 200)
                return (ready, clock.now - start)
            }
            // More often than the wait is long: a wait begun anew by each would never end.
            let before = signals.load(ordering: .relaxed)
            while !waiter.isDone { _ = interrupt(waiter.thread) }
            let handled = signals.load(ordering: .relaxed) - before
            #expect(handled >= 10)
            let (ready, took) = try waiter.join()
            #expect(ready == 0)
            #expect(took >= .milliseconds(199))
            #expect(took < .seconds(5))
        }

        @Test("shutting a context down ends every wait, and says so")
        func shutdown() throws {
            let other = try Socket(.push, in: context, options: patient)
            let endpoint = try other.bind(anyPort)
            let waiter = try Party { [context] in
                let options = patient.with { $0.receiveTimeout = nil }
                let puller = try Socket(.pull, in: context, options: options)
                try puller.connect(endpoint)
                var message = Message()
                do throws(ZeroMQError) {
                    return try puller.receive(into: &message) ? "received" : "timed out"
                } catch {
                    return error.code == .terminated ? "terminated" : "\(error)"
                }
            }
            // With `immediate` there is room once the waiter is connected, and then it receives or is about to.
            var poller = Poller()
            _ = poller.add(other, for: .writable)
            try #require(try poller.wait(timeoutMilliseconds: 10_000) == 1)
            context.shutdown()
            #expect(try waiter.join() == "terminated")
            do {
                _ = try Socket(.pull, in: context, options: patient)
                Issue.record("a socket was made in a context that was shut down")
            } catch {
                #expect(error.code == .terminated)
            }
        }

        @Test("a context lives as long as its last socket")
        func contextOutlivesNothing() throws {
            let puller: Socket
            let pusher: Socket
            do {
                let own = try Context()
                puller = try Socket(.pull, in: own, options: patient)
                pusher = try Socket(.push, in: own, options: patient)
            }
            try pusher.connect(try puller.bind(anyPort))
            try pusher.sendText("still here")
            #expect(try puller.receiveText() == "still here")
        }

        @Test("setting a socket up on another thread than its own stops the process")
        func wrongThread() async {
            await #expect(processExitsWith: trap) {
                let box = Box(try Socket(.pull, in: try Context(), options: patient))
                _ = try Party { try box.socket.bind(anyPort) }.join()
            }
        }

        #if DEBUG
            @Test("in a debug build, receiving on another thread stops the process")
            func receivingOnWrongThread() async {
                await #expect(processExitsWith: trap) {
                    let box = Box(try Socket(.pull, in: try Context(), options: patient))
                    _ = try Party { try box.socket.receiveText(wait: false) }.join()
                }
            }
        #endif

        @Test("setting a socket up on its own thread does not")
        func rightThread() async {
            await #expect(processExitsWith: .success) {
                let bound = try Party {
                    let box = Box(try Socket(.pull, in: try Context(), options: patient))
                    return try box.socket.bind(anyPort)
                }
                guard try bound.join().hasPrefix("tcp://127.0.0.1:") else { exit(1) }
            }
        }

        @Test("waiting on a socket that was closed stops the process")
        func closedSocket() async {
            await #expect(processExitsWith: trap) {
                var poller = Poller()
                try addClosedSocket(to: &poller)
                _ = try poller.wait(timeoutMilliseconds: 0)
            }
        }
    }
}

#if arch(x86_64)
    private let trap = ExitTest.Condition.signal(SIGILL)
#else
    private let trap = ExitTest.Condition.signal(SIGTRAP)
#endif

private func addClosedSocket(to poller: inout Poller) throws {
    let socket = try Socket(.pull, in: try Context(), options: patient)
    _ = poller.add(socket)
}

/// Smuggles a socket to another thread, as only a mistake can.
private final class Box: @unchecked Sendable {
    let socket: Socket
    init(_ socket: consuming Socket) { self.socket = socket }
}

/// Handles SIGUSR1 by counting it, and lets it interrupt system calls.
private func handleSignals() {
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { _ in signals.add(1, ordering: .relaxed) }
    sigaction(SIGUSR1, &action, nil)
}

/// Lets signals through to the calling thread, which has inherited the test runner's refusal.
private func admitSignals() {
    var set = sigset_t()
    sigemptyset(&set)
    sigaddset(&set, SIGUSR1)
    pthread_sigmask(SIG_UNBLOCK, &set, nil)
}

/// Signals a thread and waits until it has handled that; `false` when it never does.
private func interrupt(_ thread: pthread_t) -> Bool {
    let before = signals.load(ordering: .relaxed)
    pthread_kill(thread, SIGUSR1)
    for _ in 0..<1_000_000 {
        if signals.load(ordering: .relaxed) > before { return true }
        sched_yield()
    }
    return false
}
