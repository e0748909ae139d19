import ArgumentParser
import Glibc
import Journal
import Recording
import Timing
import Wire

/// `lapwing journal`: the contents of a session's journal, and whether they are as they were written.
struct JournalFiles: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "journal", abstract: "Check a journal, show it, or make a recording of it.",
        discussion: """
            DIR is the directory of a meeting, <journal>/<event>/meeting, or of one session that was run alone, \
            <journal>/<event>/<session>. Nothing in it is changed, and the daemon may be writing there.
            """,
        subcommands: [JournalVerify.self, JournalDump.self, JournalExport.self])
}

/// `lapwing journal export`: a recording of a journal.
struct JournalExport: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Make a recording of a journal: its crossings and commands in order of time, and how far time went.")

    @Argument(help: "Directory of the journal.")
    var directory: String

    @Argument(help: "Directory to write, event.yaml and recording.jsonl; or say it with -o.")
    var folder: String?

    @Option(name: .shortAndLong, help: "Directory to write.")
    var output: String?

    @Option(help: "Which session, where it is the journal of a meeting.")
    var session: String?

    func validate() throws {
        guard (folder == nil) != (output == nil) else {
            throw ValidationError("say once where to write: lapwing journal export \(directory) -o OUT")
        }
    }

    func run() throws {
        let output = output ?? folder ?? ""
        let recording = try FoldedRecording(directory, session: session).timed
        try recording.write(directory: output, notes: ["From the journal \(directory)."])
        print("\(output): \(recording.crossings.count) crossings, \(recording.acts.count) acts")
    }
}

/// `lapwing journal dump`: every record, a line each.
struct JournalDump: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dump", abstract: "Print every record of a journal, a line each.")

    @Argument(help: "Directory of the journal.")
    var directory: String

    @ArgumentParser.Flag(
        help: "JSON, a line each: crossings and commands as docs/protocol.md has them, with their place.")
    var json = false

    func run() throws {
        let scan = try JournalScan.read(directory: directory) { payload, place in
            try JournalRecord.read(payload) { record in
                if json { return printJSON(line(record.json, place)) }
                Swift.print("\(place)\t\(JournalText.words(record).printable)")
            }
        }
        try scan.refuseNothing(in: directory)
        if let damage = scan.damage, JournalScan.writer(directory: directory) == nil { throw Failure("\(damage)") }
    }

    private func line(_ record: JSON, _ place: JournalPlace) -> String {
        guard case .object(let members) = record else { return "" }
        let json = JSON.object(members + [.init("place", .string(place.description))])
        return String(decoding: json.bytes, as: UTF8.self)
    }
}

extension JournalScan {
    /// A folder that holds no journal has no fault either: it must not pass for a good one.
    func refuseNothing(in directory: String) throws(Failure) {
        guard segments.isEmpty, head == nil, damage == nil else { return }
        throw Failure(
            "\(directory): found no journal, expected segments like 000001.lwj; give the directory of a meeting, "
                + "<journal>/<event>/meeting, or of one session, <journal>/<event>/<session>")
    }
}

/// Records of a journal in words.
enum JournalText {
    static func words(_ record: JournalRecord) -> String {
        switch record {
        case .crossing(let crossing): return words(crossing)
        case .late(let crossing): return "\(words(crossing)), came late and waits"
        case .lateTaken(let count, let instant):
            return "\(self.instant(instant.milliseconds * 1000)) \(count) late crossings take effect"
        case .time(let instant, let decoder):
            return "\(self.instant(instant.milliseconds * 1000)) time "
                + (decoder == 0 ? "of the daemon's clock" : "of decoder \(decoder)")
        case .act(let act, let speaker): return "\(words(act)) (key: \(speaker))"
        case .epoch(let epoch):
            let previous = epoch.previousEpoch.map { " after \($0)" } ?? ""
            return "epoch \(epoch.epoch)\(previous) from delta \(epoch.firstSequence): \(epoch.cause); session "
                + "\(epoch.session), event \(epoch.event), program \(epoch.program)"
        case .of(let session, let record): return "\(session): \(words(record))"
        case .meeting(let act, let speaker):
            return "meeting: \(String(decoding: act.json(speaker: speaker).bytes, as: UTF8.self))"
        case .refused(let act): return "act \(act) was refused when its turn came"
        }
    }

    private static func words(_ crossing: Crossing) -> String {
        let driver = crossing.driver == 0 ? "" : " driver \(crossing.driver)"
        return "\(instant(crossing.stamp)) crossing \(crossing.id.decoder)/\(crossing.id.epoch)/\(crossing.id.number) "
            + "loop \(crossing.loop.value) transponder \(crossing.transponder.value)\(driver)"
            + (crossing.isEstimated ? " estimated" : "")
    }

    private static func words(_ act: Act) -> String {
        let words = ActText.words(act.kind, for: act.concerning)
        return "\(instant(act.at.milliseconds * 1000)) act \(act.id) by \(act.by): \(words)"
    }

    /// `2018-05-19 06:15:12.345678`, UTC.
    static func instant(_ microseconds: Int64) -> String {
        var seconds = time_t(microseconds / 1_000_000)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        func two(_ value: Int32) -> String { value < 10 ? "0\(value)" : "\(value)" }
        let fraction = String(microseconds % 1_000_000 + 1_000_000).dropFirst()
        return "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday)) "
            + "\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec)).\(fraction)"
    }
}
