import NIOCore
import NIOHTTP1

/// The streams of one event loop: what is told is written to all their readers in one go, the same bytes to each.
final class LiveHub: @unchecked Sendable {  // Touched on its event loop alone.
    let loop: any EventLoop
    private var streams: [String: LiveStream] = [:]
    private let counters: WebCounters
    private let limits: WebLimits
    private var isOver = false

    init(_ loop: any EventLoop, _ limits: WebLimits, _ counters: WebCounters) {
        self.loop = loop
        self.limits = limits
        self.counters = counters
    }

    // MARK: Any thread

    /// A board, with the tick that leads to it from the board before.
    func tell(_ board: RenderedBoard, tick: ByteBuffer?, of session: String) {
        loop.execute {
            self.stream(session).take(board: board, tick: tick)
            self.serve(session, beat: nil)
        }
    }

    func tell(beat: ByteBuffer, of session: String) { loop.execute { self.serve(session, beat: beat) } }

    func tell(meeting: ByteBuffer) {
        loop.execute {
            for (session, stream) in self.streams {
                stream.take(meeting: meeting)
                self.serve(session, beat: nil)
            }
        }
    }

    /// Takes a reader whose answer has been begun; returns when the connection is closed.
    func serve(_ channel: any Channel, session: String, after id: String?) async throws {
        try await loop.submit { try self.join(channel, session, after: id) }.get()
        try await channel.closeFuture.get()
    }

    /// Ends the streams of a session that is followed no more.
    func drop(_ session: String) {
        loop.execute {
            guard let stream = self.streams.removeValue(forKey: session) else { return }
            for reader in stream.readers.values { self.end(reader) }
            self.counters.add([(.readers, -stream.readers.count), (.gone, stream.readers.count)])
        }
    }

    /// Ends all streams, and lets no further reader in.
    func end() -> EventLoopFuture<Void> {
        loop.submit {
            self.isOver = true
            for stream in self.streams.values {
                for reader in stream.readers.values { self.end(reader) }
            }
        }
    }

    // MARK: On the loop

    private func stream(_ session: String) -> LiveStream {
        if let stream = streams[session] { return stream }
        let stream = LiveStream(historyBytes: limits.historyBytes)
        streams[session] = stream
        return stream
    }

    private func join(_ channel: any Channel, _ session: String, after id: String?) throws {
        let context = try channel.pipeline.syncOperations.context(handlerType: HTTPResponseEncoder.self)
        let reader = LiveReader(channel, context)
        guard !isOver else { return end(reader) }
        let stream = stream(session)
        reader.write(EventText.retry)
        let isResumed = stream.join(reader, after: id)
        counters.add([(.joined, 1), (.readers, 1), (isResumed ? .resumed : .whole, 1)])
        channel.closeFuture.whenComplete { _ in
            guard self.streams[session]?.leave(channel) ?? false else { return }
            self.counters.add([(.readers, -1), (.gone, 1)])
        }
        let written = stream.serve(reader, beat: nil, now: .now())
        reader.flush()
        counters.add([(.ticks, written.ticks), (.bytes, written.bytes)])
    }

    private func serve(_ session: String, beat: ByteBuffer?) {
        guard let stream = streams[session], !stream.readers.isEmpty else { return }
        let now = NIODeadline.now()
        var total = (ticks: 0, bytes: 0)
        var stuck: [LiveReader] = []
        for reader in stream.readers.values {
            let written = stream.serve(reader, beat: beat, now: now)
            total.ticks += written.ticks
            total.bytes += written.bytes
            if let since = reader.stuckSince, now - since > limits.stall { stuck.append(reader) }
        }
        for reader in stuck where stream.leave(reader.channel) {
            counters.add([(.readers, -1), (.cut, 1)])
            reader.channel.close(promise: nil)
        }
        counters.add([(.ticks, total.ticks), (.bytes, total.bytes)])
    }

    private func end(_ reader: LiveReader) {
        reader.context.writeAndFlush(NIOAny(EventText.end), promise: nil)
        reader.channel.close(promise: nil)
    }
}
