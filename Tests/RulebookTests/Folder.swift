import Foundation
import Rulebook
import Testing
import Timing

/// A folder of files for one test, gone with it.
final class Folder {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent(
            "rulebook-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Writes a file and answers its path.
    @discardableResult
    func write(_ name: String, _ text: String) throws -> String {
        try write(name, Data(text.utf8))
    }

    @discardableResult
    func write(_ name: String, _ bytes: Data) throws -> String {
        let file = URL(fileURLWithPath: path).appendingPathComponent(name)
        try bytes.write(to: file)
        return file.path
    }
}

/// The faults of a text as a file, each without the folder: `x.yaml:2:3: key: found …`.
func faults(_ text: String) throws -> [String] {
    let folder = try Folder()
    return check(path: try folder.write("x.yaml", text)).map { told($0, folder) }
}

func told(_ fault: Fault, _ folder: Folder) -> String {
    fault.description.replacingOccurrences(of: folder.path + "/", with: "")
}

enum Sample {
    static let circuit = """
        name: Sepang
        length: 5543 m
        loops:
          - {id: 1, name: Line, kind: line}
          - {id: 2, name: Sector 1, kind: sector}
          - {id: 3, name: Pit entry, kind: pitEntry}

        """

    static let series = """
        name: Asia
        race:
          duration: 60 min
          classifiedPercent: 75
          classifiedBasis: class

        """

    static let event = """
        event: Sepang 2018
        circuit:
          name: Sepang
          loops:
            - {id: 1, name: Line, kind: line}
        series:
          name: Asia
          race: {duration: 60 min, classifiedPercent: 75, classifiedBasis: class}
        sessions:
          - {id: race1, name: Race 1, kind: race}
          - {id: race2, name: Race 2, kind: race}
        entries:
          - number: 007
            class: GT3
            team: Bond
            transponders: [4711]
            drivers:
              - {id: 1, name: A. Driver, grade: Bronze}

        """

    static let daemon = """
        event: event.yaml
        feeds:
          - {name: stand, connect: "tcp://127.0.0.1:5550"}

        """

    /// The sample with one piece of it replaced, which it must hold.
    static func with(_ sample: String, _ old: String, _ new: String) throws -> String {
        try #require(sample.contains(old), "the sample has no \(old)")
        return sample.replacingOccurrences(of: old, with: new)
    }
}
