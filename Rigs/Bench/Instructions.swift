import ArgumentParser
import Foundation
import Recording

/// Instructions of the core a crossing, counted by `valgrind --tool=callgrind`: they repeat to a percent on a busy
/// machine.
struct Instructions: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Count the core's instructions a crossing, where valgrind is.")

    @Option var cars = 60
    @Option(help: "Where the races are written, and kept, each in a folder of its hours.") var keep: String?
    @Option(help: "Only 1 h, and fail where a crossing costs 5 % more than this file of results says is held.")
    var held: String?

    func run() throws {
        guard Self.valgrind != nil else { throw ValidationError("there is no valgrind: install Debian's package") }
        var table = BudgetTable()
        if let held {
            let held = try HeldInstructions(file: held)
            let isHeld = try CountedPass.inFolder(keep) { folder in
                held.compare(try Self.count(folder, cars, hours: 1), &table)
            }
            print(table.text)
            guard isHeld else { throw ExitCode.failure }
        } else {
            try Self.measure(cars: cars, keeping: keep, into: &table)
            print(table.text)
        }
    }

    /// Rows of the races of 1 and 24 hours; none where there is no valgrind.
    static func measure(cars: Int, keeping kept: String? = nil, into table: inout BudgetTable) throws {
        guard valgrind != nil else { return }
        try CountedPass.inFolder(kept) { folder in
            var first: Double?
            for hours in [1, 24] {
                let counts = try count(folder, cars, hours: hours)
                let (core, delta) = (counts.core, counts.delta)
                table.add(
                    "the core alone, \(cars) cars, \(hours) h",
                    figure: "\(BudgetTable.grouped(core)) instructions/crossing",
                    ratio: first.map { BudgetTable.fixed(core / $0, 2) }, bar: "≤ 2,000, ≤ 1.1 × of 1 h",
                    isMet: core <= 2000 && core <= 1.1 * (first ?? core))
                table.add(absentOf: counts, hours: hours)
                table.add(
                    "the delta besides, \(hours) h",
                    figure: "\(BudgetTable.grouped(delta)) instructions/crossing", ratio: nil, bar: "≤ 1,500",
                    isMet: delta <= 1500)
                table.add(
                    "a recording read to its end, \(hours) h",
                    figure: "\(BudgetTable.grouped(counts.recorded)) instructions/crossing", ratio: nil, bar: "≤ 4,000",
                    isMet: counts.recorded <= 4000)
                first = first ?? core
            }
        }
    }

    /// A crossing's, of a race of so many hours.
    private static func count(_ folder: String, _ cars: Int, hours: Int) throws -> InstructionCounts {
        guard let valgrind else { throw ValidationError("there is no valgrind") }
        let race = BenchRace(cars: cars, hours: hours)
        let own = "\(folder)/\(hours)h"
        try CountedPass.write(race, to: own)
        let program = try stripped(in: folder)
        func count(_ more: [String], of function: String) throws -> Double {
            let all = try Self.count(valgrind, [program, "counted-pass", own] + more, of: function)
            return all / Double(race.crossings.count)
        }
        let core = try count([], of: "CountedPass*4take")
        return InstructionCounts(
            core: core, withAbsent: try count(["--absent"], of: "CountedPass*4take"),
            delta: try count(["--encoding"], of: "CountedPass*12takeEncoding") - core,
            recorded: try count(["--recording"], of: "CountedPass*9readToEnd"))
    }

    private static var valgrind: String? { program("valgrind") }

    private static func program(_ name: String) -> String? {
        let folders = ProcessInfo.processInfo.environment["PATH"] ?? ""
        return folders.split(separator: ":").map { "\($0)/\(name)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// This program without what it knows for a debugger: valgrind reads minutes long of it. Its own path where nothing
    /// strips it.
    private static func stripped(in folder: String) throws -> String {
        let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        guard let strip = program("strip") else { return own }
        _ = try run(strip, ["--strip-debug", "-o", "\(folder)/bench", own])
        return "\(folder)/bench"
    }

    private static func count(_ valgrind: String, _ arguments: [String], of function: String) throws -> Double {
        let options = ["--tool=callgrind", "--callgrind-out-file=/dev/null", "--toggle-collect=*\(function)*"]
        let said = try run(valgrind, options + arguments)
        let words = said.split(separator: "\n").first { $0.contains("Collected :") }?.split(separator: " ")
        guard let count = words?.last.flatMap({ Double($0) }), count > 0 else {
            throw ValidationError("valgrind counted nothing:\n\(said)")
        }
        return count
    }

    /// What the program says on its standard error.
    private static func run(_ program: String, _ arguments: [String]) throws -> String {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.standardError = pipe
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        let said = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let text = String(decoding: said, as: UTF8.self)
        guard process.terminationStatus == 0 else { throw ValidationError("\(program) failed:\n\(text)") }
        return text
    }
}
