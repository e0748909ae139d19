import ArgumentParser
import Rulebook

/// `lapwing check`: what is wrong with a configuration, a line a fault.
struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say what is wrong with configurations, events, circuits or series.",
        discussion: "One line a fault: FILE:LINE:COLUMN: KEY: found, expected; remedy. Exits 1 when there is any.")

    @Argument(help: "Files to check; what they refer to is checked too.")
    var files: [String]

    func run() throws {
        var faults = 0
        for file in files {
            let found = check(path: file)
            faults += found.count
            for fault in found { print(fault) }
            if found.isEmpty { print("\(file): good") }
        }
        if faults > 0 { throw ExitCode(1) }
    }
}
