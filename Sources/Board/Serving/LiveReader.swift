import NIOCore

/// A browser that reads a stream. Of one event loop.
final class LiveReader {
    let channel: any Channel
    /// Where bytes pass the encoder of answers by: they are a chunk already.
    let context: ChannelHandlerContext
    /// Number of the tick that comes next; nil: it has to be sent the whole board.
    var next: Int?
    /// Where it stands, while its loop has not been told of that yet.
    var ahead: BoardPlace?
    /// Which meeting it was told.
    var meeting = 0
    /// Since when it has taken nothing.
    var stuckSince: NIODeadline?

    init(_ channel: any Channel, _ context: ChannelHandlerContext) {
        self.channel = channel
        self.context = context
    }

    func write(_ bytes: ByteBuffer) { context.write(NIOAny(bytes), promise: nil) }

    func flush() { context.flush() }
}
