import Recording
import Rulebook
import Testing
import Timing

/// Hand-made RMonitor streams, a few records each, and readable views of what becomes of them.
enum RMonitorStreams {
    /// A race of two cars: 7 crosses the Line at 10, 110 and 210 s, 8 in the pit lane at 120 s.
    static let race = [
        #"$B,5,"Race 1""#, #"$C,1,"GT3""#, #"$C,2,"GT4""#,
        #"$A,"7","7",1000007,"Ann","One","Make A",1"#, #"$A,"8","8",1000008,"Bob","Two","Make B",2"#,
        beat("14:00:00", "00:00:00", "Green "),
        crossing("7", "T1", "SFT", "14:00:10.250"), passing("7", "00:00:00.000", "00:00:10.000"),
        crossing("7", "T1", "SFT", "14:01:50.250"), passing("7", "00:01:40.000", "00:01:50.000"),
        crossing("8", "P3", "PIP", "14:01:55.250"),
        crossing("8", "P1", "SFP", "14:02:00.250"), passing("8", "00:00:00.000", "00:02:00.000"),
        crossing("8", "P2", "POP", "14:02:30.250"),
        beat("14:03:00", "00:02:59", "Finish"),
        crossing("7", "T1", "SFT", "14:03:30.250"), passing("7", "00:01:40.000", "00:03:30.000"),
        beat("14:04:00", "00:00:00", "      "),
    ]

    static func crossing(
        _ car: String, _ number: String, _ name: String, _ time: String, date: String = "05/19/2018",
        more: String = ""
    ) -> String {
        "$L,\"\(car)\",\"\(number)\",\"\(name)\",\"\(date)\",\"\(time)\"\(more)"
    }

    static func beat(_ timeOfDay: String, _ raceTime: String, _ flag: String) -> String {
        "$F,9999,\"00:00:00\",\"\(timeOfDay)\",\"\(raceTime)\",\"\(flag)\""
    }

    static func passing(_ car: String, _ lap: String, _ total: String) -> String {
        "$J,\"\(car)\",\"\(lap)\",\"\(total)\""
    }

    static func text(_ records: [String]) -> String {
        records.map { $0 + "\r\n" }.joined()
    }

    static func read(_ records: [String], options: ImportOptions = ImportOptions()) throws -> Imported {
        try RMonitorImport.read(files: [("stream.txt", text(records))], options: options)
    }

    static func fault(_ records: [String], options: ImportOptions = ImportOptions()) throws -> ImportFault {
        try #require(throws: ImportFault.self) { _ = try read(records, options: options) }
    }
}

extension Imported {
    /// Loops as `id kind`.
    var loops: [String] {
        recording.event.circuit.loops.map { "\($0.id.value) \($0.kind)" }
    }

    /// Flags in words, `~` before those whose instant is estimated, with seconds since the start.
    var flags: [String] {
        recording.acts.compactMap { act in
            guard case .flag(let flag, let isEstimated, _) = act.kind else { return nil }
            let milliseconds = (act.at - recording.acts[0].at).count
            return "\(isEstimated ? "~" : "")\(flag.rawValue)@\(milliseconds)"
        }
    }

    /// Cars with class, in order of the entry list.
    var entered: [String] {
        recording.event.entries.map { "\($0.number) \($0.carClass)" }
    }

    func sameInputs(as other: Imported) -> Bool {
        recording.event == other.recording.event && recording.crossings == other.recording.crossings
            && recording.acts == other.recording.acts
    }
}
