import Relay
import Testing

@Suite("Subjects of the relay")
struct RelaySubjectsTests {
    @Test("a session's name is one word of a subject, whatever is in it, and two names are never one")
    func words() {
        let subjects = RelaySubjects(meeting: "Sepang 2018", session: "race.2")
        #expect(subjects.delta == "lw.Sepang%202018.race%2E2.delta")
        #expect(subjects.snapshot == "lw.Sepang%202018.race%2E2.snapshot")
        #expect(subjects.beat == "live.Sepang%202018.race%2E2.beat")
        #expect(RelaySubjects.word("Ü*>%") == "%C3%9C%2A%3E%25")
        #expect(subjects.id(epoch: 7, sequence: 3) == "race%2E2.7.3")
        #expect(RelaySubjects.word("") == "%")
    }

    @Test("a car is found by its number in any class, and a class by its name; a part is known by its subject")
    func parts() {
        let subjects = RelaySubjects(meeting: "m", session: "race.2")
        let row = RelaySubjects.row(of: "88", in: "Pro/Am")
        #expect(row == "car.Pro%2FAm.88" && RelaySubjects.stops(of: "8.8", in: "GT3") == "stops.GT3.8%2E8")
        #expect(subjects.subject(of: row) == "lw.m.race%2E2.car.Pro%2FAm.88")
        #expect(subjects.part(of: "lw.m.race%2E2.car.Pro%2FAm.88") == row)
        #expect(subjects.part(of: "lw.m.race%2E22.alerts") == nil && subjects.part(of: "lw.m.race.alerts") == nil)
        #expect(subjects.id(of: row, epoch: 7, sequence: 3) == "race%2E2.7.3.car.Pro%2FAm.88")
    }
}
