import Rulebook
import Testing
import Timing

@Suite("A circuit's time zone")
struct TimeZoneTests {
    static let zones: [(text: String, minutes: Int64)] = [
        ("+08:00", 480), ("-05:30", -330), ("Z", 0), ("+00:00", 0), ("-14:00", -840),
    ]

    @Test("is by how much local time is ahead of UTC", arguments: zones)
    func right(_ text: String, _ minutes: Int64) throws {
        let folder = try Folder()
        let circuit = try Circuit.load(path: folder.write("c.yaml", Sample.circuit + "timeZone: \(text)\n"))
        #expect(circuit.timeZone == Milliseconds(minutes * 60_000))
    }

    @Test("that is a name or half of one is refused with what to write", arguments: ["Asia/Tokyo", "+8", "+15:00"])
    func wrong(_ text: String) throws {
        let folder = try Folder()
        let faults = #expect(throws: Faults.self) {
            try Circuit.load(path: folder.write("c.yaml", Sample.circuit + "timeZone: \(text)\n"))
        }
        #expect(faults.map { "\($0)" }?.contains("like +08:00, -05:00 or Z") == true)
    }
}
