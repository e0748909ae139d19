package import Linux

/// Lines for all who connect, with a log of who comes and goes.
package struct ServedLines: ~Copyable {
    private var server: LineServer
    private let limits: LineServer.Limits
    package var log: ErrorLines

    /// - Throws: why it cannot be listened there.
    package init(_ listen: ListenAddress, limits: LineServer.Limits, name: String) throws(ServingFault) {
        server = try LineServer(listen, limits: limits)
        self.limits = limits
        log = ErrorLines(name)
        log.say("listens at \(listen.host ?? ""):\(listen.port)")
    }

    /// Whether a client is there.
    package var isHeard: Bool { server.count > 0 }

    /// Looks at the door and at all clients, waiting at most so long; who has come, to be told everything.
    package mutating func turn(milliseconds: Int32) -> [Int] {
        var come: [Int] = []
        for event in server.turn(milliseconds: milliseconds) {
            if case .came(let id, _) = event { come.append(id) }
            tell(event)
        }
        return come
    }

    package func send(_ bytes: [UInt8], to id: Int) { server.send(bytes, to: id) }

    /// A rush of changes gives clients time to take them. Who comes meanwhile waits for its end: what it is told
    /// then is what the others have.
    package mutating func broadcast(_ bytes: [UInt8]) {
        guard isHeard, !bytes.isEmpty else { return }
        server.broadcast(bytes)
        guard server.backlog > limits.queue / 4 else { return }
        for event in server.turn(milliseconds: 5, isOpen: false) { tell(event) }
    }

    private mutating func tell(_ event: LineServer.Event) {
        let count = server.count == 1 ? "1 client" : "\(server.count) clients"
        switch event {
        case .came(_, let name): log.say("\(name) came, \(count)")
        case .gone(let name): log.say("\(name) is gone, \(count)")
        case .cut(let name):
            log.say("\(name) was cut: it does not take what it is sent, \(count), \(server.cut) cut so far")
        case .refused(let name):
            log.say("\(name) was sent away: \(count) are served, \(server.refused) sent away so far")
        }
    }
}
