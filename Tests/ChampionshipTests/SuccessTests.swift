import Championship
import Testing
import Timing

@Suite("Success penalties")
struct SuccessTests {
    private let entries = ["1", "2", "3", "4", "41", "42", "43"].map { crew($0) }
    private let first = race(
        "Race 1", car("1", 1), car("2", 2), car("3", 3), car("4", 4), car("41", 1, "GT4", overall: 5),
        car("42", 2, "GT4", overall: 6), car("43", nil, "GT4"))

    @Test("the first three of each class stand 15, 10 and 5 seconds longer in the next race")
    func podiums() {
        let found = SuccessRule.asia.penalties(after: [first], servedBy: entries, length: .minutes(60))
        #expect(found.penalties.map(\.crew.number.text) == ["1", "2", "3", "41", "42"])
        #expect(found.penalties.map(\.time) == [15, 10, 5, 15, 10].map { Milliseconds.seconds($0) })
        #expect(found.penalties[4].earned.place == 2)
        #expect(found.penalties[4].earned.race == "Race 1")
        #expect(found.penalties[4].earned.carClass == "GT4")
        #expect(found.absent == [])
    }

    @Test("they are served once, in the very next race, and never added up")
    func once() {
        let second = race("Race 2", car("4", 1), car("1", 2), car("2", 3), car("3", 4), car("41", nil, "GT4"))
        #expect(SuccessRule.asia.seconds(after: [first, second], servedBy: entries) == ["4": 15, "1": 10, "2": 5])
        let again = race("Race 2", car("1", 1))
        #expect(SuccessRule.asia.seconds(after: [first, again], servedBy: entries) == ["1": 15])
    }

    @Test("race 2 of an event is followed by race 1 of the next")
    func acrossEvents() {
        let suzuka = [race("Race 1, Suzuka", car("1", 1)), race("Race 2, Suzuka", car("2", 1), car("1", 2))]
        #expect(SuccessRule.asia.seconds(after: suzuka, servedBy: entries) == ["2": 15, "1": 10])
        let fuji = suzuka + [race("Race 1, Fuji", car("2", 4), car("3", 1), car("1", 5))]
        #expect(SuccessRule.asia.seconds(after: fuji, servedBy: entries) == ["3": 15])
    }

    @Test("Fuji 2018: the five seconds of #999 stay with the car when the stand-in has gone")
    func fuji() {
        let suzuka = race("Race 2, Suzuka", car("999", 3, "GT3", "Niederhauser", "Stand-in", team: "GruppeM"))
        let fuji = [
            crew("999", ["Niederhauser", "Bastian"], team: "GruppeM"), crew("888", ["Other"], team: "GruppeM"),
        ]
        let found = SuccessRule.asia.penalties(after: [suzuka], servedBy: fuji, length: .minutes(60))
        #expect(found.times == [CarNumber("999"): .seconds(5)])
        #expect(found.penalties[0].crew.drivers == ["Niederhauser", "Bastian"])
        #expect(found.penalties[0].earned.crew.drivers == ["Niederhauser", "Stand-in"])
    }

    @Test("cars that share a place both have the longer time, and no car has the place after it")
    func shared() {
        let tie = race("Race 1", car("1", 1), car("2", 2), car("3", 2), car("4", 4))
        #expect(SuccessRule.asia.seconds(after: [tie], servedBy: entries) == ["1": 15, "2": 10, "3": 10])
        let third = race("Race 1", car("1", 1), car("2", 2), car("3", 3), car("4", 3))
        #expect(SuccessRule.asia.seconds(after: [third], servedBy: entries) == ["1": 15, "2": 10, "3": 5, "4": 5])
    }

    @Test("when the winner is disqualified a day later, everybody behind moves up")
    func amended() {
        let amended = race("Race 1", car("2", 1), car("3", 2), car("4", 3), car("1", nil))
        #expect(SuccessRule.asia.seconds(after: [first], servedBy: entries)["1"] == 15)
        #expect(SuccessRule.asia.seconds(after: [amended], servedBy: entries) == ["2": 15, "3": 10, "4": 5])
    }

    @Test("the penalty of a car that is not entered lapses, and is gone when it returns")
    func lapses() {
        let without = entries.filter { $0.number.text != "1" }
        let found = SuccessRule.asia.penalties(after: [first], servedBy: without, length: .minutes(60))
        #expect(found.absent.map(\.crew.number.text) == ["1"])
        let missed = race("Race 2", car("2", 1))
        #expect(SuccessRule.asia.seconds(after: [first, missed], servedBy: entries) == ["2": 15])
    }

    @Test("where the rulebook keeps it, it waits for the car's next race, and is served then, once")
    func kept() {
        var rule = SuccessRule.asia
        rule.absent = .keep
        let missed = race("Race 2", car("4", 1), car("1", nil, started: false))
        #expect(rule.seconds(after: [first, missed], servedBy: entries)["1"] == 15)
        #expect(rule.seconds(after: [first, missed, missed], servedBy: entries)["1"] == 15)
        let back = race("Race 3", car("1", 8))
        #expect(rule.seconds(after: [first, missed, back], servedBy: entries)["1"] == nil)
        let podium = race("Race 3", car("1", 3))
        #expect(rule.seconds(after: [first, missed, podium], servedBy: entries)["1"] == 5)
    }

    @Test("British GT: what it costs follows the race in which it is served, not that in which it was earned")
    func lengths() {
        let british = SuccessRule.british
        #expect(british.seconds(after: [first], servedBy: entries, length: .minutes(60))["1"] == 10)
        #expect(british.seconds(after: [first], servedBy: entries, length: .minutes(120))["1"] == 20)
        #expect(british.seconds(after: [first], servedBy: entries, length: .minutes(180))["3"] == 10)
        #expect(british.seconds(after: [first], servedBy: entries, length: .minutes(60))["2"] == 7)
    }

    @Test("two entries that have become one serve the longer of their penalties, not both")
    func merged() {
        let before = race("Race 1", car("1", 1, "GT3", "A", "B", team: "T"), car("2", 2, "GT3", "C", "D", team: "T"))
        let after = [crew("2", ["A", "C"], team: "T")]
        let found = SuccessRule.asia.penalties(after: [before], servedBy: after, length: .minutes(60))
        #expect(found.penalties.map(\.time) == [.seconds(15)])
        #expect(found.penalties[0].earned.crew.number == CarNumber("1"))
    }

    @Test("before the first race nobody has any")
    func nothing() {
        #expect(SuccessRule.asia.penalties(after: [], servedBy: entries, length: .minutes(60)).penalties == [])
    }
}
