import ArgumentParser
import Foundation
import Linux
import Recording
import Rulebook
import Timing
import Wire
import ZeroMQ

/// A crowd of browsers on the board's server, beside the daemon on the same machine.
struct WebFigures: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "web", abstract: "Measure what a crowd of browsers gets of the board, and what it costs.")

    @Option(help: "Browsers that read from the beginning.")
    var readers = 8000

    @Option(help: "Browsers that join within ten seconds of the measurement.")
    var joining = 2000

    @Option(help: "Browsers that are connected and read nothing.")
    var frozen = 20

    @Option(help: "Crossings a second.")
    var rate = 34

    @Option(help: "Seconds of each measurement.")
    var seconds = 40

    @Option(help: "Folder of lapwingd and lapwing-web; that of this program when not given.")
    var bin: String?

    private static let port = 18_080

    func run() throws {
        Context.takeAllDescriptors()
        let programs = Programs.folder(bin)
        let race = BenchRace(cars: 60, hours: 1)
        let folder = NSTemporaryDirectory() + "lapwing-bench-\(getpid())"
        try TextFile.makeDirectory(folder)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try TextFile.write(Array(race.event.yaml(notes: []).utf8), to: "\(folder)/event.yaml")
        let line = try BenchLine()
        let daemon = try BenchDaemon.start(programs, on: line, in: folder)
        let web = try start(programs, line)
        defer {
            for process in [web, daemon] {
                process.terminate()
                process.waitUntilExit()
            }
        }
        try line.awaitMiddle()
        try line.command(race.start)
        let count = rate * seconds
        var table = BudgetTable()
        // Some laps, so that rows are as large as in a race.
        let before = race.messages.prefix(4000)
        _ = try line.pace(before, perSecond: 2000)
        let alone = try line.pace(race.messages.dropFirst(before.count).prefix(count), perSecond: rate)
        table.add("lapwingd without browsers", figure: alone.text, ratio: "1.00", bar: "", isMet: nil)
        try crowd(
            race.messages.dropFirst(before.count + count).prefix(count), line, web, alone, race.session.id, &table)
        print(table.text)
    }

    private func start(_ programs: String, _ line: BenchLine) throws -> Process {
        let process = Process()
        process.standardError = FileHandle.nullDevice
        process.executableURL = URL(fileURLWithPath: "\(programs)/lapwing-web")
        process.arguments = [
            "--publication", line.publicationAddress, "--query", line.queryAddress, "--listen",
            "127.0.0.1:\(Self.port)",
        ]
        try process.run()
        return process
    }

    private func crowd(
        _ messages: ArraySlice<[UInt8]>, _ line: BenchLine, _ web: Process, _ alone: Latency, _ session: String,
        _ table: inout BudgetTable
    ) throws {
        let deltas = SeenDeltas(line.publicationAddress)
        defer { deltas.stop() }
        let browsers = Browsers(Self.port, session, deltas)
        try browsers.open(readers, perSecond: 2000)
        try browsers.open(frozen, perSecond: 100, isFrozen: true)
        try browsers.with { $0.isMeasuring = true }
        let (served, asked) = (ProcessorTime.of(web.processIdentifier), ProcessorTime.of(getpid()))
        let joined = Thread { try? browsers.open(joining, perSecond: max(20, joining / 10)) }
        joined.start()
        let latency = try line.pace(messages, perSecond: rate)
        let (serving, asking) = (
            ProcessorTime.of(web.processIdentifier) - served, ProcessorTime.of(getpid()) - asked
        )
        let (delays, joins, spread, failures, ticks) = try browsers.with {
            ($0.delays, $0.joins, $0.spread, $0.failures, $0.ticks.count)
        }
        let tail = BrowserFigures.part(99, of: delays)
        let text = "p50 \(BrowserFigures.part(50, of: delays)) ms, p99 \(tail) ms"
        table.add(
            "from a delta to \(readers + joining) browsers, \(ticks) ticks", figure: text, ratio: nil, bar: "≤ 500 ms",
            isMet: tail <= 500)
        table.add(
            "from the first to the last of them",
            figure: "p50 \(BudgetTable.fixed(spread.middle, 0)) ms, at most "
                + "\(BudgetTable.fixed(spread.most, 0)) ms", ratio: nil, bar: "≤ 250 ms", isMet: spread.most <= 250)
        table.add(
            "\(joins.reduce(0, +)) that join have the board", figure: "p99 \(BrowserFigures.part(99, of: joins)) ms",
            ratio: nil, bar: "", isMet: nil)
        let counts = try status()
        table.add(
            "frozen ones cut, readers that failed", figure: "\(counts["cut"] ?? 0) of \(frozen), \(failures)",
            ratio: nil,
            bar: "all, 0", isMet: counts["cut"] ?? 0 >= frozen && failures == 0)
        let resident = BenchDaemon.resident(of: web)
        table.add(
            "lapwing-web with them",
            figure: "\(resident / 1024) MB resident, \(Self.share(serving, seconds)) of a processor; the browsers "
                + Self.share(asking, seconds), ratio: nil, bar: "≤ 500 MB", isMet: resident <= 500 * 1024)
        table.add(
            "lapwingd with them", figure: latency.text, ratio: BudgetTable.fixed(latency.middle / alone.middle, 2),
            bar: "", isMet: nil)
    }

    private static func share(_ time: Double, _ seconds: Int) -> String {
        "\(BudgetTable.fixed(time * 100 / Double(seconds), 0)) %"
    }

    /// The counts of the server's status.
    private func status() throws -> [String: Int] {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = UInt16(Self.port).bigEndian
        name.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let connected = withUnsafePointer(to: &name) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { throw ValidationError("lapwing-web does not answer") }
        let question = Array("GET /status HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n".utf8)
        _ = send(descriptor, question, question.count, 0)
        var (answer, block) = ([UInt8](), [UInt8](repeating: 0, count: 4096))
        while case let count = recv(descriptor, &block, block.count, 0), count > 0 { answer += block[..<count] }
        guard let body = answer.firstIndex(of: UInt8(ascii: "{")),
            case .object(let members)? = try JSON(Array(answer[body...]))["counts"]
        else { return [:] }
        return Dictionary(members.map { ($0.name, Int($0.value.integer ?? 0)) }) { first, _ in first }
    }
}
