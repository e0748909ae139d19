/// One thing wrong in a file, with its place and its remedy, so that a person can act on it.
public struct Fault: Hashable, Sendable, CustomStringConvertible {
    /// Path of the file as it was asked for, or as the file that refers to it says.
    public let file: String
    /// Counted from 1.
    public let line: Int
    /// Counted from 1.
    public let column: Int
    /// Keys from the top of the file to the value, lists counted from 1: `entries[3].transponders[1]`.
    /// `file` when the fault is the file's as a whole, `yaml` when its text is not YAML.
    public let key: String
    public let found: String
    public let expected: String
    /// What to do about it.
    public let remedy: String

    public init(
        file: String, line: Int, column: Int, key: String, found: String, expected: String, remedy: String
    ) {
        self.file = file
        self.line = line
        self.column = column
        self.key = key
        self.found = found
        self.expected = expected
        self.remedy = remedy
    }

    /// One line, whatever stands in the file: `FILE:LINE:COLUMN: KEY.PATH: found X, expected Y; REMEDY`. The path is in
    /// its shortest form.
    public var description: String {
        shownText("\(tidied(file)):\(line):\(column): \(key): found \(found), expected \(expected); \(remedy)")
    }
}

/// Everything wrong in a file and in the files it refers to.
public struct Faults: Error, Hashable, Sendable, CustomStringConvertible {
    /// Never empty when thrown; file by file, in order of lines.
    public let faults: [Fault]

    public init(faults: [Fault]) {
        self.faults = faults
    }

    /// One fault a line.
    public var description: String {
        faults.map(\.description).joined(separator: "\n")
    }
}

/// The faults found so far, in all files that one answer needs.
final class Findings {
    /// What people will read has to be such that it can be shown. Not of files that were taken before: a recording of
    /// an earlier build is read.
    let demandsShown: Bool

    init(demandsShown: Bool = false) { self.demandsShown = demandsShown }

    private var found: [Fault] = []
    /// The files in the order in which they were opened: the order in which their faults are told.
    private var files: [String] = []
    /// How many each file has; of a file only the first are kept.
    private var counts: [String: Int] = [:]
    private static let mostKept = 1000

    /// In the order in which they were found.
    private(set) var notes: [Note] = []

    func open(_ file: String) {
        if !files.contains(file) {
            files.append(file)
        }
    }

    func add(_ fault: Fault) {
        open(fault.file)
        counts[fault.file, default: 0] += 1
        if !isFull(fault.file) { found.append(fault) }
    }

    /// One more, of which nothing is told.
    func count(_ file: String) { counts[file, default: 0] += 1 }

    /// More of this file need not be told: nobody reads them.
    func isFull(_ file: String) -> Bool { counts[file, default: 0] > Self.mostKept }

    func add(_ note: Note) {
        if !notes.contains(note) { notes.append(note) }
    }

    var faults: [Fault] {
        files.flatMap { file in
            found.filter { $0.file == file }
                .sorted { ($0.line, $0.column, $0.key) < ($1.line, $1.column, $1.key) } + left(of: file)
        }
    }

    private func left(of file: String) -> [Fault] {
        guard isFull(file), let count = counts[file] else { return [] }
        return [
            Fault(
                file: file, line: 1, column: 1, key: "file", found: "\(count - Self.mostKept) more faults",
                expected: "a file of Lapwing's", remedy: "mend these first, and check again")
        ]
    }

    /// The value that was read, or what is wrong with it.
    func answer<Value>(_ value: Value?) throws(Faults) -> Value {
        guard let value, found.isEmpty else {
            throw Faults(faults: faults)
        }
        return value
    }
}
