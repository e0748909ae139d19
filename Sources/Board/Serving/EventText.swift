import NIOCore

/// A server-sent event as a chunk of an HTTP/1.1 answer: the same bytes go to every reader.
enum EventText {
    static func chunk(_ name: String, id: String? = nil, _ data: [UInt8]) -> ByteBuffer {
        chunk(Array("event: \(name)\n\(id.map { "id: \($0)\n" } ?? "")data: ".utf8) + data + [0x0A, 0x0A])
    }

    private static func chunk(_ bytes: [UInt8]) -> ByteBuffer {
        var buffer = ByteBuffer()
        buffer.reserveCapacity(bytes.count + 12)
        buffer.writeString(String(bytes.count, radix: 16) + "\r\n")
        buffer.writeBytes(bytes)
        buffer.writeString("\r\n")
        return buffer
    }

    /// How long a browser waits before it connects again.
    static let retry = chunk(Array("retry: 1000\n\n".utf8))
    /// The end of an answer.
    static let end = ByteBuffer(string: "0\r\n\r\n")
}
