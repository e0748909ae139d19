import Recording
import Rulebook
import Timing

/// Files of other timing systems: what is read can be run as a race; what is not is refused with place and remedy.
extension Door {
    /// The first byte says the system and the kind of session; the rest are its files, one after each NUL.
    static func takeImport(_ bytes: UnsafeRawBufferPointer) throws(Broken) {
        guard let first = bytes.first else { return }
        let imported: Imported
        do throws(ImportFault) {
            var files: [(name: String, text: String)] = []
            for (place, part) in bytes.dropFirst().split(separator: 0).enumerated() {
                let name = "file-\(place + 1)"
                files.append((name, try SourceText.read(Array(part), file: name)))
            }
            let options = ImportOptions(
                date: "2018-05-19", duration: first & 0x10 == 0 ? nil : .minutes(60),
                kind: [nil, .race, .qualifying, .practice][Int(first >> 2 & 3)])
            imported = try read(files, system: first & 3, options)
        } catch {
            let isSaid = ![error.file, error.found, error.expected, error.remedy].contains("")
            return try demand(isSaid, "a fault without its place or remedy: \(error)")
        }
        let recording = imported.recording
        guard let session = recording.event.sessions.first else {
            throw Broken(description: "a recording without a session")
        }
        var timekeeper = Timekeeper(session)
        recording.fold(into: &timekeeper)
        try demand(
            timekeeper.counts.crossings <= recording.crossings.count, "more crossings were taken than were read")
    }

    private static func read(
        _ files: [(name: String, text: String)], system: UInt8, _ options: ImportOptions
    ) throws(ImportFault) -> Imported {
        switch system {
        case 0: try TSLImport.read(files: files, options: options)
        case 1: try AlKamelImport.read(files: files, options: options)
        case 2: try SwissTimingImport.read(files: files, options: options)
        default: try RMonitorImport.read(files: files, options: options)
        }
    }
}
