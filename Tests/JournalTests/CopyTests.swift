import Journal
import Testing

@Suite("A copy of a journal")
struct CopyTests {
    @Test("so many bytes before the end is a place of the segment that has them")
    func beforeEnd() throws {
        let folder = Folder()
        let reader = JournalReader(directory: folder.path)
        #expect(reader.place(beforeEnd: 10) == .beginning)
        _ = try Journal.open(directory: folder.path) { _, _ in }
        try folder.write([UInt8](repeating: 0, count: 100), to: "000001.lwj")
        try folder.write([UInt8](repeating: 0, count: 30), to: "000002.lwj")
        #expect(reader.place(beforeEnd: 0) == JournalPlace(segment: 2, offset: 30))
        #expect(reader.place(beforeEnd: 30) == JournalPlace(segment: 2, offset: 0))
        #expect(reader.place(beforeEnd: 31) == JournalPlace(segment: 1, offset: 99))
        #expect(reader.place(beforeEnd: 130) == .beginning && reader.place(beforeEnd: 1 << 40) == .beginning)
    }

    @Test("read and copied in pieces of any size, broken off at any time, it is the same byte for byte")
    func pieces() throws {
        for seed in 1...25 as ClosedRange<UInt64> {
            var dice = Dice(seed)
            let folder = Folder()
            let target = Folder()
            let reader = JournalReader(directory: folder.path)
            var journal = try Journal.open(
                directory: folder.path, options: JournalOptions(segmentBytes: 500)
            ) { _, _ in }
            var written: [[UInt8]] = []
            var seen: [[UInt8]] = []
            var copy = try JournalCopy.open(directory: target.path)
            for _ in 0..<dice.roll(5...60) {
                for _ in 0..<dice.roll(0...4) {
                    written.append(dice.bytes(1...300))
                    journal.write(written[written.count - 1])
                }
                for _ in 0..<dice.roll(0...6) {
                    let most = dice.roll(1...400)
                    let part = try reader.read(from: copy.place, most: most, upTo: journal.progress.committed)
                    #expect(part.bytes.count <= most)
                    try part.bytes.withUnsafeBytes { bytes in
                        try copy.append(bytes, at: part.place) { payload, _ in seen.append(Array(payload)) }
                    }
                }
                if dice.roll(0...9) == 0 {
                    _ = consume copy
                    seen = []
                    copy = try JournalCopy.open(directory: target.path) { payload, _ in seen.append(Array(payload)) }
                }
            }
            while true {
                let part = try reader.read(from: copy.place, most: 1000, upTo: journal.progress.committed)
                if part.bytes.isEmpty { break }
                try part.bytes.withUnsafeBytes { bytes in
                    try copy.append(bytes, at: part.place) { payload, _ in seen.append(Array(payload)) }
                }
            }
            #expect(seen == written)
            #expect(copy.hash == journal.hash && copy.place == journal.place)
            #expect(copy.syncer.sync().synced == copy.place)
            #expect(target.segments == folder.segments)
            for name in folder.segments { #expect(target.bytes(name) == folder.bytes(name)) }
        }
    }

    @Test("a changed byte is refused with the place of its block, and the copy goes on from there")
    func changed() throws {
        let folder = Folder()
        let payloads = try written(to: folder, blocks: 6, segmentBytes: 4000)
        let whole = folder.bytes("000001.lwj")
        for offset in whole.indices {
            let target = Folder()
            var copy = try JournalCopy.open(directory: target.path)
            var bytes = whole
            bytes[offset] ^= 4
            var blocks = 0
            let error = #expect(throws: JournalError.self) {
                try bytes.withUnsafeBytes { try copy.append($0, at: .beginning) { _, _ in blocks += 1 } }
                // A length that reaches beyond waits for so much more.
                let more = [UInt8](repeating: 0, count: 1 << 19)
                try more.withUnsafeBytes { try copy.append($0, at: copy.place) }
            }
            #expect(error != nil)
            #expect(blocks < payloads.count)
            try #require(copy.place.offset <= UInt64(offset))
            let rest = Array(whole[Int(copy.place.offset)...])
            try rest.withUnsafeBytes { try copy.append($0, at: copy.place) }
            #expect(target.bytes("000001.lwj") == whole)
        }
    }

    @Test("bytes that do not continue are refused, and told where they should")
    func gaps() throws {
        let folder = Folder()
        _ = try written(to: folder, blocks: 12)
        let target = Folder()
        var copy = try JournalCopy.open(directory: target.path)
        let first = folder.bytes("000001.lwj")
        let second = folder.bytes("000002.lwj")
        func refusal(_ bytes: [UInt8], _ segment: UInt32, _ offset: UInt64) -> String? {
            let place = JournalPlace(segment: segment, offset: offset)
            do {
                try bytes.withUnsafeBytes { try copy.append($0, at: place) }
                return nil
            } catch { return "\(error)" }
        }
        #expect(refusal(second, 2, 0)?.contains("do not continue") == true)
        #expect(refusal(Array(first[64...]), 1, 64)?.contains("ask for 000001.lwj:0") == true)
        #expect(refusal(first, 1, 0) == nil)
        #expect(refusal(first, 1, 0)?.contains("do not continue") == true)
        #expect(refusal(second, 3, 0)?.contains("do not continue") == true)
        #expect(refusal(folder.bytes("000003.lwj"), 2, 0)?.contains("does not follow") == true)
        #expect(refusal(second, 2, 0) == nil)
        let end = copy.place
        let ahead = #expect(throws: JournalError.self) {
            _ = try JournalReader(directory: folder.path).read(from: end, most: 10, upTo: .beginning)
        }
        #expect(ahead?.description.contains("have parted") == true)
    }

    @Test("a copy goes on as a journal of its own, and knows that it may be short")
    func takingOver() throws {
        for bytes in [0, 30, 64, 80, 150, 399] {
            let folder = Folder()
            let payloads = try written(to: folder, blocks: 12)
            let target = Folder()
            var copy = try JournalCopy.open(directory: target.path)
            let first = folder.bytes("000001.lwj")
            let second = folder.bytes("000002.lwj")
            try first.withUnsafeBytes { try copy.append($0, at: .beginning) }
            let part = Array(second[..<min(bytes, second.count)])
            try part.withUnsafeBytes { try copy.append($0, at: JournalPlace(segment: 2, offset: 0)) }
            var journal = try copy.becomeJournal(options: JournalOptions(segmentBytes: 400))
            #expect(journal.found.isShort && !journal.found.isNew)
            journal.write([1, 2, 3])
            #expect(journal.state == .ok)
            journal.close()
            let (found, read) = try reopened(target)
            #expect(!found.isShort && found.cut == nil && found.hash == journal.hash)
            #expect(read.payloads.last == [1, 2, 3])
            #expect(payloads.starts(with: read.payloads.dropLast()))
        }
    }

    @Test("a full disk is told, nothing is lost by it, and the same bytes are taken when there is room")
    func fullDisk() throws {
        let folder = Folder()
        _ = try written(to: folder, blocks: 6, segmentBytes: 4000)
        let whole = folder.bytes("000001.lwj")
        let disk = Disk()
        let target = Folder()
        var copy = try JournalCopy.open(directory: target.path, storage: disk.storage)
        disk.set { $0.room = 100 }
        #expect(throws: JournalError.self) { try whole.withUnsafeBytes { try copy.append($0, at: .beginning) } }
        #expect(copy.place == .beginning)
        disk.set { $0.room = nil }
        try whole.withUnsafeBytes { try copy.append($0, at: .beginning) }
        #expect(target.bytes("000001.lwj") == whole)
    }

    @Test("a reader says the hash of the block that ends at a place, and none where nothing ends")
    func hashes() throws {
        let folder = Folder()
        var journal = try Journal.open(
            directory: folder.path, options: JournalOptions(segmentBytes: 300)
        ) { _, _ in }
        var hashes = [journal.place: journal.hash]
        for number in 0..<12 as Range<UInt8> {
            journal.write([UInt8](repeating: number, count: 50))
            hashes[journal.place] = journal.hash
        }
        let reader = JournalReader(directory: folder.path)
        for (place, hash) in hashes { #expect(try reader.hash(endingAt: place) == hash) }
        for offset in 0..<folder.bytes("000002.lwj").count {
            let place = JournalPlace(segment: 2, offset: UInt64(offset))
            if offset != 64 { #expect(try reader.hash(endingAt: place) == hashes[place]) }
        }
        for place in [(0, 0), (2, UInt64.max), (2, 1 << 40), (99, 64), (UInt32.max, 64)] as [(UInt32, UInt64)] {
            #expect(try reader.hash(endingAt: JournalPlace(segment: place.0, offset: place.1)) == nil)
        }
    }

    @Test("a fingerprint is another for other bytes")
    func fingerprint() {
        #expect(Fingerprint.of([]).count == 16)
        #expect(Fingerprint.of([1]) != Fingerprint.of([2]))
        // BLAKE2b of 16 bytes, as `b2sum -l 128` prints it.
        let known: [UInt8] = [
            0xCF, 0x4A, 0xB7, 0x91, 0xC6, 0x2B, 0x8D, 0x2B, 0x21, 0x09, 0xC9, 0x02, 0x75, 0x28, 0x78, 0x16,
        ]
        #expect(Fingerprint.of(Array("abc".utf8)) == known)
    }
}
