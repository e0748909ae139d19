import Foundation
import Testing

/// A race that tests play: from real files, or simulated.
enum Race: Sendable, CustomTestStringConvertible {
    /// GT World Challenge Asia, race 2: timed by TSL.
    case asia
    /// A race of IMSA, timed by Al Kamel, by the name of its files.
    case imsa(String)
    /// A session at Sebring, timed by IMSA as RMonitor tells it: the real one that every clone has.
    case sebring
    /// A race of our own simulator, by its seed.
    case simulated(UInt64)
    /// The same over 24 hours.
    case simulatedDay(UInt64)

    static let limeRock = Race.imsa("2021-lime-rock-park")

    /// A real one, where there are any, and a simulated one.
    static let oneOfEach: [Race] = Project.hasRaces ? [.asia, .simulated(77)] : [.simulated(77)]

    var testDescription: String {
        switch self {
        case .asia: "GT World Challenge Asia, race 2"
        case .imsa(let name): name
        case .sebring: "Sebring 2009"
        case .simulated(let seed): "simulated, seed \(seed)"
        case .simulatedDay(let seed): "24 hours simulated, seed \(seed)"
        }
    }

    /// The race as a recording, made by the command line.
    func recorded(in folder: Folder) async throws -> Recorded {
        let directory = folder.newPath("race")
        switch self {
        case .asia:
            // The files have no day. Any will do, but that of the noise in the tests of bad input, which is in 1970.
            try await lapwing(
                "import", "tsl", OfficialSheet.asiaSectors.path, OfficialSheet.asiaClassification.path,
                "-o", directory, "--duration", "60 min", "--date", "2025-01-01", in: folder
            ).well()
        case .imsa(let name):
            try await lapwing(
                "import", "alkamel", OfficialSheet.imsaLaps(name).path, OfficialSheet.imsaResults(name).path,
                "-o", directory, in: folder
            ).well()
        case .sebring:
            try await lapwing("import", "rmonitor", Project.sebring, "-o", directory, in: folder).well()
        case .simulated(let seed):
            try await lapwing("simulate", "-o", directory, "--seed", "\(seed)", in: folder).well()
        case .simulatedDay(let seed):
            try await lapwing(
                "simulate", "-o", directory, "--seed", "\(seed)", "--duration", "1440 min", in: folder
            ).well()
        }
        return try Recorded(directory)
    }
}

/// A recording in its folder (docs/protocol.md, section 5).
struct Recorded {
    let directory: String
    let crossings: Int
    let acts: Int

    /// What the imported and the simulated races call their only session.
    let session = "race"

    var event: String { "\(directory)/event.yaml" }
    var file: String { "\(directory)/recording.jsonl" }

    init(_ directory: String) throws {
        struct Line: Decodable {
            struct Nothing: Decodable {}
            let type: String
            let crossings: [Nothing]?
        }
        self.directory = directory
        let text = try String(contentsOfFile: "\(directory)/recording.jsonl", encoding: .utf8)
        let lines = try text.split(separator: "\n").map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
        crossings = lines.reduce(0) { $0 + ($1.crossings?.count ?? 0) }
        acts = lines.count { $0.type == "command" }
        guard crossings > 0, acts > 0 else { throw Trouble("\(directory): an empty recording") }
    }

    /// The journal in whose place the recording stands.
    init(_ export: String, journal: String) throws {
        let exported = try Recorded(export)
        (directory, crossings, acts) = (journal, exported.crossings, exported.acts)
    }

    /// The classification by the core alone.
    func classified(in folder: Folder) async throws -> RaceResults {
        try RaceResults(try await lapwing("classify", directory, "--format", "json", in: folder).well().text)
    }
}
