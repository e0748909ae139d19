public import Timing

/// Writes messages of a crossing feed (docs/protocol.md, section 2).
public enum FeedEncoder {
    /// One JSON message with one crossing: also a line of a recording.
    public static func json(_ crossing: Crossing) -> [UInt8] {
        let writer = ByteWriter(capacity: 192)
        write(crossing, to: writer)
        return writer.bytes
    }

    /// The same message as a value.
    static func value(_ crossing: Crossing) -> JSON {
        var members: [JSON.Member] = [
            .init("number", .integer(Int64(clamping: crossing.id.number))), .init("timeUs", .integer(crossing.stamp)),
            .init("loop", .integer(Int64(crossing.loop.value))),
            .init("transponder", .integer(Int64(crossing.transponder.value))),
        ]
        if crossing.driver != 0 { members.append(.init("driver", .integer(Int64(crossing.driver)))) }
        if crossing.isEstimated { members.append(.init("estimated", .bool(true))) }
        return .object([
            .init("v", .integer(1)), .init("type", .string("crossings")),
            .init("decoder", .integer(Int64(crossing.id.decoder))),
            .init("epoch", .integer(Int64(clamping: crossing.id.epoch))),
            .init("crossings", .array([.object(members)])),
        ])
    }

    static func write(_ crossing: Crossing, to writer: ByteWriter) {
        writer.append("{\"v\":1,\"type\":\"crossings\",\"decoder\":")
        writer.append(Int64(crossing.id.decoder))
        writer.append(",\"epoch\":")
        writer.append(Int64(clamping: crossing.id.epoch))
        writer.append(",\"crossings\":[{\"number\":")
        writer.append(Int64(clamping: crossing.id.number))
        writer.append(",\"timeUs\":")
        writer.append(crossing.stamp)
        writer.append(",\"loop\":")
        writer.append(Int64(crossing.loop.value))
        writer.append(",\"transponder\":")
        writer.append(Int64(crossing.transponder.value))
        if crossing.driver != 0 {
            writer.append(",\"driver\":")
            writer.append(Int64(crossing.driver))
        }
        if crossing.isEstimated { writer.append(",\"estimated\":true") }
        writer.append("}]}")
    }

    /// One packed message. All crossings are of one decoder and epoch; at most 10,000.
    public static func packed(_ crossings: some Collection<Crossing>) -> [UInt8] {
        guard let first = crossings.first else { return [] }
        let writer = header(kind: 1, count: crossings.count, decoder: first.id.decoder, epoch: first.id.epoch)
        for crossing in crossings { write(record: crossing, hits: 0, strength: 0, to: writer) }
        return writer.bytes
    }

    /// One packed message of one crossing, with how well its transponder was read; 0 where the box does not say.
    public static func packed(_ crossing: Crossing, hits: UInt16, strength: UInt16) -> [UInt8] {
        let writer = header(kind: 1, count: 1, decoder: crossing.id.decoder, epoch: crossing.id.epoch)
        write(record: crossing, hits: hits, strength: strength, to: writer)
        return writer.bytes
    }

    private static func write(record crossing: Crossing, hits: UInt16, strength: UInt16, to writer: ByteWriter) {
        writer.append(littleEndian: crossing.id.number)
        writer.append(littleEndian: crossing.stamp)
        writer.append(littleEndian: crossing.transponder.value)
        writer.append(littleEndian: crossing.loop.value)
        writer.append(byte: crossing.driver)
        writer.append(byte: crossing.isEstimated ? UInt8(1) : UInt8(0))
        writer.append(littleEndian: hits)
        writer.append(littleEndian: strength)
        writer.append(littleEndian: UInt32(0))
    }

    /// A heartbeat as JSON: the number that the next crossing will have, the decoder's time in microseconds of UTC, and
    /// how it stands with the box where it has just said so.
    public static func heartbeat(
        decoder: UInt32, epoch: UInt64, next: UInt64, stamp: Int64, health: BoxHealth? = nil
    ) -> [UInt8] {
        let writer = ByteWriter(capacity: 128)
        writer.append("{\"v\":1,\"type\":\"heartbeat\",\"decoder\":")
        writer.append(Int64(decoder))
        writer.append(",\"epoch\":")
        writer.append(Int64(clamping: epoch))
        writer.append(",\"next\":")
        writer.append(Int64(clamping: next))
        writer.append(",\"timeUs\":")
        writer.append(stamp)
        if let health, !health.isEmpty {
            writer.append(",\"health\":")
            JSON.object(health.members).write(to: writer)
        }
        writer.append("}")
        return writer.bytes
    }

    private static func header(kind: UInt8, count: Int, decoder: UInt32, epoch: UInt64) -> ByteWriter {
        let writer = ByteWriter(capacity: FeedDecoder.headerLength + count * FeedDecoder.recordLength)
        writer.append("LWX1")
        writer.append(byte: kind)
        writer.append(byte: 0)
        writer.append(littleEndian: UInt16(clamping: count))
        writer.append(littleEndian: decoder)
        writer.append(littleEndian: UInt32(0))
        writer.append(littleEndian: epoch)
        return writer
    }
}
