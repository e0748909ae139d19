import Timing

/// A car before the race: its entry and how quick it is. Grid order is order of the qualifying lap.
struct Entrant {
    let entry: Entry
    /// Clean lap of this car with a professional, in microseconds.
    let lap: Int64

    /// The entry list of a race, in grid order. Teams, cars and drivers are invented.
    static func grid(_ setting: RaceSetting) -> [Entrant] {
        var random = SeededGenerator(seed: setting.listSeed ?? setting.seed, stream: Stream.entries)
        let total = setting.fields.reduce(0) { $0 + $1.cars }
        let numbers = doorNumbers(total, &random)
        var names = CrewNames(random.shuffled(CrewNames.everybody))
        var entrants: [(qualifying: Int64, entrant: Entrant)] = []
        for field in setting.fields {
            for _ in 0..<field.cars {
                let place = entrants.count
                let cup = cup(of: field.name, &random)
                let drivers = grades(of: cup, crew: setting.crew, &random).enumerated().map { seat, grade in
                    let person = names.next()
                    return Driver(
                        id: UInt8(truncatingIfNeeded: seat + 1), name: person.name, grade: grade,
                        nation: person.nation)
                }
                let entry = Entry(
                    number: numbers[place], carClass: field.name, cup: cup, team: TeamNames.team(place),
                    vehicle: TeamNames.vehicle(random.int(in: 0...999), carClass: field.name),
                    transponders: [Transponder(UInt32(4_700_001 + place * 37))], drivers: drivers)
                let lap = field.lap.count * 1000 + random.int(in: -600_000...900_000)
                let qualifying = lap + random.int(in: 0...1_200_000)
                entrants.append((qualifying, Entrant(entry: entry, lap: lap)))
            }
        }
        return entrants.enumerated()
            .sorted { ($0.element.qualifying, $0.offset) < ($1.element.qualifying, $1.offset) }
            .map(\.element.entrant)
    }

    /// What a driver of this grade adds to a clean lap, in microseconds.
    static func loss(grade: String?) -> Int64 {
        switch grade {
        case "Platinum": 0
        case "Gold": 300_000
        case "Silver": 800_000
        default: 2_200_000
        }
    }

    /// GT4 is for two Bronze drivers; GT3 has all three cups (R37.1, [Asia 2018]).
    private static func cup(of carClass: String, _ random: inout SeededGenerator) -> String {
        guard carClass == "GT3" else { return "Am/Am" }
        return ["Pro/Am", "Pro/Am", "Silver", "Am/Am"][random.int(in: 0...3)]
    }

    private static func grades(
        of cup: String, crew: Int, _ random: inout SeededGenerator
    ) -> [String] {
        switch cup {
        case "Silver":
            return Array(repeating: "Silver", count: crew)
        case "Pro/Am":
            let professional = ["Platinum", "Gold", "Gold", "Silver"][random.int(in: 0...3)]
            return Array(repeating: "Bronze", count: max(crew - 1, 0)) + [professional]
        default:
            return Array(repeating: "Bronze", count: crew)
        }
    }

    /// Different texts, among them some that are the same number.
    private static func doorNumbers(_ count: Int, _ random: inout SeededGenerator) -> [CarNumber] {
        let alike = ["7", "07", "007", "88", "088"]
        let plain = (1...max(count + 99, 199)).map(String.init).filter { !alike.contains($0) }
        let chosen = alike + random.shuffled(plain)
        return random.shuffled(Array(chosen.prefix(count))).map { CarNumber($0) }
    }
}
