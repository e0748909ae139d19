import Foundation
import Simulation
import Testing
import Timing

/// Series with one stop in a window, each by its own file.
@Suite("Every series with one stop in a window")
struct SprintTableTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let file: String
        var opens = Milliseconds.minutes(25)
        var closes = Milliseconds.minutes(35)
        /// What the file states; nil: the event states 85 s.
        var minimum: Milliseconds?
        var hasMinimum = true
        /// What is proposed for a stop before or after the window.
        var outside = "nothing"

        var testDescription: String { file }
    }

    static let rows = [
        Row(file: "blancpain-gt-series-asia-2018", outside: "driveThrough"),
        Row(file: "blancpain-sprint-cup-2018", hasMinimum: false, outside: "driveThrough"),
        Row(file: "british-gt-2018"),
        Row(file: "british-gt-2018-2h", opens: .minutes(55), closes: .minutes(65)),
        Row(file: "french-gt4-2018"),
        Row(file: "gt4-european-2018", minimum: .seconds(95)),
        Row(file: "gt4-central-european-2018"),
        Row(file: "fia-gt-nations-cup-2018"),
        Row(file: "sro-gt4-international-cup-2018"),
    ]

    private static func race(_ row: Row) throws -> (SeriesRace, minimum: Milliseconds) {
        let minimum = row.minimum ?? .seconds(85)
        let middle = row.opens + .minutes(5)
        func car(_ number: String, _ entry: Milliseconds, _ duration: Milliseconds, out: UInt8 = 2) -> SeriesRace.Car {
            .init(number, [.at(entry, for: duration, driverOut: out)])
        }
        let race = try SeriesRace(
            row.file,
            [
                car("first", row.opens, minimum), car("early", row.opens - .ms(1), minimum),
                car("last", row.closes - .ms(1), minimum), car("late", row.closes, minimum),
                car("short", middle, minimum - .ms(1)), car("same", middle, minimum, out: 1), .init("never"),
                car("success", middle, minimum + .ms(14_999)), car("paid", middle, minimum + .seconds(15)),
            ]
        ) { stated in
            if row.hasMinimum, row.minimum == nil { stated.stops?.minimum.general = minimum }
            stated.stops?.additions = [CarNumber("success"): .seconds(15), CarNumber("paid"): .seconds(15)]
            if !row.hasMinimum { stated.stops?.additions = [:] }
        }
        return (race, minimum)
    }

    @Test("the window counts by pit entry to the millisecond", arguments: rows)
    func window(row: Row) throws {
        let (race, _) = try Self.race(row)
        let margin = row.hasMinimum ? " 0" : ""
        #expect(race.told("first", "stop1") == "served\(margin)" && race.told("last", "stop1") == "served\(margin)")
        #expect(race.told("early", "stop1") == "early 1" && race.told("late", "stop1") == "late 0")
        #expect(race.told("never", "stop1") == "missed" && race.told("never", "driverChange1") == "missed")
        #expect(race.charges("first").isEmpty && race.charges("last").isEmpty)
        #expect(race.charges("early") == ["stop1 earlyStop": row.outside])
        #expect(race.charges("late") == ["stop1 lateStop": row.outside])
        #expect(race.charges("never") == ["stop1 missedStop": "nothing"])
        let window = race.verdicts("first")["stop1"]
        #expect(window?.opens == row.opens.count && window?.closes == row.closes.count)
    }

    @Test("a stop too short by a millisecond is short by it", arguments: rows)
    func minimum(row: Row) throws {
        let (race, minimum) = try Self.race(row)
        guard row.hasMinimum else {
            #expect(race.told("short", "stop1") == "served" && race.verdicts("short")["stop1"]?.required == nil)
            return
        }
        #expect(race.told("short", "stop1") == "short 1")
        #expect(race.verdicts("short")["stop1"]?.required == minimum.count)
        #expect(race.charges("short") == ["stop1 shortStop": "stopAndGo 1000"])
        #expect(race.told("success", "stop1") == "short 1" && race.told("paid", "stop1") == "served 0")
    }

    @Test("another driver drives out", arguments: rows)
    func driverChange(row: Row) throws {
        let (race, _) = try Self.race(row)
        #expect(race.told("first", "driverChange1") == "served" && race.told("late", "driverChange1") == "served")
        #expect(race.told("same", "driverChange1") == "unproved")
        #expect(race.charges("same") == ["driverChange1 driverChangeUnproved": "nothing"])
    }

    @Test("every series' file is in one of the tables")
    func complete() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: SeriesRace.folder)
            .filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }
        #expect(Set(files) == Set(Self.rows.map(\.file) + EnduranceTableTests.files))
    }
}
