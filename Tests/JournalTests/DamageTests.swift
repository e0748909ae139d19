import Journal
import Testing

@Suite("A damaged journal")
struct DamageTests {
    @Test("whichever byte of it has changed is found, in the block or the header that holds it")
    func everyByte() throws {
        let folder = Folder()
        _ = try written(to: folder, blocks: 12)
        var starts: [JournalPlace] = []
        let whole = try JournalScan.read(directory: folder.path) { _, place in starts.append(place) }
        #expect(whole.damage == nil && starts.count == 12)
        for (index, name) in folder.segments.enumerated() {
            let bytes = folder.bytes(name)
            for offset in bytes.indices {
                var changed = bytes
                changed[offset] ^= UInt8(1 << (offset % 8))
                try folder.write(changed, to: name)
                let byte = JournalPlace(segment: UInt32(index + 1), offset: UInt64(offset))
                let start = offset < 64 ? JournalPlace(segment: byte.segment, offset: 0) : starts.last { $0 <= byte }
                do {
                    let scan = try JournalScan.read(directory: folder.path) { _, _ in }
                    #expect(scan.damage?.place == start, "\(byte)")
                    // The last block has nothing behind it; nor has a header's only block anything to be checked by.
                    let behind = starts.filter { $0 > byte }.count
                    if behind > 1 { #expect(scan.damage?.hasWholeBlocksAfter == true, "\(byte)") }
                    if behind == 0 { #expect(scan.damage?.hasWholeBlocksAfter == false, "\(byte)") }
                } catch {
                    Issue.record("\(byte): \(error)")
                }
            }
            try folder.write(bytes, to: name)
        }
    }

    @Test("cut off at any byte, the whole blocks before are there and the rest lies aside")
    func everyLength() throws {
        let folder = Folder()
        let payloads = try written(to: folder, blocks: 10, segmentBytes: 100_000, closed: false)
        let bytes = folder.bytes("000001.lwj")
        var ends = [64]
        for payload in payloads { ends.append(ends[ends.count - 1] + 40 + payload.count) }
        for length in 0..<bytes.count {
            let cut = try folder.copied()
            try cut.write(Array(bytes[..<length]), to: "000001.lwj")
            let (found, read) = try reopened(cut)
            let blocks = ends.lastIndex { $0 <= length } ?? 0
            let end = length < 64 ? 0 : ends[blocks]
            #expect(read.payloads == Array(payloads[..<blocks]), "\(length)")
            #expect(found.isShort, "\(length): the head has promised more")
            #expect(found.cut?.damage.bytes ?? 0 == UInt64(length - end), "\(length)")
            #expect(found.cut?.damage.hasWholeBlocksAfter != true, "\(length)")
            let kept = cut.names(in: "aside")
            #expect(kept.flatMap { cut.bytes("aside/\($0)") } == Array(bytes[end..<length]), "\(length)")
            // Once more: now there is nothing to cut, but it is as short as before.
            let again = try reopened(cut)
            #expect(again.found.cut == nil && again.found.isShort && again.read == read, "\(length)")
        }
    }

    @Test("damage in the middle is told with its place, and all behind it is kept aside, segments too")
    func middle() throws {
        let folder = Folder()
        let payloads = try written(to: folder, blocks: 30)
        let names = folder.segments
        let all = names.map { folder.bytes($0) }
        var starts: [JournalPlace] = []
        _ = try JournalScan.read(directory: folder.path) { _, place in starts.append(place) }
        let block = try #require(starts.firstIndex { $0.segment == 3 && $0.offset > 64 })
        var changed = all[2]
        changed[Int(starts[block].offset) + 41] ^= 0x80
        try folder.write(changed, to: names[2])

        let (found, read) = try reopened(folder)
        let cut = try #require(found.cut)
        #expect(read.payloads == Array(payloads[..<block]))
        #expect(cut.damage.place == starts[block] && cut.damage.kind == .hash)
        #expect(cut.damage.hasWholeBlocksAfter && found.isShort)
        let message =
            "\(folder.file(names[2])):\(starts[block].offset): a block that has changed since it was written; "
        #expect(cut.description.hasPrefix(message))
        #expect(folder.segments == Array(names[..<3]))
        let kept = Array(changed[Int(starts[block].offset)...]) + all[3...].flatMap { $0 }
        #expect(folder.names(in: "aside").flatMap { folder.bytes("aside/\($0)") } == kept)
        #expect(cut.damage.bytes == UInt64(kept.count))
        // It goes on from there.
        var journal = try Journal.open(
            directory: folder.path, options: JournalOptions(segmentBytes: 400)
        ) { _, _ in }
        for payload in payloads[block...] { journal.write(payload) }
        journal.close()
        let again = try reopened(folder)
        #expect(again.read.payloads == payloads && !again.found.isShort && again.found.cut == nil)
    }

    @Test("a segment that is not there is told by its name, and those behind it are kept aside")
    func missing() throws {
        let folder = Folder()
        _ = try written(to: folder, blocks: 30)
        let later = folder.segments.dropFirst(2).flatMap { folder.bytes($0) }
        try folder.remove("000002.lwj")
        let (found, _) = try reopened(folder)
        let cut = try #require(found.cut)
        #expect(cut.damage.kind == .missing && cut.damage.path == folder.file("000002.lwj"))
        #expect(cut.damage.hasWholeBlocksAfter && found.isShort)
        #expect(folder.segments == ["000001.lwj"])
        #expect(folder.names(in: "aside").flatMap { folder.bytes("aside/\($0)") } == later)
    }

    @Test("zeros at the end, as a power cut leaves them, are an unfinished write")
    func zeros() throws {
        let folder = Folder()
        let payloads = try written(to: folder, blocks: 3, segmentBytes: 4000)
        try folder.write(folder.bytes("000001.lwj") + [UInt8](repeating: 0, count: 4096), to: "000001.lwj")
        let (found, read) = try reopened(folder)
        #expect(read.payloads == payloads && !found.isShort)
        #expect(found.cut?.damage.kind == .noBlock && found.cut?.damage.hasWholeBlocksAfter == false)
    }

    @Test("arbitrary bytes for a journal's files are cut, whatever they are")
    func noise() throws {
        var dice = Dice(11)
        for _ in 0..<60 {
            let folder = Folder()
            let payloads = try written(to: folder, blocks: 8, seed: UInt64(dice.roll(1...1000)))
            for name in folder.segments + ["head", "lock"] where dice.roll(0...1) == 0 {
                var bytes = folder.bytes(name)
                let from = dice.roll(0...bytes.count)
                bytes.replaceSubrange(min(from, bytes.count)..., with: dice.bytes(0...200))
                try folder.write(bytes, to: name)
            }
            let (found, read) = try reopened(folder)
            #expect(payloads.starts(with: read.payloads))
            let again = try reopened(folder)
            #expect(again.read == read && again.found.cut == nil)
            #expect(again.found.hash == found.hash || found.blocks == 0)
        }
    }
}
