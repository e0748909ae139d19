import Timing

/// The form in which nearly all JSON messages of crossings come: no spaces, members in the order of docs/protocol.md,
/// as `FeedEncoder` writes them. Such a message is compared with what is expected, at a fraction of the cost.
///
/// Another form is no fault: the general reader takes it, or says what is wrong.
struct UsualCrossings {
    private static let beginning: StaticString = "{\"v\":1,\"type\":\"crossings\",\"decoder\":"
    private var heads = UsualHeads()

    /// Reads a message; nil where it has another form, or a value that cannot be.
    /// - Parameter crossings: takes what is in it, from an empty list on; of no use where the answer is nil.
    @inline(__always)
    mutating func read(_ bytes: UnsafeRawBufferPointer, into crossings: inout [Crossing]) -> FeedMessage? {
        guard let place = heads.place(of: bytes, decoderAt: Self.beginning.utf8CodeUnitCount),
            let length = heads.length(of: place, beginning: bytes) ?? readHead(of: bytes, at: place),
            var text = ExpectedText(bytes, from: length)
        else { return nil }
        let (decoder, epoch) = (heads[place].decoder, heads[place].epoch)
        repeat {
            guard crossings.count < FeedDecoder.maximumCrossings,
                let crossing = Self.crossing(&text, of: decoder, in: epoch)
            else { return nil }
            crossings.append(crossing)
        } while text.take(",")
        guard text.take("]}"), text.isAtEnd else { return nil }
        return .crossings(decoder: decoder, epoch: epoch)
    }

    /// - Returns: how long the message's beginning is; nil where it has another form.
    private mutating func readHead(of bytes: UnsafeRawBufferPointer, at place: Int) -> Int? {
        guard var text = ExpectedText(bytes), text.take(Self.beginning),
            let decoder = text.integer(1...4_294_967_295),
            text.take(",\"epoch\":"), let epoch = text.integer(0...FeedDecoder.maximumInteger),
            text.take(",\"crossings\":[")
        else { return nil }
        let length = text.taken(of: bytes)
        heads.keep(
            UnsafeRawBufferPointer(rebasing: bytes[..<length]), at: place, decoder: UInt32(decoder),
            epoch: UInt64(epoch))
        return length
    }

    /// Reads one crossing. It moves a copy of the text, which the compiler keeps in registers, and puts it back.
    @inline(__always)
    private static func crossing(_ text: inout ExpectedText, of decoder: UInt32, in epoch: UInt64) -> Crossing? {
        var rest = text
        guard rest.take("{\"number\":"), let number = rest.integer(1...FeedDecoder.maximumInteger - 1),
            rest.take(",\"timeUs\":"), let stamp = rest.integer(0...FeedDecoder.maximumInteger),
            rest.take(",\"loop\":"), let loop = rest.shortInteger(0...65535),
            rest.take(",\"transponder\":"), let transponder = rest.integer(1...4_294_967_295)
        else { return nil }
        var driver: Int64 = 0
        if rest.take(",\"driver\":") {
            guard let told = rest.shortInteger(0...255) else { return nil }
            driver = told
        }
        let isEstimated = rest.take(",\"estimated\":true")
        guard rest.take("}") else { return nil }
        text = rest
        return Crossing(
            id: CrossingID(decoder: decoder, epoch: epoch, number: UInt64(number)), stamp: stamp,
            transponder: Transponder(UInt32(transponder)), loop: LoopID(UInt16(loop)), driver: UInt8(driver),
            isEstimated: isEstimated)
    }
}
