import Glibc

/// Lines on the standard error stream. Who knocks a thousand times a second does not fill the disk: what is above the
/// rate is counted, and told with the next line.
package struct ErrorLines: Sendable {
    private let name: String
    private let most: Int
    private var second: Int64 = 0
    private var lines = 0
    private var left = 0
    private var complaint: (line: String, at: Int64)?

    /// Milliseconds after which the same complaint is said once more.
    private static let patience: Int64 = 60_000

    /// - Parameters:
    ///   - name: the program or part that speaks; each line begins with it.
    ///   - most: lines a second.
    package init(_ name: String, most: Int = 10) {
        self.name = name
        self.most = most
    }

    /// Says what is tried again and fails again: the same words once a minute.
    package mutating func complain(_ line: String) {
        let now = MachineClock.monotonic
        if let complaint, complaint.line == line, now < complaint.at + Self.patience { return }
        complaint = (line, now)
        say(line)
    }

    package mutating func say(_ line: String) {
        let now = MachineClock.monotonic / 1000
        if now != second { (second, lines) = (now, 0) }
        guard lines < most else {
            left += 1
            return
        }
        lines += 1
        let more = left > 0 ? " (\(left) lines were left out before this one)" : ""
        left = 0
        let bytes = Array("\(name): \(line)\(more)\n".utf8)
        _ = write(2, bytes, bytes.count)
    }
}
