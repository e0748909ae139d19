#if canImport(Glibc)
    private import Glibc
#endif

/// How the messages of boxes begin, up to their crossings. Those of a box begin all alike while its epoch lasts: the
/// beginning is compared with that of its last message, and not read again.
struct UsualHeads {
    /// What the beginning of a box's messages says.
    struct Head {
        /// How long it is; zero where none is known.
        fileprivate var length = 0
        fileprivate(set) var decoder: UInt32 = 0
        fileprivate(set) var epoch: UInt64 = 0
    }

    private static let mostHeads = 64
    /// No beginning is longer: its names take 59 characters, its two numbers 26 at most.
    private static let mostCharacters = 96

    private var heads = [Head](repeating: Head(), count: mostHeads)
    /// As they were read, one after the other.
    private var texts = [UInt8](repeating: 0, count: mostHeads * mostCharacters)

    @inline(__always)
    subscript(place: Int) -> Head { heads[place] }

    /// Where the head of a message would lie, by the characters from its decoder's number on. Other messages may
    /// have the same place: then each of them is read.
    @inline(__always)
    func place(of message: UnsafeRawBufferPointer, decoderAt offset: Int) -> Int? {
        guard message.count >= offset + 8 else { return nil }
        let text = message.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        return Int(truncatingIfNeeded: (text &* 0x9E37_79B9_7F4A_7C15) >> 58)
    }

    /// How long the message's beginning is, where it is the one that lies at this place.
    @inline(__always)
    func length(of place: Int, beginning message: UnsafeRawBufferPointer) -> Int? {
        let length = heads[place].length
        guard length > 0, length <= message.count, let start = message.baseAddress else { return nil }
        let isSame = texts.withUnsafeBufferPointer { texts in
            texts.baseAddress.map { memcmp($0 + place * Self.mostCharacters, start, length) == 0 } ?? false
        }
        return isSame ? length : nil
    }

    /// Keeps a beginning that was read.
    mutating func keep(_ text: UnsafeRawBufferPointer, at place: Int, decoder: UInt32, epoch: UInt64) {
        guard text.count <= Self.mostCharacters else { return }
        for index in text.indices { texts[place * Self.mostCharacters + index] = text[index] }
        heads[place] = Head(length: text.count, decoder: decoder, epoch: epoch)
    }
}
