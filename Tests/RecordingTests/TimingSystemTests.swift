import Recording
import Testing

@Suite("Files given to the importer of another timing system")
struct TimingSystemTests {
    private static let files: [TimingSystem: String] = [
        .alkamel: SmallFiles.alKamel([
            "7,1,1,1:40.000,,40.000,30.000,30.000,1:40.000,14:01:40.000,A. One,,GT3,,Team,Make,GF,"
        ]),
        .tsl: SmallFiles.tsl(["1,7,Team,,,,,10:01:40.000,1,1:40.000,,30.000,30.000,GT3,1:40.000,A. One"]),
        .swisstiming: "Bib;Class;Driver1;Lap;Time;Sector1Time\n7;;A. One;1;1:40.000;40.000\n",
        .rmonitor: RMonitorStreams.text(RMonitorStreams.race),
    ]

    private static func read(_ text: String, by system: TimingSystem) throws {
        let files = [(name: "file.csv", text: text)]
        switch system {
        case .alkamel: _ = try AlKamelImport.read(files: files, options: ImportOptions())
        case .tsl: _ = try TSLImport.read(files: files, options: ImportOptions())
        case .swisstiming: _ = try SwissTimingImport.read(files: files, options: ImportOptions())
        case .rmonitor: _ = try RMonitorImport.read(files: files, options: ImportOptions())
        }
    }

    @Test("are refused with the command that reads them", arguments: TimingSystem.allCases, TimingSystem.allCases)
    func refused(system: TimingSystem, reader: TimingSystem) throws {
        let text = try #require(Self.files[system])
        if system == reader { return try Self.read(text, by: reader) }
        let fault = try #require(throws: ImportFault.self) { try Self.read(text, by: reader) }
        #expect(fault.line == 1 && fault.remedy.contains("lapwing import \(system.rawValue) file.csv"))
    }
}
