import Foundation
import Testing

/// A journal that was written by an earlier build, killed after the race, with what that build had published.
struct OldJournal: Sendable, CustomTestStringConvertible {
    /// The day of the build, and the folder in `journals`.
    let day: String
    let crossings: Int
    let acts: Int
    /// Of its last delta.
    let sequence: Int
    let epoch: Int
    /// Number, laps and total in milliseconds of each car, in the order of the result.
    let result: [String]

    static let all = [
        // The first build that had a journal.
        OldJournal(
            day: "2026-11-21", crossings: 225, acts: 4, sequence: 229, epoch: 1_796_047_054_371,
            result: [
                "7 9 1213605", "88 9 1214059", "007 9 1220218", "07 9 1224850", "138 9 1226488", "088 9 1321105",
            ])
    ]

    var testDescription: String { "written by the build of \(day)" }

    private var folder: URL { Project.root.appending(path: "Tests/Acceptance/journals/\(day)") }

    var event: String { folder.appending(path: "event.yaml").path }

    /// Puts the session's journal where a daemon looks for it.
    /// - Returns: its folder.
    func copied(to directory: String) throws -> String {
        let event = "\(directory)/simulated-race-at-sepang"
        try FileManager.default.createDirectory(atPath: event, withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: folder.appending(path: "race").path, toPath: "\(event)/race")
        return "\(event)/race"
    }
}
