import Foundation
import Testing

/// What the daemon says of its session, and what the commands read in its journal.
extension RunningDaemon {
    /// The journal alone gives the daemon's result, byte for byte, and explains the car as it does.
    func agrees(withJournal journal: String, explaining car: String) async throws {
        // Without a feed the session's time goes on by itself, once a second.
        var (asked, alone) = ("", "")
        for _ in 1...20 {
            asked = try await results().text
            alone = try await Self.classified(journal, in: folder)
            if Self.time(asked) == Self.time(alone) { break }
        }
        #expect(Self.unnamed(asked) == Self.unnamed(alone))
        let told = try await lapwing("explain", "--query", stand.query, "--car", car, "--json", in: folder).well()
        let read = try await lapwing("explain", "--recording", journal, "--car", car, "--json", in: folder).well()
        #expect(Self.placeless(told.text) == Self.placeless(read.text))
    }

    /// The same of its only session, where it has taken acts.
    func agrees(withJournals directory: String) async throws {
        guard let session = try? Self.session(ofJournals: directory), try await status().inputs.acts > 0,
            let car = try await results().rows.first?.number
        else { return }
        try await agrees(withJournal: session, explaining: car)
    }

    /// The journal's export, which says the same as the journal.
    static func exported(_ journal: String, cars: [String], in folder: Folder) async throws -> Recorded {
        let directory = folder.newPath("export")
        try await lapwing("journal", "export", journal, directory, in: folder).well()
        let (read, again) = (try await classified(journal, in: folder), try await classified(directory, in: folder))
        #expect(read == again)
        for car in cars {
            let told = try await lapwing("explain", "--recording", journal, "--car", car, "--json", in: folder).well()
            let read = try await lapwing("explain", "--recording", directory, "--car", car, "--json", in: folder).well()
            #expect(placeless(told.text) == placeless(read.text))
        }
        return try Recorded(directory)
    }

    static func classified(_ directory: String, in folder: Folder) async throws -> String {
        try await lapwing("classify", directory, "--format", "json", in: folder).well().text
    }

    /// Without the names of the publication, which a journal alone does not have.
    private static func unnamed(_ message: String) -> String {
        message.replacing(#/"epoch":\d+,"seq":\d+/#, with: "", maxReplacements: 1)
    }

    private static func time(_ message: String) -> Substring? {
        message.firstMatch(of: #/"nowMs":(\d+)/#)?.output.1
    }

    /// Without time, and without the files in which the rules are written.
    static func placeless(_ message: String) -> String {
        unnamed(message).replacing(#/"nowMs":\d+/#, with: "").replacing(#/[^"]*event(-\d+)?\.yaml(:\d+)?/#, with: "")
    }

    /// The folder of the session in a journal's directory.
    static func session(ofJournals directory: String) throws -> String {
        func only(_ directory: String) throws -> String {
            let names = try FileManager.default.contentsOfDirectory(atPath: directory)
            guard let name = names.first else { throw Trouble("nothing in \(directory)") }
            return "\(directory)/\(name)"
        }
        return try only(only(directory))
    }
}
