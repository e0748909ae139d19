import Foundation
import Recording

/// A real race that lies beside the project, and may not be in it.
enum RealRace {
    private static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "../shared/data/gtwc-asia").standardizedFileURL

    static let isPresent = FileManager.default.fileExists(atPath: folder.path)

    static func gtwcAsia() throws -> Recording {
        let files = try ["race2-classification.csv", "race2-sector-analysis.csv"].map { name in
            (name, try String(contentsOf: folder.appending(path: name), encoding: .utf8))
        }
        return try TSLImport.read(files: files, options: ImportOptions(date: "2024-06-16")).recording
    }
}
