/// The bytes of a ring's file: a head, and records of crossings, 64 bytes each, little-endian, with their own checksum.
enum RingRecord {
    static let size = 64
    private static let magic: UInt64 = 0x3152_4E49_5257_4C00  // "\0LWRINR1"

    static func head(_ history: FedHistory) -> [UInt8] {
        var bytes = Bytes()
        bytes.put(magic)
        bytes.put(history.epoch)
        bytes.put(history.decoder)
        bytes.put(UInt32(clamping: history.capacity))
        bytes.put(history.box)
        bytes.put(UInt32(history.begin == nil ? 0 : 1))
        bytes.put(history.begin ?? 0)
        return bytes.sealed(by: 0)
    }

    /// Nil where it is damaged.
    static func history(_ bytes: ArraySlice<UInt8>) -> FedHistory? {
        guard var bytes = Bytes(bytes, sealedBy: 0), bytes.take(UInt64.self) == magic else { return nil }
        let epoch = bytes.take(UInt64.self)
        let decoder = bytes.take(UInt32.self)
        let capacity = bytes.take(UInt32.self)
        let box = bytes.take(UInt32.self)
        let hasBegin = bytes.take(UInt32.self) == 1
        let begin = bytes.take(UInt64.self)
        return FedHistory(
            decoder: decoder, epoch: epoch, box: box, begin: hasBegin ? begin : nil, capacity: Int(capacity))
    }

    static func bytes(_ crossing: FedCrossing, epoch: UInt64) -> [UInt8] {
        var bytes = Bytes()
        bytes.put(crossing.number)
        bytes.put(crossing.passing)
        bytes.put(crossing.stamp)
        bytes.put(crossing.boxTime)
        bytes.put(crossing.transponder)
        bytes.put(crossing.loop)
        bytes.put(crossing.driver)
        bytes.put(UInt8(crossing.isEstimated ? 1 : 0))
        bytes.put(crossing.hits)
        bytes.put(crossing.strength)
        return bytes.sealed(by: epoch)
    }

    /// Nil where it is damaged, was never written, or is of another epoch.
    static func crossing(_ bytes: ArraySlice<UInt8>, epoch: UInt64) -> FedCrossing? {
        guard var bytes = Bytes(bytes, sealedBy: epoch) else { return nil }
        let number = bytes.take(UInt64.self)
        let passing = bytes.take(UInt64.self)
        let stamp = bytes.take(Int64.self)
        let boxTime = bytes.take(Int64.self)
        let transponder = bytes.take(UInt32.self)
        var crossing = FedCrossing(
            stamp: stamp, boxTime: boxTime, transponder: transponder, loop: bytes.take(UInt16.self))
        (crossing.number, crossing.passing) = (number, passing)
        crossing.driver = bytes.take(UInt8.self)
        crossing.isEstimated = bytes.take(UInt8.self) == 1
        crossing.hits = bytes.take(UInt16.self)
        crossing.strength = bytes.take(UInt16.self)
        return number > 0 ? crossing : nil
    }

    /// 60 bytes and their checksum.
    private struct Bytes {
        private var bytes: [UInt8] = []
        private var place = 0

        init() {}

        init?(_ slice: ArraySlice<UInt8>, sealedBy epoch: UInt64) {
            guard slice.count == RingRecord.size else { return nil }
            bytes = Array(slice)
            place = 60
            let found = take(UInt32.self)
            place = 0
            guard found == Self.checksum(bytes[..<60], epoch) else { return nil }
        }

        mutating func put(_ number: some FixedWidthInteger) {
            withUnsafeBytes(of: number.littleEndian) { bytes += $0 }
        }

        mutating func take<Number: FixedWidthInteger>(_ type: Number.Type) -> Number {
            defer { place += MemoryLayout<Number>.size }
            let from = place
            return bytes.withUnsafeBytes { Number(littleEndian: $0.loadUnaligned(fromByteOffset: from, as: type)) }
        }

        mutating func sealed(by epoch: UInt64) -> [UInt8] {
            bytes += [UInt8](repeating: 0, count: 60 - bytes.count)
            put(Self.checksum(bytes[...], epoch))
            return bytes
        }

        /// FNV-1a: against torn writes. Never 0, so that an empty record is none.
        private static func checksum(_ bytes: ArraySlice<UInt8>, _ epoch: UInt64) -> UInt32 {
            var sum = withUnsafeBytes(of: epoch.littleEndian) { $0.reduce(UInt32(2_166_136_261), Self.step) }
            sum = bytes.reduce(sum, Self.step)
            return max(1, sum)
        }

        private static func step(_ sum: UInt32, _ byte: UInt8) -> UInt32 { (sum ^ UInt32(byte)) &* 16_777_619 }
    }
}
