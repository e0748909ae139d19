/// Cuts the bytes of a connection to a box into frames, and checks them. What is broken is refused by itself: the next
/// frame is read.
package struct P3Reader: Sendable {
    /// Some boxes write 0 for the checksum. One that has written another is held to it.
    private var hasChecksums = false
    private var waiting: [UInt8] = []
    private var isWithin = false
    private var noise = 0

    /// A frame of a box is a few dozen bytes; each may be escaped.
    package static let longest = 4096

    package init() {}

    /// Takes bytes as they come; the frames that end in them, in order.
    package mutating func take(_ bytes: some Sequence<UInt8>) -> [Result<P3Frame, P3Fault>] {
        var found: [Result<P3Frame, P3Fault>] = []
        for byte in bytes {
            switch byte {
            case P3Frame.begin:
                if isWithin { found.append(.failure(.init(.length, found: "8E within a frame", expected: "8F"))) }
                tellNoise(&found)
                waiting = [byte]
                isWithin = true
            case P3Frame.end where isWithin:
                waiting.append(byte)
                isWithin = false
                found.append(finish())
            case _ where isWithin:
                waiting.append(byte)
                guard waiting.count > Self.longest else { continue }
                isWithin = false
                waiting = []
                found.append(.failure(.init(.tooLong, found: "no end", expected: "8F within \(Self.longest) bytes")))
            default:
                noise += 1
                if noise >= Self.longest { tellNoise(&found) }
            }
        }
        return found
    }

    private mutating func tellNoise(_ found: inout [Result<P3Frame, P3Fault>]) {
        if noise > 0 {
            found.append(.failure(.init(.noise, found: "\(noise) bytes between frames", expected: "8E")))
        }
        noise = 0
    }

    private mutating func finish() -> Result<P3Frame, P3Fault> {
        do throws(P3Fault) {
            let body = try Self.unescaped(waiting)
            let frame = try Self.frame(body, isHeld: hasChecksums)
            if body[4] != 0 || body[5] != 0 { hasChecksums = true }
            return .success(frame)
        } catch {
            return .failure(error)
        }
    }

    private static func unescaped(_ bytes: [UInt8]) throws(P3Fault) -> [UInt8] {
        var body: [UInt8] = []
        body.reserveCapacity(bytes.count)
        var isEscaped = false
        for byte in bytes {
            if isEscaped {
                guard 0xAA...0xAF ~= byte else {
                    throw P3Fault(
                        .escape, found: "8D \(String(byte, radix: 16, uppercase: true))", expected: "AA to AF")
                }
                body.append(byte - 0x20)
                isEscaped = false
            } else if byte == P3Frame.escape {
                isEscaped = true
            } else {
                body.append(byte)
            }
        }
        if isEscaped { throw P3Fault(.escape, found: "8D at the end", expected: "AA to AF behind it") }
        return body
    }

    private static func frame(_ body: [UInt8], isHeld: Bool) throws(P3Fault) -> P3Frame {
        guard body.count >= 11 else { throw P3Fault(.length, found: "\(body.count) bytes", expected: "11 or more") }
        let length = Int(body[2]) | Int(body[3]) << 8
        guard length == body.count else {
            throw P3Fault(.length, found: "\(body.count) bytes", expected: "\(length), as the frame says")
        }
        let sum = UInt16(body[4]) | UInt16(body[5]) << 8
        var bare = body
        (bare[4], bare[5]) = (0, 0)
        let expected = P3Frame.checksum(bare)
        guard sum == expected || sum == 0 && !isHeld else {
            throw P3Fault(
                .checksum, found: String(sum, radix: 16), expected: String(expected, radix: 16))
        }
        guard body[1] == 1 || body[1] == 2 else {
            throw P3Fault(.field, found: "version \(body[1])", expected: "1 or 2")
        }
        var fields: [P3Frame.Field] = []
        var place = 10
        while place < body.count - 1 {
            guard place + 1 < body.count - 1, place + 2 + Int(body[place + 1]) <= body.count - 1 else {
                throw P3Fault(
                    .field, found: "field \(body[place]) beyond the end", expected: "tag, length and value within it")
            }
            let value = (place + 2)..<(place + 2 + Int(body[place + 1]))
            fields.append(.init(body[place], Array(body[value])))
            place = value.upperBound
        }
        return P3Frame(
            kind: UInt16(body[8]) | UInt16(body[9]) << 8, fields: fields, version: body[1],
            flags: UInt16(body[6]) | UInt16(body[7]) << 8)
    }
}
