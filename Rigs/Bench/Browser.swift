import Glibc
import Linux
import NIOCore

/// A browser without a picture: takes the board, then the stream from there on, on one connection.
final class Browser: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private enum State {
        case board, stream
    }

    private let session: String
    private let figures: BrowserFigures
    /// It reads nothing after the first bytes.
    private let isFrozen: Bool
    private var state = State.board
    private var head: [UInt8] = []
    private var left = 0
    private var connectedAt: Int64 = 0

    init(_ session: String, _ figures: BrowserFigures, isFrozen: Bool) {
        self.session = session
        self.figures = figures
        self.isFrozen = isFrozen
    }

    func channelActive(context: ChannelHandlerContext) {
        connectedAt = MachineClock.nanoseconds
        ask(isFrozen ? "live" : "board", context)
        if isFrozen {
            state = .stream
            context.channel.setOption(.autoRead, value: false).whenFailure { _ in }
        }
    }

    private func ask(_ what: String, _ context: ChannelHandlerContext) {
        let text =
            "GET /api/sessions/\(session)/\(what) HTTP/1.1\r\nHost: bench\r\nAccept-Encoding: gzip\r\n\r\n"
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let buffer = unwrapInboundIn(data)
        switch state {
        case .board: takeBoard(buffer, context)
        case .stream: buffer.withUnsafeReadableBytes { takeTicks($0) }
        }
    }

    private func takeBoard(_ buffer: ByteBuffer, _ context: ChannelHandlerContext) {
        if left > 0 {
            left -= buffer.readableBytes
        } else {
            head += Array(buffer.readableBytesView)
            let text = String(decoding: head, as: UTF8.self)
            guard let end = text.utf8.firstRange(of: "\r\n\r\n".utf8) else { return }
            let lines = text[..<end.lowerBound].split(separator: "\r\n")
            guard let length = Self.field("content-length", lines).flatMap({ Int($0) }), lines[0].contains(" 200 ")
            else {
                figures.fail()
                return context.close(promise: nil)
            }
            // The body is no text: its length is what is behind the head's bytes.
            let begun = head.firstRange(of: Array("\r\n\r\n".utf8))?.upperBound ?? head.count
            left = length - (head.count - begun)
            tag = Self.field("etag", lines).map { String($0.filter { $0 != "\"" }) } ?? ""
        }
        guard left <= 0 else { return }
        figures.take(joined: MachineClock.nanoseconds - connectedAt)
        state = .stream
        ask("live?after=\(tag.prefix { $0 != "-" })", context)
    }

    private var tag = ""

    private static func field(_ name: String, _ lines: [Substring]) -> Substring? {
        lines.first { $0.lowercased().hasPrefix(name + ": ") }?.dropFirst(name.count + 2)
    }

    private func takeTicks(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress else { return }
        var place = 0
        while let found = Self.number(after: "event: tick\nid: ", start, bytes.count, &place),
            let from = Self.number(after: "\"from\":\"", start, bytes.count, &place)
        {
            figures.take(tick: found, from: from)
        }
    }

    /// The sequence of an id that follows a text.
    private static func number(
        after text: StaticString, _ start: UnsafeRawPointer, _ count: Int, _ place: inout Int
    ) -> Int? {
        let length = text.utf8CodeUnitCount
        var at = place
        // Both texts begin with a byte that is rare in a tick.
        while at + length <= count, let next = memchr(start + at, Int32(text.utf8Start[0]), count - at) {
            at = UnsafeRawPointer(next) - start
            if at + length > count { return nil }
            if memcmp(start + at, text.utf8Start, length) == 0 { break }
            at += 1
        }
        guard at + length < count, memcmp(start + at, text.utf8Start, length) == 0,
            let point = memchr(start + at + length, 0x2E, min(24, count - at - length))
        else { return nil }
        at = UnsafeRawPointer(point) - start + 1
        var value = 0
        while at < count, case let digit = start.load(fromByteOffset: at, as: UInt8.self) &- 0x30, digit <= 9 {
            value = value * 10 + Int(digit)
            at += 1
        }
        place = at
        return value
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if !isFrozen { figures.fail() }
        context.close(promise: nil)
    }
}
