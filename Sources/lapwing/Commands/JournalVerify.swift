import ArgumentParser
import Journal
import Timing
import Wire

/// `lapwing journal verify`: checks every hash and every record of a journal, and names faults with their remedy.
struct JournalVerify: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Check every block and every record of a journal.",
        discussion: """
            Exits 1 when a block is not as it was written, a record is not understood, or something that was published \
            is missing. A journal that is being written is checked as far as its writer has promised.
            """)

    @Argument(help: "Directory of the journal.")
    var directory: String

    func run() throws {
        let writer = JournalScan.writer(directory: directory)
        let limit = writer.flatMap { _ in JournalHead.read(directory: directory)?.promised }
        var contents = JournalContents()
        var faults: [String] = []
        let scan = try JournalScan.read(directory: directory, upTo: limit) { payload, place in
            do {
                try JournalRecord.read(payload) { contents.take($0) }
            } catch let refusal as Refusal {
                faults.append("\(directory)/\(place): \(refusal)")
            }
        }
        try scan.refuseNothing(in: directory)
        for segment in scan.segments {
            let file = JournalPlace(segment: segment.number, offset: 0).description.dropLast(2)
            let begun = JournalText.instant(segment.created)
            print("\(file): \(segment.blocks) blocks, \(segment.bytes) bytes, begun \(begun) UTC")
        }
        print("\(scan.segments.count) segments, \(scan.blocks) blocks, \(scan.bytes) bytes")
        for line in contents.lines { print(line) }
        print("ends at \(scan.place), hash \(scan.hash.hexadecimal)")
        if let damage = scan.damage {
            faults.append("\(damage.description)\n  \(advice(damage, scan))")
        }
        faults += standing(scan, writer)
        for fault in faults.prefix(Self.mostTold) {
            for line in "WRONG: \(fault)".split(separator: "\n") { print(line) }
        }
        if faults.count > Self.mostTold { print("WRONG: \(faults.count - Self.mostTold) more") }
        if !faults.isEmpty { throw ExitCode(1) }
        print("good")
    }

    private static let mostTold = 20

    /// Says how the journal was left, and whether that is a fault.
    private func standing(_ scan: JournalScan, _ writer: Int32?) -> [String] {
        if let writer { print("process \(writer) is writing it: read as far as it had promised") }
        guard let head = scan.head else {
            print("no head: a copy. A daemon that goes on with it begins a new epoch")
            return []
        }
        if scan.place < head.promised {
            return [
                "\(directory)/head: \(head.promised) was promised, and the journal ends at \(scan.place): what was "
                    + "published in between is missing here\n  a standby, the feeds' recovery or aside/ may have it; "
                    + "the next start begins a new epoch"
            ]
        }
        guard writer == nil else { return [] }
        if head.isClosed {
            print("closed")
        } else if head.isShort || scan.isShort() {
            print("not closed when the machine went down: the end may be missing. The next start begins a new epoch")
        } else {
            print("not closed: its writer was killed. All that was published is here")
        }
        return []
    }

    private func advice(_ damage: JournalDamage, _ scan: JournalScan) -> String {
        if damage.hasWholeBlocksAfter {
            return "copy the directory before anything else, then look for the same bytes on the standby or a backup; "
                + "lapwingd, started on it, cuts here and keeps the rest in \(directory)/aside"
        }
        let isPromised = scan.head.map { scan.place < $0.promised } ?? false
        return isPromised
            ? "lapwingd, started on it, cuts here and keeps the rest in \(directory)/aside"
            : "an unfinished write of which nothing was published: lapwingd, started on it, sets it aside"
    }
}

/// Counts of a journal's records.
struct JournalContents {
    private var crossings = 0
    private var times = 0
    private var acts = 0
    private var lateTaken = 0
    private var refusedActs = 0
    private var epochs: [EpochRecord] = []
    private var first: Instant?
    private var last: Instant?

    mutating func take(_ record: JournalRecord) {
        switch record {
        case .crossing(let crossing), .late(let crossing):
            note(crossing.at)
            crossings += 1
        case .time(let instant, _):
            note(instant)
            times += 1
        case .act(let act, _):
            note(act.at)
            acts += 1
        case .epoch(let epoch): epochs.append(epoch)
        case .lateTaken(let count, _): lateTaken += count
        case .of(_, let record): take(record)
        case .refused: refusedActs += 1
        case .meeting: acts += 1
        }
    }

    private mutating func note(_ instant: Instant) {
        first = min(first ?? instant, instant)
        last = max(last ?? instant, instant)
    }

    var lines: [String] {
        var lines = ["\(crossings) crossings, \(times) times, \(acts) acts, \(epochs.count) epochs"]
        if lateTaken > 0 { lines.append("\(lateTaken) crossings came late and took effect in batches") }
        if refusedActs > 0 { lines.append("\(refusedActs) acts were refused when their turn came") }
        lines += epochs.map { JournalText.words(.epoch($0)) }
        if let first, let last {
            lines.append(
                "official time \(JournalText.instant(first.milliseconds * 1000)) to "
                    + "\(JournalText.instant(last.milliseconds * 1000)) UTC")
        }
        return lines
    }
}
