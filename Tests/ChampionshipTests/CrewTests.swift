import Championship
import Testing
import Timing

@Suite("Who carries on with an entry")
struct CrewTests {
    private let won = Crew(CarNumber("999"), team: "GruppeM", drivers: ["Patric Niederhauser", "A. Standin"])

    private func crew(_ number: String, _ team: String, _ drivers: String...) -> Crew {
        Crew(CarNumber(number), team: team, drivers: drivers)
    }

    @Test("a car keeps its entry when one of two drivers is another")
    func standIn() {
        let next = crew("999", "GruppeM", "Dominik Bastian", "Patric  NIEDERHAUSER")
        #expect(won.successor(among: [crew("1", "GruppeM", "A. Standin"), next]) == next)
    }

    @Test("a number with another crew is another entry; the team's car with a driver in common is the same")
    func renumbered() {
        let number = crew("999", "GruppeM", "C. Other")
        let team = crew("888", "GruppeM", "Patric Niederhauser")
        #expect(won.successor(among: [number, team]) == team)
        #expect(won.successor(among: [number]) == nil)
    }

    @Test("a driver who goes to another team takes nothing along, unless under the old number")
    func otherTeam() {
        let elsewhere = crew("888", "Absolute", "Patric Niederhauser")
        let number = crew("999", "Absolute", "Patric Niederhauser")
        #expect(won.successor(among: [elsewhere]) == nil)
        #expect(won.successor(among: [elsewhere, number]) == number)
    }

    @Test("7 and 07 are two cars")
    func numbers() {
        let seven = crew("7", "A", "B. Driver")
        #expect(seven.successor(among: [crew("07", "C", "B. Driver")]) == nil)
    }

    @Test("where no crew is known, number and team tell")
    func unknown() {
        let nobody = crew("5", "Team One")
        #expect(nobody.successor(among: [crew("5", "team one", "A. Driver")])?.number == CarNumber("5"))
        #expect(nobody.successor(among: [crew("5", "Team Two")]) == nil)
        #expect(nobody.successor(among: [crew("6", "Team One")]) == nil)
    }
}
