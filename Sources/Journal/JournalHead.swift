import Glibc

/// The contents of the file `head`: how far the writer has promised, and whether it closed the journal.
public struct JournalHead: Hashable, Sendable {
    /// The start of the machine in which it was written; zeros where that was not known.
    public let bootID: [UInt8]
    /// The writer closed the journal, with all of it on the disk.
    public let isClosed: Bool
    /// The journal was found short, and nothing has been written since.
    public let isShort: Bool
    /// The end of the inputs that may have been published.
    public let promised: JournalPlace
    /// The number that the journal's owner keeps there.
    let mark: UInt64

    static let length = 4096
    static let magic: UInt32 = 0x484A_574C
    static let version: UInt32 = 2

    /// A head's file as it was found.
    enum Reading {
        /// There is none, or it is empty.
        case none
        case head(JournalHead)
        /// It is not as a writer leaves it.
        case damaged

        var head: JournalHead? {
            if case .head(let head) = self { return head }
            return nil
        }
    }

    /// The head of a journal; nil where there is none, or one that is not as it was written.
    public static func read(directory: String) -> JournalHead? { found(in: directory).head }

    static func found(in directory: String) -> Reading {
        do throws(JournalError) {
            let bytes = try FileBytes.read("\(directory)/head", most: length)
            if bytes.isEmpty { return .none }
            return bytes.withUnsafeBytes { JournalHead($0) }.map { .head($0) } ?? .damaged
        } catch {
            if case .system(_, _, ENOENT) = error { return .none }
            return .damaged
        }
    }

    init?(_ bytes: UnsafeRawBufferPointer) {
        func number(_ offset: Int) -> UInt32 {
            UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
        }
        func long(_ offset: Int) -> UInt64 {
            UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        }
        guard bytes.count >= HeadField.end, number(HeadField.magic) == Self.magic else { return nil }
        switch number(HeadField.version) {
        case Self.version:
            guard HeadField.check(bytes) == long(HeadField.check),
                let place = HeadField.promise((0..<4).map { long(HeadField.promises + 8 * $0) })
            else { return nil }
            promised = place
        case 1:
            // Of an earlier build, without a check: where ours has one it has nothing.
            guard bytes[HeadField.check..<HeadField.end].allSatisfy({ $0 == 0 }) else { return nil }
            promised = JournalPlace(segment: number(HeadField.segment), offset: long(HeadField.offset))
        default: return nil
        }
        bootID = Array(bytes[HeadField.bootID..<HeadField.isClosed])
        isClosed = number(HeadField.isClosed) == 1
        isShort = number(HeadField.isShort) == 1
        mark = long(HeadField.mark)
    }

    /// Published inputs may be missing in a journal that ends here. A start of the machine that is not known is
    /// another one.
    func isShort(end: JournalPlace, bootID: [UInt8]?) -> Bool {
        isShort || end < promised || (self.bootID != bootID && !isClosed)
    }
}

/// Where the members of a head stand.
enum HeadField {
    static let magic = 0
    static let version = 4
    static let bootID = 8
    static let isClosed = 24
    /// Of version 1 alone, as the offset.
    static let segment = 28
    static let offset = 32
    static let isShort = 40
    static let mark = 48
    /// Of the bytes before it.
    static let check = 56
    /// The promise and its check, twice.
    static let promises = 64
    static let end = 96

    private static let factor: UInt64 = 0x9E37_79B9_7F4A_7C15

    /// Each word changes it, whatever the others are: each step can be undone.
    @inline(__always)
    private static func mixed(_ sum: UInt64, _ word: UInt64) -> UInt64 {
        let product = (sum ^ word) &* factor
        return product ^ (product >> 32)
    }

    static func check(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        (0..<(check / 8)).reduce(factor) { sum, place in
            mixed(sum, UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 8 * place, as: UInt64.self)))
        }
    }

    @inline(__always)
    static func check(ofPromise packed: UInt64) -> UInt64 { mixed(factor, packed) }

    /// The place that two promises, each with its check, state. A writer that is killed leaves one of them with the
    /// check of the other: then the other holds.
    static func promise(_ words: [UInt64]) -> JournalPlace? {
        let checks = [check(ofPromise: words[0]), check(ofPromise: words[2])]
        let areGood = [checks[0] == words[1], checks[1] == words[3]]
        if areGood[0], areGood[1] { return JournalPlace(packed: max(words[0], words[2])) }
        if areGood[0], words[3] == checks[0] { return JournalPlace(packed: words[0]) }
        if areGood[1], words[1] == checks[1] { return JournalPlace(packed: words[2]) }
        return nil
    }
}
