import Timing

/// Reads the times of a file, and keeps what is no time to say so afterwards.
struct UnreadTimes {
    private var sentences: [String] = []
    private var more = 0
    /// So many are told one by one.
    private static let most = 20

    /// A time; nil where the field is empty or is none, which is kept.
    mutating func time(_ column: String, _ row: Table.Row) -> Milliseconds? {
        let text = row[column]
        if ClockText.isNone(text) { return nil }
        if let time = ClockText.milliseconds(text) { return time }
        if sentences.count < Self.most {
            sentences.append("\(row.place): \(column) \"\(text)\" is no time such as 1:02:03.004 and is left out.")
        } else {
            more += 1
        }
        return nil
    }

    func note(in notes: inout [String]) {
        notes += sentences
        notes.note(more, "more time(s) cannot be read and are left out.")
    }
}
