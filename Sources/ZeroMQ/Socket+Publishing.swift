import CZeroMQ

extension Socket {
    /// Sends one frame to all its subscribers, and says whether each of them had room. Concerns `xpublish`.
    ///
    /// libzmq drops in silence for a subscriber with a full queue. Asked to refuse instead, it reports that there is
    /// one; then it is told to drop after all. While all have room the cost is that of sending.
    /// - Returns: `false` when at least one subscriber misses this frame.
    public borrowing func publish(_ bytes: UnsafeRawBufferPointer) throws(ZeroMQError) -> Bool {
        try publish { () throws(ZeroMQError) in try send(bytes, wait: false) }
    }

    /// The same of a frame that `send` tries to send: again, to all that have room, where one has none.
    borrowing func publish(_ send: () throws(ZeroMQError) -> Bool) throws(ZeroMQError) -> Bool {
        if try send() { return true }
        try refuseWhenFull(false)
        _ = try send()
        try refuseWhenFull(true)
        return false
    }

    /// Every subscription is received, with the connection by which it came; else only the first to a prefix and the
    /// last to leave it. Concerns `xpublish`.
    public borrowing func hearEverySubscription() throws(ZeroMQError) {
        life.assertOwner()
        var number: Int32 = 1
        if zmq_setsockopt(handle, ZMQ_XPUB_VERBOSER, &number, MemoryLayout<Int32>.size) != 0 {
            throw ZeroMQError("set xpubVerboser of a socket")
        }
    }

    /// Lets `publish` see a full queue; until then, and for `send`, the publisher drops without a word.
    public borrowing func refuseWhenFull(_ refuses: Bool) throws(ZeroMQError) {
        life.assertOwner()
        var number: Int32 = refuses ? 1 : 0
        if zmq_setsockopt(handle, ZMQ_XPUB_NODROP, &number, MemoryLayout<Int32>.size) != 0 {
            throw ZeroMQError("set xpubNoDrop of a socket to \(refuses)")
        }
    }
}
