import CZeroMQ

extension SocketOptions {
    /// Sets all of them on a fresh libzmq socket.
    func apply(to socket: UnsafeMutableRawPointer, of kind: Socket.Kind) throws(ZeroMQError) {
        func set(_ option: Int32, _ value: Int, _ name: String) throws(ZeroMQError) {
            var number = Int32(clamping: value)
            if zmq_setsockopt(socket, option, &number, MemoryLayout<Int32>.size) != 0 {
                throw ZeroMQError("set \(name) of a \(kind) socket to \(value)")
            }
        }
        try set(ZMQ_LINGER, linger.wholeMilliseconds, "linger")
        try set(ZMQ_SNDHWM, sendHighWater, "sendHighWater")
        try set(ZMQ_RCVHWM, receiveHighWater, "receiveHighWater")
        try set(ZMQ_RECONNECT_IVL, reconnectInterval.wholeMilliseconds, "reconnectInterval")
        try set(ZMQ_RECONNECT_IVL_MAX, reconnectIntervalMax.wholeMilliseconds, "reconnectIntervalMax")
        try set(ZMQ_CONNECT_TIMEOUT, connectTimeout.wholeMilliseconds, "connectTimeout")
        try set(ZMQ_HANDSHAKE_IVL, handshakeInterval.wholeMilliseconds, "handshakeInterval")
        try set(ZMQ_SNDTIMEO, sendTimeout?.wholeMilliseconds ?? -1, "sendTimeout")
        try set(ZMQ_RCVTIMEO, receiveTimeout?.wholeMilliseconds ?? -1, "receiveTimeout")
        if let heartbeatInterval {
            try set(ZMQ_HEARTBEAT_IVL, heartbeatInterval.wholeMilliseconds, "heartbeatInterval")
            try set(ZMQ_HEARTBEAT_TIMEOUT, heartbeatTimeout.wholeMilliseconds, "heartbeatTimeout")
            try set(ZMQ_HEARTBEAT_TTL, heartbeatTimeToLive.wholeMilliseconds, "heartbeatTimeToLive")
        }
        if let tcpKeepalive {
            try set(ZMQ_TCP_KEEPALIVE, 1, "tcpKeepalive")
            try set(ZMQ_TCP_KEEPALIVE_IDLE, max(1, tcpKeepalive.wholeMilliseconds / 1000), "tcpKeepalive")
            try set(ZMQ_TCP_KEEPALIVE_INTVL, 5, "tcpKeepalive")
            try set(ZMQ_TCP_KEEPALIVE_CNT, 3, "tcpKeepalive")
        }
        if let receiveBuffer { try set(ZMQ_RCVBUF, receiveBuffer, "receiveBuffer") }
        if let tcpStall { try set(ZMQ_TCP_MAXRT, tcpStall.wholeMilliseconds, "tcpStall") }
        if !authenticationDomain.isEmpty {
            let domain = authenticationDomain
            if zmq_setsockopt(socket, ZMQ_ZAP_DOMAIN, domain, domain.utf8.count) != 0 {
                throw ZeroMQError("set authenticationDomain of a \(kind) socket to \(domain)")
            }
        }
        if immediate && [.push, .dealer, .request].contains(kind) {
            try set(ZMQ_IMMEDIATE, 1, "immediate")
        }
        if routerMandatory && kind == .router {
            try set(ZMQ_ROUTER_MANDATORY, 1, "routerMandatory")
        }
        // The one option that is 64 bits wide.
        var longest = Int64(maxMessageBytes)
        if zmq_setsockopt(socket, ZMQ_MAXMSGSIZE, &longest, MemoryLayout<Int64>.size) != 0 {
            throw ZeroMQError("set maxMessageBytes of a \(kind) socket to \(maxMessageBytes)")
        }
        try security.apply(to: socket)
    }
}

extension Security {
    fileprivate func apply(to socket: UnsafeMutableRawPointer) throws(ZeroMQError) {
        func set(_ option: Int32, _ key: String, _ name: String) throws(ZeroMQError) {
            if zmq_setsockopt(socket, option, key, key.utf8.count) != 0 {
                throw ZeroMQError("set the \(name) key of a socket")
            }
        }
        switch self {
        case .none: break
        case .curveServer(let secret):
            var yes: Int32 = 1
            if zmq_setsockopt(socket, ZMQ_CURVE_SERVER, &yes, MemoryLayout<Int32>.size) != 0 {
                throw ZeroMQError("make a socket a CURVE server")
            }
            try set(ZMQ_CURVE_SECRETKEY, secret.z85, "server's secret")
        case .curveClient(let server, let own):
            try set(ZMQ_CURVE_SERVERKEY, server.z85, "server's public")
            try set(ZMQ_CURVE_PUBLICKEY, own.publicKey.z85, "own public")
            try set(ZMQ_CURVE_SECRETKEY, own.secret.z85, "own secret")
        }
    }
}

extension Duration {
    /// libzmq counts in milliseconds; a longer time than it can hold is as good as its longest.
    var wholeMilliseconds: Int {
        let (seconds, attoseconds) = components
        let (milliseconds, overflow) = seconds.multipliedReportingOverflow(by: 1000)
        return overflow ? Int(Int32.max) : Int(milliseconds + attoseconds / 1_000_000_000_000_000)
    }
}
