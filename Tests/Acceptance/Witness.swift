import Foundation
import Testing

/// Somebody who looks at the board in a real browser, and notes what the bar says, and when.
final class Witness {
    /// What was seen from an instant on.
    struct Sight {
        let at: Date
        /// LIVE, LATE, NODATA, or how the session ended.
        let word: String
        /// The whole table looks old.
        let isGrey: Bool
        /// The rest of the line: session and id.
        let rest: String
    }

    private let child: Child
    private let folder: Folder
    private let file: String

    /// - Parameter hasBrokenLines: connections that fail are part of the test, and no error of the page.
    init(_ url: String, in folder: Folder, hasBrokenLines: Bool = false) throws {
        self.folder = folder
        file = folder.newPath("until")
        let options = ["--until", file, "--lapwing", try Project.program("lapwing").path]
        child = try Child(
            Project.python,
            [Project.client("board_witness.py"), url] + options + (hasBrokenLines ? ["--broken-lines"] : []), in: folder
        )
    }

    deinit { child.kill() }

    /// All that was seen, in its order.
    var sights: [Sight] {
        child.text.split(separator: "\n").compactMap { line in
            let parts = line.split(separator: " ", maxSplits: 2).map(String.init)
            guard parts.count == 3, let seconds = Double(parts[0]) else { return nil }
            let isGrey = parts[2].hasPrefix("grey ")
            return Sight(
                at: Date(timeIntervalSince1970: seconds), word: parts[1], isGrey: isGrey,
                rest: isGrey ? String(parts[2].dropFirst(5)) : parts[2])
        }
    }

    /// Waits until something is seen, after an instant. Returns how many seconds after it.
    @discardableResult
    func sees(
        after instant: Date = .distantPast, within seconds: Double = 20, _ isIt: (Sight) -> Bool
    ) async throws -> Double {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while true {
            if let sight = sights.first(where: { $0.at >= instant && isIt($0) }) {
                return sight.at.timeIntervalSince(instant)
            }
            guard child.isRunning, ContinuousClock.now < deadline else {
                throw Trouble(
                    "not seen within \(seconds) s:\n\(child.text.suffix(2000))\(child.errorText.suffix(2000))")
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// The line is cut at an instant: the page says so in three seconds, and is grey after ten.
    func seesItCut(at instant: Date) async throws {
        let late = try await sees(after: instant, within: 8) { $0.word == "LATE" }
        let grey = try await sees(after: instant, within: 16) { $0.word == "NODATA" && $0.isGrey }
        // A page that draws four times a second, on a machine that has other things to do.
        #expect(late < 4.5 && (8.5...12.5).contains(grey), "late after \(late) s, grey after \(grey) s")
    }

    /// Has it compare the page with the results of a daemon, cell by cell; it ends then.
    func compares(with daemon: RunningDaemon, session: String? = nil) async throws {
        let told = [daemon.stand.query, session].compactMap(\.self).joined(separator: " ")
        try Data(told.utf8).write(to: URL(filePath: file), options: .atomic)
        let ended = try await child.ended(within: 60)
        #expect(ended.status == 0 && ended.text.contains("compared"), "\(ended.text.suffix(2000))\(ended.errors)")
    }
}
