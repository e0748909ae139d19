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
    }
}
