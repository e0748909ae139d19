/// A place in a journal: a byte of one of its segments. Places are in the order of writing.
public struct JournalPlace: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The segment's number, from 1; 0 before the first.
    public var segment: UInt32
    /// Bytes from the beginning of the segment's file.
    public var offset: UInt64

    public init(segment: UInt32, offset: UInt64) {
        self.segment = segment
        self.offset = offset
    }

    /// Where a journal begins: the first byte of the first segment.
    public static let beginning = JournalPlace(segment: 1, offset: 0)

    /// So many bytes on, in the same segment.
    public func after(_ bytes: UInt64) -> JournalPlace { JournalPlace(segment: segment, offset: offset + bytes) }

    /// Whether what begins here follows what ends there: there is nothing between.
    public func follows(_ end: JournalPlace) -> Bool {
        self == end || segment == end.segment + 1 && offset == UInt64(SegmentHeader.length)
    }

    public static func < (left: JournalPlace, right: JournalPlace) -> Bool {
        (left.segment, left.offset) < (right.segment, right.offset)
    }

    /// `000001.lwj:64`
    public var description: String { "\(SegmentName.file(segment)):\(offset)" }

    /// Both numbers in one, as an atomic holds them: 24 bits of segment, 40 bits of offset.
    init(packed: UInt64) {
        self.init(segment: UInt32(packed >> 40), offset: packed & 0xFF_FFFF_FFFF)
    }

    var packed: UInt64 { UInt64(segment) << 40 | offset }
}

/// The names of a journal's files.
enum SegmentName {
    static let ending = ".lwj"

    static func file(_ number: UInt32) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 6 - digits.count)) + digits + ending
    }

    /// The number of a segment's file; nil for any other file.
    static func number(_ name: String) -> UInt32? {
        guard name.hasSuffix(ending), let number = UInt32(name.dropLast(ending.count)), number > 0 else { return nil }
        return file(number) == name ? number : nil
    }
}
