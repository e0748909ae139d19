import Rulebook
import Testing
import Timing

@Suite("A single entry against the series")
struct EnteringTests {
    private static func series(cups: [Cup]) -> EventSeries {
        EventSeries(name: "S", entries: [], season: 2018, cups: cups)
    }

    /// Pro-Am: one Bronze and one Gold or higher; the others any crew.
    private static let cups: [Cup] = {
        var crew = Cup.Crew()
        crew.grades = [
            Cup.Share("Bronze", number: 1...1), Cup.Share("Gold", orHigher: true, number: 1...1),
        ]
        var proAm = Cup(carClass: "GT3", name: "Pro-Am")
        proAm.crews = [crew]
        var nations = Cup(carClass: "GT3", name: "Nations")
        nations.oneCarPerNation = true
        return [proAm, Cup(carClass: "GT3", name: "Silver"), nations, Cup(carClass: "GT4")]
    }()

    private static func entry(
        _ carClass: String, _ cup: String?, _ grades: String?..., nation: String? = nil
    ) -> Entry {
        Entry(
            number: CarNumber("7"), carClass: carClass, cup: cup, team: "T", transponders: [],
            drivers: grades.enumerated().map {
                Driver(id: UInt8($0.offset + 1), name: "D\($0.offset)", grade: $0.element, nation: nation)
            })
    }

    @Test("a crew that the cup admits may be entered, another is told with the cups that would have it")
    func crews() throws {
        let series = Self.series(cups: Self.cups)
        #expect(series.complaint(about: Self.entry("GT3", "Pro-Am", "Bronze", "Platinum"), beside: []) == nil)
        #expect(series.complaint(about: Self.entry("GT4", nil, "Bronze"), beside: []) == nil)
        let wrong = try #require(series.complaint(about: Self.entry("GT3", "Pro-Am", "Bronze", nil), beside: []))
        #expect(wrong.part == "drivers" && wrong.found == "Bronze + a driver without a grade")
        #expect(wrong.expected.contains("1 Bronze, 1 Gold or higher"))
    }

    @Test("a class or cup that the series does not have is told with the nearest that it has")
    func words() throws {
        let series = Self.series(cups: Self.cups)
        let carClass = try #require(series.complaint(about: Self.entry("GT33", nil), beside: []))
        #expect(carClass.part == "class" && carClass.remedy == "write GT3")
        let cup = try #require(series.complaint(about: Self.entry("GT3", "Slver"), beside: []))
        #expect(cup.part == "cup" && cup.remedy == "write Silver")
        #expect(try #require(series.complaint(about: Self.entry("GT3", nil), beside: [])).found == "\"no cup\"")
    }

    @Test("where the series names no classes those of the list are the known ones")
    func listed() throws {
        let series = Self.series(cups: [])
        #expect(series.complaint(about: Self.entry("GT3", "any"), beside: []) == nil)
        let others = [Self.entry("GT3", nil), Self.entry("GT4", nil)]
        #expect(series.complaint(about: Self.entry("GT4", "any"), beside: others) == nil)
        #expect(series.complaint(about: Self.entry("GT5", nil), beside: others)?.part == "class")
    }

    @Test("of a cup with one car for each nation a second one is refused")
    func nations() {
        let series = Self.series(cups: Self.cups)
        let french = Self.entry("GT3", "Nations", "Gold", nation: "FRA")
        #expect(series.complaint(about: french, beside: [Self.entry("GT3", "Nations", "Gold", nation: "GER")]) == nil)
        #expect(series.complaint(about: french, beside: [french])?.part == "drivers")
    }
}
