import Client
import Simulation
import Testing
import Timing
import Wire

/// An entry list that changes while a subscriber follows.
@Suite("Entries that change are followed")
struct EntriesFollowedTests {
    /// Changes of every kind, of cars of the list and of a new one.
    private static func changes(_ session: Session, _ random: inout SeededGenerator) -> [Act.Kind] {
        let entries = session.entries
        var kinds: [Act.Kind] = []
        func change(_ car: CarNumber, swapsWith other: CarNumber? = nil, _ say: (inout EntryDetails) -> Void) {
            var details = EntryDetails()
            say(&details)
            kinds.append(
                .entry(
                    EntryChange(.change, car, details, swapsWith: other, isFromStart: random.chance(permille: 500))))
        }
        let stranger = Entry(
            number: CarNumber("777"), carClass: "New", team: "Late", transponders: [Transponder(9_000_001)],
            drivers: [Driver(id: 1, name: "L. Late")])
        kinds.append(.entry(EntryChange(adding: stranger, isFromStart: true)))
        change(entries[0].number) { $0.number = CarNumber("909") }
        if entries.count > 2 {
            change(entries[1].number, swapsWith: entries[2].number) { $0.number = entries[2].number }
        }
        change(entries[entries.count - 1].number) {
            $0.carClass = "New"
            $0.drivers = [Driver(id: 1, name: "O. Other")]
        }
        kinds.append(.entry(EntryChange(.withdraw, entries[0].number, isFromStart: random.chance(permille: 500))))
        kinds.append(.withdraw("entry-\(random.int(in: 0...3))"))
        return kinds
    }

    @Test(
        "after every delta that changes the list the table is the snapshot's", arguments: 1...12 as ClosedRange<UInt64>)
    func followed(seed: UInt64) throws {
        let race = try TroubledRace(seed: seed)
        var random = SeededGenerator(seed: seed, stream: 91)
        let daemon = ToldDaemon(race.session)
        var inputs = race.inputs
        var place = 0
        for (index, kind) in Self.changes(race.session, &random).enumerated() {
            place = random.int(in: place...inputs.count)
            let at = inputs[min(place, inputs.count - 1)].instant
            inputs.insert(.act(Act(id: "entry-\(index)", at: at, by: "timekeeper", kind: kind)), at: place)
            place += 1
        }
        var follower = Follower()
        _ = follower.take(try PublishedSnapshot(JSON(daemon.snapshot)))
        var changed = 0
        for input in inputs {
            for frame in daemon.take(input) {
                let message = try frame.withUnsafeBytes { try PublishedMessage(frame: $0) }
                _ = follower.take(message)
                guard case .delta(let delta) = message, delta.entries != nil else { continue }
                changed += 1
                let snapshot = RaceTable(try PublishedSnapshot(JSON(daemon.snapshot)))
                #expect(try #require(follower.table).differences(from: snapshot) == [])
            }
        }
        #expect(changed > 3)
        let snapshot = RaceTable(try PublishedSnapshot(JSON(daemon.snapshot)))
        let table = try #require(follower.table)
        #expect(table.differences(from: snapshot) == [])
        #expect(table.classification.count == snapshot.classification.count)
    }
}
