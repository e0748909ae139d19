import Foundation
import Rulebook
import Testing
import Timing

/// The catalogue of values, series by series, against the files in config/series.
@Suite("The series of 2018")
struct SeriesTableTests {
    /// What the catalogue says of a series' races. Nil: nothing is asked.
    struct Catalogue: Sendable {
        var series: String
        var minutes: Int64
        var percent = 70
        var basis = RaceRules.ClassifiedBasis.overall
        var mustTakeFlag = false
        var start = RaceRules.Start.signal
        var stops: Int?
        var window: ClosedRange<Int64>?
        var minimum = TimeByClass()
        var stint: [Int64]?
        var pitSpeed = 50
        var qualifying: Int64?
        var points: [Int] = []
        var pole = 0
        var counting: Int?
        var success: [Int64] = []
    }

    private static let ten = [2500, 1800, 1500, 1200, 1000, 800, 600, 400, 200, 100]

    static let catalogue: [Catalogue] = [
        Catalogue(
            series: "blancpain-gt-series-asia-2018", minutes: 60, percent: 75, basis: .carClass, stops: 1,
            window: 25...35, qualifying: 15, points: ten, counting: 2, success: [15, 10, 5]),
        Catalogue(
            series: "blancpain-sprint-cup-2018", minutes: 60, stops: 1, window: 25...35, qualifying: 20,
            points: [1650, 1200, 950, 750, 600, 450, 300, 200, 100, 50], pole: 100, counting: 1),
        Catalogue(
            series: "blancpain-endurance-cup-2018", minutes: 180, stops: 2, stint: [65, 70], qualifying: 15,
            points: ten,
            pole: 100, counting: 1),
        Catalogue(
            series: "blancpain-endurance-cup-2018-1000km", minutes: 360, stops: 5, stint: [65, 70], qualifying: 15,
            points: [3300, 2400, 1900, 1500, 1200, 900, 600, 400, 200, 100], pole: 100, counting: 1),
        Catalogue(
            series: "total-24-hours-of-spa-2018", minutes: 1440, mustTakeFlag: true, stint: [65, 70], qualifying: 15,
            points: ten, pole: 100, counting: 1),
        Catalogue(
            series: "blancpain-gt-sports-club-2018", minutes: 40, points: ten),
        Catalogue(
            series: "british-gt-2018", minutes: 60, basis: .carClass, stops: 1, window: 25...35, qualifying: 10,
            points: ten,
            counting: 2, success: [10, 7, 5]),
        Catalogue(
            series: "british-gt-2018-2h", minutes: 120, basis: .carClass, stops: 1, window: 55...65, qualifying: 10,
            points: [3750, 2700, 2250, 1800, 1500, 1200, 900, 600, 300, 150], counting: 2, success: [20, 15, 10]),
        Catalogue(
            series: "british-gt-2018-3h", minutes: 180, basis: .carClass, stops: 3,
            minimum: TimeByClass(
                times: ["GT3": .seconds(135), "GT4": .seconds(165), "GT4 Silver": .seconds(179)]), qualifying: 10,
            points: [3750, 2700, 2250, 1800, 1500, 1200, 900, 600, 300, 150], counting: 2, success: [20, 15, 10]),
        Catalogue(
            series: "gt4-european-2018", minutes: 60, percent: 75, stops: 1, window: 25...35,
            minimum: TimeByClass(.seconds(95)), qualifying: 15, points: ten, counting: 1),
        Catalogue(
            series: "french-gt4-2018", minutes: 60, percent: 75, stops: 1, window: 25...35, pitSpeed: 60,
            qualifying: 20,
            points: ten, pole: 100, counting: 1),
        Catalogue(
            series: "gt4-central-european-2018", minutes: 60, percent: 75, stops: 1, window: 25...35, points: ten,
            counting: 1),
        Catalogue(series: "gt4-sprint-cup-europe-2018", minutes: 40, percent: 75, points: ten, counting: 1),
        Catalogue(
            series: "intercontinental-bathurst-12h-2018", minutes: 720, mustTakeFlag: true, start: .formation,
            points: ten,
            counting: 2),
        Catalogue(
            series: "intercontinental-suzuka-10h-2018", minutes: 600, mustTakeFlag: true, stint: [65, 65], points: ten,
            counting: 2),
        Catalogue(
            series: "intercontinental-california-8h-2018", minutes: 480, mustTakeFlag: true, stint: [65, 65],
            points: ten,
            counting: 2),
        Catalogue(series: "fia-gt-nations-cup-2018", minutes: 60, stops: 1, window: 25...35, qualifying: 20),
        Catalogue(series: "sro-gt4-international-cup-2018", minutes: 60, stops: 1, window: 25...35, qualifying: 20),
    ]

    private static func load(_ name: String) throws -> Series {
        try Series.load(path: "\(ConfigTests.config)/series/\(name).yaml")
    }

    @Test("the values of a series are those of the catalogue", arguments: catalogue)
    func values(_ expected: Catalogue) throws {
        let series = try Self.load(expected.series)
        let (rules, asked) = (series.rules, series.rules.obligations)
        #expect(rules.duration == .minutes(expected.minutes))
        #expect(rules.classifiedPercent == expected.percent && rules.classifiedBasis == expected.basis)
        #expect(rules.mustTakeFlag == expected.mustTakeFlag && rules.start == expected.start)
        #expect(rules.serveWithin == 2 && rules.driveThroughTime == .seconds(30) && rules.countBackLaps == 2)
        #expect(rules.pitSpeed == expected.pitSpeed)
        #expect(asked.stops?.number == expected.stops)
        #expect(asked.stops?.driverChange == expected.stops.map { _ in true })
        #expect(asked.stops?.minimum ?? TimeByClass() == expected.minimum)
        #expect(
            asked.stops?.window
                == expected.window.map { .init(opens: .minutes($0.lowerBound), closes: .minutes($0.upperBound)) })
        #expect(
            asked.stint.map { [$0.longest, $0.neutralised] } == expected.stint.map { $0.map { .minutes($0) } })
        #expect(series.qualifying == expected.qualifying.map { .minutes($0) })
        #expect(series.points?.scale(ofRaceOf: rules.duration) ?? [] == expected.points)
        #expect(series.points?.pole ?? 0 == expected.pole)
        #expect(series.points?.teams?.counting == expected.counting)
        #expect(series.points.map { $0.halfBelow == 75 && $0.leastLaps == 2 } ?? true)
        #expect(series.success?.times(inRaceOf: rules.duration) ?? [] == expected.success.map { .seconds($0) })
        #expect(asked.automatic == [], "nothing is decided without the stewards")
    }

    @Test("every series file is in the catalogue, and marks what it assumes")
    func complete() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: "\(ConfigTests.config)/series")
        #expect(Set(files) == Set(Self.catalogue.map { "\($0.series).yaml" }))
        for each in Self.catalogue {
            let series = try Self.load(each.series)
            #expect(series.assumed.contains("race.countBackLaps") && series.season == 2018, "\(each.series)")
            // Neither SRO nor IMSA counts them, but no source of 2018 says so.
            let isAssumed = series.assumed.contains("race.pitLapsCount")
            #expect(series.rules.pitLapsCount == false && isAssumed, "\(each.series)")
        }
    }

    @Test(
        "the 24 Hours of Spa ask for a technical stop, stop times, rest and driving times, and pay points at 6 and 12 h"
    )
    func spa() throws {
        let series = try Self.load("total-24-hours-of-spa-2018")
        let asked = series.rules.obligations
        #expect(asked.technicalStop?.minimum == .minutes(5) && asked.technicalStop?.to == .minutes(22 * 60))
        #expect(asked.technicalStop?.from == .zero && asked.technicalStop?.greenOnly == true)
        #expect(asked.stopTimes?.from == .seconds(93) && asked.stopTimes?.to.general == .seconds(133))
        #expect(asked.stopTimes?.jokers == 4 && asked.stopTimes?.jokersPerBlock == 1)
        #expect(asked.stopTimes?.block == .minutes(360))
        #expect(asked.continuous == ContinuousDriving(most: .minutes(195), rest: .minutes(60)))
        #expect(asked.driving.map(\.most) == [.minutes(840), nil, .minutes(360), .minutes(120)])
        #expect(asked.driving[1].least == .minutes(480) && asked.driving[1].leastAlone == .minutes(360))
        #expect(asked.driving[1].grade == "Bronze" && asked.driving[1].together)
        #expect(asked.driving[3].block == .minutes(360) && asked.driving[3].cup == "Am")
        #expect(series.rules.intermediates == [.minutes(360), .minutes(720)])
        // Two laps of 7.004 km at 80 km/h are 630 s: a long full course yellow lasts what is announced.
        #expect(series.rules.fcyCountdown == .seconds(650))
        #expect(series.points?.intermediate == [1200, 900, 700, 600, 500, 400, 300, 200, 100])
        #expect(
            asked.penalties[.stintOverrun] == [
                PenaltyBand(below: .minutes(5), .driveThrough), PenaltyBand(.stopAndGo(.seconds(60), shortfall: false)),
            ])
    }

    @Test("stop times, driving limits and penalties of other long races are those found")
    func longRaces() throws {
        let kilometres = try Self.load("blancpain-endurance-cup-2018-1000km").rules.obligations
        #expect(kilometres.stopTimes?.jokers == 1 && kilometres.stopTimes?.to == TimeByClass())
        let bathurst = try Self.load("intercontinental-bathurst-12h-2018").rules.obligations
        #expect(bathurst.continuous == ContinuousDriving(most: .minutes(150), rest: .minutes(60)))
        #expect(bathurst.driving.map(\.most) == [.minutes(340), nil])
        #expect(bathurst.driving[1].least == .minutes(60) && bathurst.driving[1].from == .minutes(360))
        let suzuka = try Self.load("intercontinental-suzuka-10h-2018").rules.obligations
        #expect(suzuka.stopTimes == StopTimes(to: TimeByClass(.seconds(83))))
        let california = try Self.load("intercontinental-california-8h-2018").rules.obligations
        #expect(california.stopTimes?.to.times["GT3"] == .seconds(101))
        #expect(california.stopTimes?.to.times["TCR"] == .seconds(145))
        let silverstone = try Self.load("british-gt-2018-3h").rules.obligations
        #expect(silverstone.driving.map(\.most) == [.minutes(100)])
        let british = try Self.load("british-gt-2018").rules.obligations
        #expect(british.penalties == [.shortStop: [PenaltyBand(.stopAndGo(.zero, shortfall: true))]])
        let endurance = try Self.load("blancpain-endurance-cup-2018").rules.obligations
        #expect(endurance.penalties[.shortStop] == [PenaltyBand(.driveThrough)])
    }

    @Test("points and success penalties go by the length of the race")
    func byLength() throws {
        let club = try #require(try Self.load("blancpain-gt-sports-club-2018").points)
        #expect(club.scale(ofRaceOf: .minutes(25)) == [800, 600, 400, 300, 200, 100])
        #expect(club.scale(ofRaceOf: .minutes(40)) == Self.ten && club.scale(ofRaceOf: nil) == Self.ten)
        let success = try #require(try Self.load("british-gt-2018").success)
        #expect(success.times(inRaceOf: .minutes(60)) == [10, 7, 5].map { .seconds($0) })
        #expect(success.times(inRaceOf: Milliseconds(3_600_001)) == [20, 15, 10].map { .seconds($0) })
        #expect(success.absent == .lapse)
    }

    @Test(
        "a rule of points or success penalties that cannot be is a fault",
        arguments: [
            (
                "success: {absent: keep}",
                "10: success.times: found no such key, expected the times of the first, the second and so on; add the key times"
            ),
            (
                "success: {times: [15 s], absent: stay}",
                "34: success.absent: found \"stay\", expected one of lapse, keep; write one of these"
            ),
            (
                "success: {times: [{times: [15 s]}, {raceUpTo: 1 h, times: [5 s]}]}",
                "36: success.times[2]: found 60 min, expected nothing after that for all races; "
                    + "write them in the order of the races' length, the one without raceUpTo last"
            ),
            (
                "points: {scale: [-1]}",
                "18: points.scale[1]: found \"-1\", expected points from 0 to 10000 with at most two decimals; write them like 25, 16.5 or 0.25"
            ),
            (
                "points: {scale: [1], halfBelow: 101}",
                "33: points.halfBelow: found 101, expected a whole number from 1 to 100; choose a number in this range"
            ),
            (
                "points: {scale: [1], teams: {counting: 3, maxCars: 2}}",
                "52: points.teams.maxCars: found 2, expected at least 3, as many as count; correct one of the two"
            ),
        ])
    func wrong(_ line: String, _ expected: String) throws {
        #expect(try faults(Sample.series + line + "\n") == ["x.yaml:6:\(expected)"])
    }

    @Test(
        "points are read to the hundredth",
        arguments: [("16.5", 1650), ("0.25", 25), ("8.05", 805), ("0", 0), ("25", 2500)])
    func hundredths(_ written: String, _ points: Int) throws {
        let folder = try Folder()
        let text = Sample.series + "points: {scale: [\(written)], pole: \(written)}\n"
        let rule = try #require(try Series.load(path: folder.write("s.yaml", text)).points)
        #expect(rule.scales == [.init(hundredths: [points])] && rule.pole == points)
    }
}
