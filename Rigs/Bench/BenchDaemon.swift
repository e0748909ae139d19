import Foundation
import Recording

/// The daemon that is measured, as its own process with a journal.
enum BenchDaemon {
    /// - Parameters:
    ///   - session: the one that it runs alone; nil: the whole event, or its only session.
    ///   - folder: holds `event.yaml`, and the journal afterwards.
    static func start(
        _ programs: String, on line: BenchLine, in folder: String, limits: [String: String] = [:]
    ) throws -> Process {
        let limits = ["feedQueue": "1000000", "publicationQueue": "1000000"].merging(limits) { $1 }
        let configuration = """
            event: event.yaml
            feeds:
              - name: bench
                connect: \(line.feedAddress)
            publication: \(line.publicationAddress)
            query: \(line.queryAddress)
            control: \(line.controlAddress)
            journal:
              directory: \(folder)/journal
            limits: {\(limits.map { "\($0.key): \($0.value)" }.joined(separator: ", "))}
            """
        try TextFile.write(Array(configuration.utf8), to: "\(folder)/lapwing.yaml")
        let process = Process()
        process.standardError = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.executableURL = URL(fileURLWithPath: "\(programs)/lapwingd")
        process.arguments = ["--config", "\(folder)/lapwing.yaml"]
        try process.run()
        return process
    }

    /// In KiB.
    static func resident(of process: Process) -> Int {
        guard let status = try? TextFile.text("/proc/\(process.processIdentifier)/status"),
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmRSS:") }),
            let size = line.split(separator: " ").compactMap({ Int($0) }).first
        else { return 0 }
        return size
    }
}
