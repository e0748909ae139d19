import ArgumentParser
import Glibc
import Rulebook

/// `lapwing check`: the faults of a configuration, a line each, and its assumptions.
struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Say what is wrong with configurations, events, circuits, series or entry lists.",
        discussion: """
            One line a fault: FILE:LINE:COLUMN: KEY: found, expected; remedy. Exits 78, as lapwingd does, when there \
            is any.

            Of a sound entry list, event or configuration also the entries without a transponder, as FILE:LINE: KEY: \
            WORDS. They are legal, and not timed until one is assigned.

            Of a sound series or event also, a line each: values that no regulation backs and that the event does not \
            state itself, as FILE:LINE: KEY: assumed VALUE. They are no faults: look them up.
            """)

    @Argument(help: "Files to check; what they refer to is checked too.")
    var files: [String]

    func run() throws {
        var faults = 0
        for file in files {
            let found = check(path: file)
            faults += found.count
            for fault in found { print(fault) }
            guard found.isEmpty else { continue }
            print("\(file): good")
            for note in notes(path: file) { print(note) }
            for assumption in assumptions(path: file) { print(assumption) }
        }
        if faults > 0 { throw ExitCode(EX_CONFIG) }
    }
}
