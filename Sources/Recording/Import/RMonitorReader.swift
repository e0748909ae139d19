import Timing

/// One record of an RMonitor stream and where it stands.
struct RMonitorRecord {
    let file: String
    let line: Int
    /// The command with its `$`, then the fields without quotes.
    let fields: [String]

    var command: String { fields[0] }

    /// The field of this number, counted from 1 as the protocol does; empty where the record is shorter.
    subscript(field: Int) -> String {
        field < fields.count ? fields[field] : ""
    }

    /// File and line.
    var place: String { "\(file):\(line)" }

    func fault(_ found: String, expected: String) -> ImportFault {
        ImportFault(
            file: file, line: line, found: found, expected: expected,
            remedy: "correct the record, or delete the line where the capture broke off")
    }
}

/// Cuts the text of a stream into records, a line each.
///
/// A quote ends with its line at the latest: one broken record never swallows the next.
struct RMonitorReader {
    private let file: String
    private let lines: [Substring.UTF8View]
    private var place = 0
    /// Lines that are no record at all.
    private(set) var noise = 0
    /// The first day of the lines that a capture puts before what came then: `##2025-04-26 13:58:48.222`.
    private(set) var day: String?
    /// Lines of records whose fields cannot be told apart, crossings excepted: those are faults.
    private(set) var unreadable: [Int] = []

    init(file: String, text: String) {
        self.file = file
        // Not by Character: CR LF is one of those, and Latin-1 has a line end of its own.
        lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { $0 }
    }

    /// The next record; nil at the end.
    /// - Throws: where a `$L` cannot be read.
    mutating func next() throws(ImportFault) -> RMonitorRecord? {
        while place < lines.count {
            let text = String(Substring(lines[place].drop { [0xEF, 0xBB, 0xBF, 0x20, 0x09].contains($0) }))
            place += 1
            guard text.utf8.first == UInt8(ascii: "$") else {
                if text.hasPrefix("##") {
                    let written = String(text.drop { $0 == "#" || $0 == " " }.prefix(10))
                    if ClockText.midnight(written) != nil { day = min(day ?? written, written) }
                    continue
                }
                if text.utf8.contains(where: { $0 > 0x20 }) { noise += 1 }
                continue
            }
            var reader = FieldReader(file: file, text: text)
            do throws(ImportFault) {
                if let record = try reader.next() {
                    return RMonitorRecord(file: file, line: place, fields: record.fields)
                }
            } catch {
                guard !text.hasPrefix("$L,") else {
                    throw ImportFault(
                        file: file, line: place, found: error.found, expected: error.expected,
                        remedy: error.remedy)
                }
                unreadable.append(place)
            }
        }
        return nil
    }
}
