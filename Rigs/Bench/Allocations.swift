import ArgumentParser
import Foundation
import Recording
import Timing
import Wire

/// How often a crossing asks the heap for memory, from the bytes of the feed to those of its delta.
///
/// Counted while the race runs, from a tenth of it on: tables and logs still grow, now and then.
struct Allocations: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Count what a crossing asks of the heap.")

    @Option var cars = 60
    @Option var hours = 1
    @Option(help: "Fail where it asks more often than this file of results says is held.") var held: String?

    func run() throws {
        let counted = try CountedPass.inFolder(nil) { folder in
            try CountedPass.write(BenchRace(cars: cars, hours: hours), to: folder)
            return try Self.count(folder)
        }
        var table = BudgetTable()
        let held = try held.map { try HeldAllocations(file: $0) }
        let isHeld = counted.add(to: &table, held: held)
        print(table.text)
        guard isHeld else { throw ExitCode.failure }
    }

    /// Lets this program take the race again with a counter before the C library.
    private static func count(_ folder: String) throws -> CountedAllocations {
        let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let counter = (own as NSString).deletingLastPathComponent + "/libcountedallocations.so"
        guard FileManager.default.fileExists(atPath: counter) else {
            throw ValidationError("there is no \(counter): swift build -c release --product countedallocations")
        }
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: own)
        process.arguments = ["counted-pass", folder, "--allocations"]
        process.environment = ProcessInfo.processInfo.environment.merging(["LD_PRELOAD": counter]) { $1 }
        process.standardOutput = pipe
        try process.run()
        let said = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0, let counted = CountedAllocations(line: said) else {
            throw ValidationError("the pass was not counted: \(said)")
        }
        return counted
    }
}

extension CountedPass {
    /// Takes each crossing from its bytes and makes its delta; what was asked of the heap meanwhile.
    static func countAllocations(
        _ path: String, _ timekeeper: inout Timekeeper, _ publication: inout Publication
    ) throws -> CountedAllocations {
        guard let symbol = dlsym(nil, "lapwing_allocations") else {
            throw ValidationError("libcountedallocations.so is not loaded")
        }
        let asked = unsafeBitCast(symbol, to: (@convention(c) () -> UInt64).self)
        let bytes = try TextFile.read(path)
        let writer = ByteWriter(capacity: 1 << 16)
        var decoder = FeedDecoder()
        var counted = CountedAllocations()
        try bytes.withUnsafeBytes { bytes in
            for place in stride(from: 0, to: bytes.count, by: lengthOfMessage) {
                let before = asked()
                _ = try decoder.decode(UnsafeRawBufferPointer(rebasing: bytes[place..<place + lengthOfMessage]))
                for crossing in decoder.crossings {
                    let effect = timekeeper.apply(crossing)
                    publication.delta(of: .crossing(crossing), effect, in: timekeeper, to: writer)
                }
                let times = Int(asked() - before)
                if place > bytes.count / 10, timekeeper.phase == .running { counted.note(times) }
            }
        }
        return counted
    }
}
