/// The timing systems whose files are imported, each by the word that `lapwing import` takes.
public enum TimingSystem: String, CaseIterable, Sendable {
    case alkamel, tsl, swisstiming, rmonitor

    var name: String {
        switch self {
        case .alkamel: "Al Kamel"
        case .tsl: "TSL"
        case .swisstiming: "Swiss Timing"
        case .rmonitor: "RMonitor"
        }
    }

    /// Columns that together only files of the system have, a set a kind of file, by their letters and digits.
    private var signatures: [Set<String>] {
        switch self {
        case .alkamel:
            [["number", "drivernumber", "lapnumber"], ["number", "gapfirst", "gapprevious"]]
        case .tsl: [["nr", "driverorteam", "lapnumber"], ["pos", "no", "fastestlap", "fastlapno"]]
        case .swisstiming: [["bib", "sector1time"], ["nr", "daytimein", "daytimeout"], ["rank", "bib", "lapcount"]]
        case .rmonitor: []
        }
    }

    /// The system that a file is of; nil where it has the marks of none.
    static func of(_ text: String, file: String) -> TimingSystem? {
        if isStream(text) { return .rmonitor }
        var reader = FieldReader(file: file, text: text)
        guard let head = try? reader.next() else { return nil }
        let columns = Set(head.fields.map(Table.plain))
        return allCases.first { $0.signatures.contains { $0.isSubset(of: columns) } }
    }

    /// Records as `$G,…` among the first lines.
    private static func isStream(_ text: String) -> Bool {
        let lines = text.utf8.prefix(4096).split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
        return lines.prefix(20).contains { line in
            let record = line.drop { $0 == UInt8(ascii: " ") }
            guard record.first == UInt8(ascii: "$"), let comma = record.firstIndex(of: UInt8(ascii: ",")) else {
                return false
            }
            let letters = record[record.index(after: record.startIndex)..<comma]
            return (1...4).contains(letters.count)
                && letters.allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
        }
    }

    /// Refuses a file of another system, with the command that reads it.
    func check(_ files: [(name: String, text: String)]) throws(ImportFault) {
        for file in files {
            guard let other = Self.of(file.text, file: file.name), other != self else { continue }
            throw ImportFault(
                file: file.name, line: 1, found: "a file of \(other.name)", expected: "files of \(name)",
                remedy: "import it as what it is: lapwing import \(other.rawValue) \(file.name)")
        }
    }
}
