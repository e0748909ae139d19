import Championship
import Testing
import Timing

@Suite("What follows from results for a race ahead")
struct ProposalTests {
    private let entries = [did("1", 0, nil), did("2", 0, nil), did("3", 0, nil)].map(\.entry)

    private func told(_ result: SettledResult, _ session: String = "q") -> Proposal.Result {
        Proposal.Result(result, of: [.init(.init(session, epoch: 7, sequence: 12), .provisional)])
    }

    private let qualifying = part(
        did("2", 5, nil, best: 100, position: 1), did("1", 5, nil, best: 101, position: 2),
        did("3", 5, nil, best: nil, position: nil))

    private func grid(_ result: SettledResult) -> Proposal? {
        Proposal(gridOf: "race1", entries, .best(of: "q"), results: ["q": told(result)])
    }

    @Test("the grid is that of the rule, with the penalties that the results have; it says from what it follows")
    func grid() throws {
        let proposal = try #require(grid(qualifying))
        #expect(proposal.list.grid == ["2", "1", "3"].map { CarNumber($0) })
        #expect(proposal.list.origins == [.init("q", epoch: 7, sequence: 12)])
        let punished = SettledResult(
            "Q", cars: qualifying.cars,
            gridDecisions: [
                .init(GridPenalty(CarNumber("2"), places: 1, reason: "impeding"), at: Instant(milliseconds: 5))
            ])
        #expect(grid(punished)?.list.grid == ["1", "2", "3"].map { CarNumber($0) })
        #expect(Proposal(gridOf: "race1", entries, .best(of: "q"), results: [:]) == nil, "nothing without a result")
    }

    @Test("a car that has another number in the race is where it qualified, under that number")
    func renumbered() throws {
        let other = did("22", 0, nil, entered: "2").entry
        let proposal = Proposal(
            gridOf: "race1", [entries[0], other], .best(of: "q"), results: ["q": told(qualifying)])
        #expect(proposal?.list.grid == ["22", "1"].map { CarNumber($0) })
    }

    @Test("what was taken over is the same until a result is amended; then each car that differs is named")
    func differs() throws {
        let taken = try #require(grid(qualifying)).list
        #expect(try #require(grid(qualifying)).differences(from: taken).isEmpty)
        let amended = part(
            did("1", 5, nil, best: 101, position: 1), did("2", 5, nil, best: nil, position: nil),
            did("3", 5, nil, best: nil, position: nil))
        let found = try #require(grid(amended)).differences(from: taken)
        #expect(found.map(\.car.text) == ["1", "2"])
        #expect(found.map(\.taken) == [2, 1] && found.map(\.proposed) == [1, 2])
    }

    @Test("success penalties follow from the race before; a car that loses its own is named too")
    func success() throws {
        let race = part(
            did("3", 29, 3600, position: 1), did("2", 29, 3601, position: 2), did("1", 29, 3602, position: 3))
        let first = try #require(
            Proposal(successIn: "race2", entries, .asia, after: [told(race, "race1")], length: .minutes(60)))
        #expect(first.list.additions?.map(\.car.text) == ["1", "2", "3"])
        #expect(first.list.additions?.map(\.time) == [5, 10, 15].map { .seconds($0) })
        let without = part(did("2", 29, 3601, position: 1), did("1", 29, 3602, position: 2))
        let second = try #require(
            Proposal(successIn: "race2", entries, .asia, after: [told(without, "race1")], length: .minutes(60)))
        let found = second.differences(from: first.list)
        #expect(found.map(\.car.text) == ["1", "2", "3"] && found.last?.proposed == nil)
        #expect(Proposal(successIn: "race1", entries, .asia, after: [], length: nil) == nil)
    }

    @Test("who drove a car alone in qualifying starts the race in it; nothing follows where nobody was identified")
    func starters() throws {
        let drove = part(did("1", 5, nil, driver: 2), did("2", 5, nil, driver: 9), did("3", 5, nil))
        let proposal = try #require(Proposal(startersOf: "race1", entries, qualifiedIn: "q", told(drove)))
        #expect(proposal.list.starters == [.init(CarNumber("1"), driver: 2)], "driver 9 is not of the crew")
        #expect(Proposal(startersOf: "race1", entries, qualifiedIn: "q", told(qualifying)) == nil)
    }

    @Test("of two that were taken over of one subject the later one holds")
    func latest() throws {
        let proposal = try #require(grid(qualifying))
        func taken(_ act: String, _ list: StartList) -> Timekeeper.TakenStartList {
            .init(act: act, at: Instant(milliseconds: 5), by: "rc", list: list)
        }
        let older = StartList(of: proposal.list.origins, grid: [CarNumber("3")])
        let success = StartList(of: proposal.list.origins, additions: [])
        let standing = StandingProposal(
            proposal, [taken("a", older), taken("b", proposal.list), taken("c", success)])
        #expect(standing.taken?.act == "b" && standing.differences.isEmpty)
    }
}
