import Foundation
import Testing

/// Where things are: the package, its programs, and the races that lie beside it.
enum Project {
    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The recorded session that is in the repository, under its own licence.
    static let sebring = root.appending(
        path: "Tests/RecordingTests/Races/sebring-2009/2009-sebring-alms-session-5.txt"
    ).path

    /// Real races that are beside the project, and may not be in it.
    static let races = root.appending(path: "../shared/data").standardizedFileURL

    /// Says, once and on the standard output too, when the real races are not there.
    static let hasRaces: Bool = {
        let isThere = FileManager.default.fileExists(atPath: races.path)
        if !isThere { print("NOTE: \(races.path) is absent: acceptance tests on real races are skipped") }
        return isThere
    }()

    static let absence: Comment = "needs the real races in ../shared/data, which are not there"

    /// Folder of the release programs: LAPWING_BIN, or where `scripts/test` builds them.
    static let programs: URL = {
        if let given = ProcessInfo.processInfo.environment["LAPWING_BIN"], !given.isEmpty {
            return URL(filePath: given, directoryHint: .isDirectory)
        }
        return root.appending(path: ".build/release", directoryHint: .isDirectory)
    }()

    /// A program under test.
    static func program(_ name: String) throws -> URL {
        let url = programs.appending(path: name)
        guard FileManager.default.isExecutableFile(atPath: url.path) else {
            throw Trouble("\(url.path) is not there: run scripts/test, which builds it, or set LAPWING_BIN")
        }
        return url
    }

    /// The file of axe-core, which checks pages for those who cannot see them: LAPWING_AXE, as `scripts/axe-core`
    /// prints it. Nil, and said once, where it is not to be had.
    static let axe: String? = {
        let given = ProcessInfo.processInfo.environment["LAPWING_AXE"] ?? ""
        if given.isEmpty { print("NOTE: LAPWING_AXE is not set: the board is not checked with axe-core") }
        return given.isEmpty ? nil : given
    }()

    /// The Python that Debian brings, with which a stranger would write a client.
    static let python = URL(filePath: "/usr/bin/python3")

    /// The checks of the unit under a real systemd, to be run by bash.
    static let unitChecks = root.appending(path: "Tests/Acceptance/unit/run").path

    /// A program of `examples`, to be run by `python`.
    static func example(_ name: String) -> String { root.appending(path: "examples/\(name)").path }

    /// A program of the clients' folder, to be run by `python`.
    static func client(_ name: String) -> String {
        root.appending(path: "Tests/Acceptance/clients/\(name)").path
    }
}

/// What went wrong in a test's surroundings.
struct Trouble: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
