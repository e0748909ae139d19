/// Feed messages as small as they can be, a member at a time to be spoiled. An empty text leaves it out.
func feed(
    v: String = "1", type: String = "\"crossings\"", decoder: String = "1", epoch: String = "0",
    crossings: [String]? = [record()], and more: String = ""
) -> [UInt8] {
    message(
        [
            ("v", v), ("type", type), ("decoder", decoder), ("epoch", epoch),
            ("crossings", crossings.map { "[\($0.joined(separator: ","))]" } ?? ""),
        ], more)
}

func beat(
    v: String = "1", decoder: String = "1", epoch: String = "0", next: String = "1", timeUs: String = "0"
) -> [UInt8] {
    message([
        ("v", v), ("type", "\"heartbeat\""), ("decoder", decoder), ("epoch", epoch), ("next", next),
        ("timeUs", timeUs),
    ])
}

func record(
    number: String = "1", timeUs: String = "0", loop: String = "0", transponder: String = "1",
    and more: String = ""
) -> String {
    String(
        decoding: message(
            [("number", number), ("timeUs", timeUs), ("loop", loop), ("transponder", transponder)], more),
        as: UTF8.self)
}

/// A packed message of one crossing: decoder 1, epoch 0, number 1, transponder 1, everything else zero.
func packed(count: UInt8 = 1, kind: UInt8 = 1, records: Int = 1) -> [UInt8] {
    var bytes: [UInt8] = [0x4C, 0x57, 0x58, 0x31, kind, 0, count, 0, 1] + [UInt8](repeating: 0, count: 15)
    for _ in 0..<records {
        var record = [UInt8](repeating: 0, count: 32)
        record[0] = 1
        record[16] = 1
        bytes += record
    }
    return bytes
}

/// A packed heartbeat: decoder 1, epoch 0, next 1, time 0.
func packedBeat() -> [UInt8] {
    Array(packed(kind: 2, records: 0)) + [1] + [UInt8](repeating: 0, count: 15)
}

extension [UInt8] {
    /// The same with other bytes from a place on.
    func with(_ place: Int, _ bytes: UInt8...) -> [UInt8] {
        var changed = self
        changed.replaceSubrange(place..<place + bytes.count, with: bytes)
        return changed
    }
}

private func message(_ members: [(String, String)], _ more: String = "") -> [UInt8] {
    let known = members.filter { !$0.1.isEmpty }.map { "\"\($0.0)\":\($0.1)" }
    return Array("{\((known + (more.isEmpty ? [] : [more])).joined(separator: ","))}".utf8)
}
