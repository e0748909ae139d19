import Simulation
import Testing
import Timing

/// Series with stints, stop times and driving times, each by its own file.
@Suite("Every series of endurance, and those without stops")
struct EnduranceTableTests {
    static let files =
        free + [
            "british-gt-2018-3h", "blancpain-endurance-cup-2018", "blancpain-endurance-cup-2018-1000km",
            "intercontinental-suzuka-10h-2018", "intercontinental-california-8h-2018",
            "intercontinental-bathurst-12h-2018", "total-24-hours-of-spa-2018",
        ]

    private static let free = ["blancpain-gt-sports-club-2018", "gt4-sprint-cup-europe-2018"]

    /// Out for so long, in for so long, again and again until the race is over; each driver drives `turns` stints.
    private static func visits(
        out: Milliseconds, in standing: Milliseconds, until end: Milliseconds, turns: Int = 1, drivers: UInt8 = 3
    ) -> [ScriptedVisit] {
        var visits: [ScriptedVisit] = []
        var entry = out
        while entry + standing < end {
            let driver = UInt8((visits.count + 1) / turns % Int(drivers)) + 1
            visits.append(.at(entry, for: standing, driverOut: driver))
            entry = entry + standing + out
        }
        return visits
    }

    @Test("where nothing is asked nothing is said", arguments: free)
    func nothing(file: String) throws {
        let race = try SeriesRace(file, [.init("stops", [.at(.clock(10), for: .seconds(60))]), .init("drives")])
        #expect(race.verdicts("stops").isEmpty && race.verdicts("drives").isEmpty)
    }

    @Test(
        "British GT, three hours: three stops by class and cup, the success penalty at the last, 100 minutes a driver")
    func british() throws {
        func car(_ number: String, _ seconds: Int64, last: Int64 = 0) -> SeriesRace.Car {
            let stop = { (minute: Int64, driver: UInt8, ms: Int64) in
                ScriptedVisit.at(.clock(minute), for: .ms(seconds * 1000 + ms), driverOut: driver)
            }
            return .init(number, [stop(40, 2, 0), stop(80, 1, 0), stop(120, 2, last)])
        }
        let over = [ScriptedVisit.at(.clock(100, 0, 1), for: .seconds(135))]
        let race = try SeriesRace(
            "british-gt-2018-3h",
            [
                car("3", 135, last: 20_000), car("4", 165), car("40", 179).of("GT4", "Silver"),
                car("short", 135, last: 19_999),
                car("silver", 179, last: -1), .init("over", over),
                .init("most", [.at(.clock(100), for: .seconds(135))]),
            ].enumerated().map { place, car in
                [1, 4].contains(place) ? car.of("GT4", place == 4 ? "Silver" : "Pro/Am") : car
            }
        ) { stated in
            stated.stops?.additions = [CarNumber("3"): .seconds(20), CarNumber("short"): .seconds(20)]
        }
        for car in ["3", "4", "40"] {
            #expect((1...3).map { race.told(car, "stop\($0)") } == ["served 0", "served 0", "served 0"], "\(car)")
            #expect((1...3).map { race.told(car, "driverChange\($0)") } == ["served", "served", "served"], "\(car)")
            #expect(race.charges(car).isEmpty, "\(car)")
        }
        #expect(race.told("short", "stop2") == "served 0" && race.told("short", "stop3") == "short 1")
        #expect(race.charges("short") == ["stop3 shortStop": "stopAndGo 1000"])
        #expect(race.told("silver", "stop3") == "short 1")
        #expect(race.told("over", "driving1-1") == "over 1" && race.told("most", "driving1-1") == "served 0")
        #expect(race.told("most", "stop1") == "served 0" && race.told("most", "stop2") == "missed")
    }

    @Test("Endurance Cup: stints of 65 minutes, 70 with the safety car; the range that the event states")
    func endurance() throws {
        func car(_ number: String, _ out: Milliseconds, _ standing: Milliseconds = .seconds(133)) -> SeriesRace.Car {
            .init(
                number, [.at(out, for: standing), .at(out + standing + .minutes(30), for: .seconds(133), driverOut: 1)])
        }
        let cars = [
            car("65", .minutes(65)), car("late", .clock(65, 0, 1)), car("5", .clock(69, 59, 999)),
            car("70", .minutes(70)),
            car("quick", .minutes(60), .ms(92_999)), car("93", .minutes(60), .seconds(93)),
            car("132", .minutes(60), .ms(132_999)),
        ]
        let range = { (stated: inout Obligations) in
            stated.stopTimes = StopTimes(to: TimeByClass(.seconds(133)))
            stated.stopTimes?.from = .seconds(93)
        }
        let race = try SeriesRace("blancpain-endurance-cup-2018", cars, stated: range)
        #expect(race.told("65", "stint1") == "served 0" && race.told("late", "stint1") == "late 1")
        #expect(race.charges("late")["stint1 stintOverrun"] == "driveThrough")
        #expect(race.told("5", "stint1") == "late 299999" && race.charges("5")["stint1 stintOverrun"] == "driveThrough")
        #expect(race.told("70", "stint1") == "late 300000")
        #expect(race.charges("70")["stint1 stintOverrun"] == "stopAndGo 60000")
        #expect(
            ["quick", "93", "132", "65"].map { race.told($0, "stopTime1") } == [
                "served 1", "short 40000", "short 1", "served 0",
            ])
        #expect(race.charges("93")["stopTime1 prohibitedStopTime"] == "driveThrough")
        #expect(race.told("65", "stop2") == "served" && race.told("65", "driverChange2") == "served")
        let flags = [ScriptedRace.Shown(.safetyCar, from: .clock(20)), .init(.green, from: .clock(25))]
        let neutralised = try SeriesRace("blancpain-endurance-cup-2018", cars, flags: flags, stated: range)
        #expect(neutralised.told("70", "stint1") == "served 0" && neutralised.told("65", "stint1") == "served 300000")
    }

    @Test("1000 km: five stops, one joker")
    func thousand() throws {
        let six = Self.visits(out: .minutes(55), in: .seconds(100), until: .minutes(345))
        let race = try SeriesRace(
            "blancpain-endurance-cup-2018-1000km", [.init("5", six), .init("4", Array(six.prefix(4)))]
        ) { stated in
            stated.stopTimes?.from = .seconds(93)
            stated.stopTimes?.to = TimeByClass(.seconds(133))
        }
        #expect((1...5).map { race.told("5", "stop\($0)") } == Array(repeating: "served", count: 5))
        #expect(race.told("5", "stopTime1") == "served 0 joker" && race.told("5", "stopTime2") == "short 33000")
        #expect(race.told("4", "stop4") == "served" && race.told("4", "stop5") == "missed")
    }

    @Test("Suzuka: stops of 83 s at least, stints of 65 minutes")
    func suzuka() throws {
        let cars = [
            SeriesRace.Car("83", Self.visits(out: .minutes(65), in: .seconds(83), until: .minutes(600))),
            .init("short", [.at(.clock(65, 0, 1), for: .ms(82_999))]),
        ]
        let race = try SeriesRace("intercontinental-suzuka-10h-2018", cars)
        #expect(race.told("83", "stopTime1") == "served 0" && race.told("83", "stint5") == "served 0")
        #expect(race.charges("83").isEmpty)
        #expect(race.told("short", "stopTime1") == "short 1" && race.told("short", "stint1") == "late 1")
        #expect(race.charges("short")["stopTime1 prohibitedStopTime"] == "driveThrough")
        #expect(race.charges("short")["stint2 stintOverrun"] == "stopAndGo 60000")
    }

    @Test("California: 101 s with GT3, 145 s with GT4")
    func california() throws {
        let stop = { (ms: Int64) in [ScriptedVisit.at(.minutes(60), for: .ms(ms))] }
        let race = try SeriesRace(
            "intercontinental-california-8h-2018",
            [
                .init("3", stop(101_000)), .init("30", stop(100_999)), SeriesRace.Car("4", stop(145_000)).of("GT4"),
                SeriesRace.Car("40", stop(144_999)).of("GT4"),
            ])
        #expect(
            ["3", "30", "4", "40"].map { race.told($0, "stopTime1") } == ["served 0", "short 1", "served 0", "short 1"])
        #expect(race.told("3", "stint1") == "served 300000")
    }

    @Test(
        "Bathurst: the clock from the formation lap, 150 minutes, an hour of rest, 340 in all, Bronze after six hours")
    func bathurst() throws {
        let most = Milliseconds.minutes(150)
        let start = Milliseconds.minutes(4)
        func car(_ number: String, _ more: Milliseconds, rest: Milliseconds) -> SeriesRace.Car {
            let first = start + most + more
            let again = first + rest
            return SeriesRace.Car(
                number, lap: .minutes(4),
                [
                    .at(first, for: .minutes(1), driverOut: 3), ScriptedVisit(again - .minutes(1), again, driverOut: 1),
                    .at(.clock(360), for: .minutes(1), driverOut: 2),
                    .at(.clock(480), for: .minutes(1), driverOut: 3), .at(.clock(541), for: .minutes(1), driverOut: 2),
                ]
            ).of("GT3", nil, "Platinum", "Gold", "Bronze")
        }
        let race = try SeriesRace(
            "intercontinental-bathurst-12h-2018",
            [
                car("7", .zero, rest: .minutes(60)), car("over", .ms(1), rest: .ms(3_599_999)),
                car("five", .clock(5, 0, 1), rest: .minutes(60)),
            ])
        #expect(race.told("7", "continuous1") == "served 0" && race.told("7", "rest1") == "served")
        #expect(race.told("7", "driving2-3") == "served 0")
        #expect(race.told("over", "continuous1") == "over 1" && race.told("over", "rest1") == "short 1")
        #expect(race.charges("over")["continuous1 drivingOver"] == "laps 1")
        #expect(race.charges("five")["continuous1 drivingOver"] == "laps 5")
        // Driver 1: 150 minutes, and from 3:34:00 to 6:00:00.
        #expect(race.told("7", "driving1-1") == "served \(Milliseconds.clock(340 - 150 - 146).count)")
    }
}
