import Glibc
import Journal
import Timing
import Wire

/// Journals: after any damage to the files, the bytes read are those written, as far as the journal is whole.
extension Door {
    static func takeBlock(_ bytes: UnsafeRawBufferPointer) throws(Broken) {
        let writer = ByteWriter(capacity: 256)
        var records: [JournalRecord] = []
        let isWhole = try read(bytes) { records.append($0) }
        for record in records {
            record.append(to: writer)
            _ = try json(record.json.bytes)
        }
        var again: [JournalRecord] = []
        let isReadAgain = try writer.bytes.reading { bytes throws(Broken) in try read(bytes) { again.append($0) } }
        try demand(isReadAgain && again == records, "records read otherwise when written: \(records), \(again)")
        try demand(isWhole || !records.isEmpty || bytes.count > 0, "nothing at all is refused")
    }

    /// False where the block is refused.
    private static func read(
        _ bytes: UnsafeRawBufferPointer, _ body: (JournalRecord) -> Void
    ) throws(Broken) -> Bool {
        do {
            try JournalRecord.read(bytes, body)
            return true
        } catch let refusal as Refusal {
            let isSaid = try accepted { () throws(Refusal) -> Bool in throw refusal }
            return isSaid ?? false
        } catch {
            throw Broken(description: "\(error)")
        }
    }

    static func takePairTalk(_ bytes: UnsafeRawBufferPointer) throws(Broken) {
        if let request = try accepted({ () throws(Refusal) in try PairRequest(bytes) }) {
            let again = try? request.bytes.reading { bytes throws(Refusal) in try PairRequest(bytes) }
            try demand(again == request, "\(request) reads otherwise when written")
        }
        guard let answer = try accepted({ () throws(Refusal) in try PairAnswer(bytes) }) else { return }
        let written = answer.bytes
        let again = try? written.reading { bytes throws(Refusal) in try PairAnswer(bytes) }
        try demand(again?.bytes == written, "\(answer) reads otherwise when written")
    }

    // MARK: A directory

    static func takeJournal(_ bytes: UnsafeRawBufferPointer) throws(Broken) {
        let directory = Scratch.emptied("journal")
        let before = SampleJournal.payloads
        var damage = SampleJournal.Damage(bytes)
        for (name, bytes) in damage.done(to: SampleJournal.files) {
            try Scratch.write(bytes, to: "\(directory)/\(name)")
        }
        damage.put(into: directory)
        var read: [[UInt8]] = []
        let scan: JournalScan
        do throws(JournalError) {
            scan = try JournalScan.read(directory: directory) { payload, _ in read.append(Array(payload)) }
        } catch {
            return try demand(!error.description.isEmpty, "a journal is refused without a word")
        }
        try demand(scan.blocks == read.count, "\(scan.blocks) blocks counted, \(read.count) handed over")
        try demand(before.starts(with: read), "what is read was not written")
        var opened: [[UInt8]] = []
        do throws(JournalError) {
            var journal = try Journal.open(directory: directory) { payload, _ in opened.append(Array(payload)) }
            Array("one more".utf8).withUnsafeBytes { journal.append($0) }
            journal.commit()
            journal.close()
        } catch {
            return try demandRemedied(directory, error)
        }
        try demand(opened == read, "a journal opened for writing is not the one that was read")
        try demandSecondStart(directory)
        var after: [[UInt8]] = []
        let again = try? JournalScan.read(directory: directory) { payload, _ in after.append(Array(payload)) }
        try demand(again?.damage == nil && after == read + [Array("one more".utf8)], "a mended journal is not whole")
    }
}

extension Door {
    /// Once what the refusal asks for has been done, it is not given again.
    private static func demandRemedied(_ directory: String, _ first: JournalError) throws(Broken) {
        var refusal = first
        let away = Scratch.emptied("away")
        // A folder or a pipe in the place of each file, at most.
        for count in 0..<12 {
            try demand(!refusal.description.isEmpty, "a journal is refused without a word")
            guard case .noFile(let path) = refusal else { return }
            guard rename(path, "\(away)/\(count)") == 0 else {
                throw Broken(description: "\(path) cannot be moved away, as is asked for")
            }
            do throws(JournalError) {
                _ = try Journal.open(directory: directory) { _, _ in }
                return
            } catch {
                try demand(error.description != refusal.description, "the same refusal after its remedy: \(error)")
                refusal = error
            }
        }
    }

    /// Whatever was found the first time, the second start finds a journal in order.
    private static func demandSecondStart(_ directory: String) throws(Broken) {
        do throws(JournalError) {
            let journal = try Journal.open(directory: directory) { _, _ in }
            let found = journal.found
            guard !found.isShort, found.cut == nil, !found.isHeadDamaged else {
                throw JournalError.noFile(path: "short or damaged once more: \(found)")
            }
        } catch {
            throw Broken(description: "a journal that was opened is not opened again: \(error)")
        }
    }
}

/// A journal of some segments, and possible damage to it.
enum SampleJournal {
    static let payloads: [[UInt8]] = (1...12).map { number in
        Array("block \(number) ".utf8) + [UInt8](repeating: UInt8(number), count: 10 * number)
    }

    /// Its files by name.
    static let files: [(name: String, bytes: [UInt8])] = {
        let directory = Scratch.emptied("sample")
        guard
            var journal = try? Journal.open(
                directory: directory, options: JournalOptions(segmentBytes: 400), visit: { _, _ in })
        else { return [] }
        for payload in payloads {
            payload.withUnsafeBytes { journal.append($0) }
            journal.commit()
        }
        journal.close()
        return (["head"] + (1...9).map { "00000\($0).lwj" }).compactMap { name in
            contents("\(directory)/\(name)").map { (name, $0) }
        }
    }()

    private static func contents(_ path: String) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 1 << 13)
        let count = Glibc.read(descriptor, &bytes, bytes.count)
        return count < 0 ? nil : Array(bytes[..<count])
    }

    /// The damage to the files, as the bytes say.
    struct Damage {
        private let bytes: UnsafeRawBufferPointer
        private var place = 0
        /// Names that a pipe gets, or a folder.
        private var others: [(name: String, isPipe: Bool)] = []

        init(_ bytes: UnsafeRawBufferPointer) {
            self.bytes = bytes
        }

        private mutating func byte() -> Int {
            guard place < bytes.count else { return 0 }
            place += 1
            return Int(bytes[place - 1])
        }

        mutating func done(to files: [(name: String, bytes: [UInt8])]) -> [(name: String, bytes: [UInt8])] {
            var files = files
            while place < bytes.count, !files.isEmpty {
                let what = byte()
                let which = byte() % files.count
                let count = files[which].bytes.count
                let offset = min(byte() << 8 | byte(), count)
                switch what % 9 {
                case 8: others.append((files.remove(at: which).name, offset.isMultiple(of: 2)))
                case 0: files[which].bytes.removeLast(count - offset)
                case 1: if offset < count { files[which].bytes[offset] = UInt8(byte()) }
                case 2: files[which].bytes.insert(contentsOf: taken(), at: offset)
                case 3: files.remove(at: which)
                case 4: files[which].bytes = files[byte() % files.count].bytes
                case 5: files[which].bytes.replaceSubrange(offset..<min(offset + byte(), count), with: [])
                case 6: files[which].bytes = taken()
                default: files[which].bytes += taken()
                }
            }
            return files
        }

        func put(into directory: String) {
            for (name, isPipe) in others {
                _ = isPipe ? mkfifo("\(directory)/\(name)", 0o600) : mkdir("\(directory)/\(name)", 0o700)
            }
        }

        /// Some of the bytes as they are.
        private mutating func taken() -> [UInt8] {
            (0..<min(byte(), bytes.count - place)).map { _ in UInt8(byte()) }
        }
    }
}
