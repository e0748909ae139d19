/// Invented people from many places, each once before any comes again.
struct CrewNames {
    struct Person {
        let name: String
        let nation: String
    }

    private let people: [Person]
    private var given = 0

    init(_ people: [Person]) {
        self.people = people
    }

    mutating func next() -> Person {
        defer { given += 1 }
        let person = people[given % people.count]
        let round = given / people.count
        guard round > 0 else { return person }
        return Person(name: "\(person.name) \(round + 1)", nation: person.nation)
    }

    /// Given names as people have them, invented family names.
    static let everybody: [Person] = nations.flatMap { nation, given, family in
        given.flatMap { first in family.map { Person(name: "\(first) \($0)", nation: nation) } }
    }

    private static let nations: [(String, [String], [String])] = [
        ("MYS", ["Aisyah", "Farid", "Hafiz", "Mei Lin"], ["Kelipkelip", "Hujanlebat", "Rimbaraya"]),
        ("THA", ["Anong", "Kiet", "Somsak", "Ploy"], ["Chongfasai", "Namtokyen", "Dokrakdee"]),
        ("JPN", ["Akira", "Hana", "Ren", "Sayuri"], ["Kumogatake", "Tsukinami", "Hoshigasaki"]),
        ("CHN", ["Bao", "Jing", "Wei", "Xiu"], ["Yunlongmen", "Qingfengpo", "Baihehu"]),
        ("HKG", ["Kit Yee", "Marcus", "Siu Ming", "Vivian"], ["Lanternhill", "Junkwater"]),
        ("IND", ["Arjun", "Kavya", "Meera", "Vikram"], ["Megharaj", "Tezpawan", "Neelgagan"]),
        ("IDN", ["Budi", "Citra", "Dewi", "Rizky"], ["Anginlaut", "Gunungawan"]),
        ("AUS", ["Bronte", "Lachlan", "Matilda", "Warrick"], ["Gumleaf", "Wattlecreek", "Quollbury"]),
        ("GBR", ["Callum", "Imogen", "Owen", "Priya"], ["Peewitt", "Hedgecombe", "Thistlemere"]),
        ("ITA", ["Chiara", "Dario", "Fiamma", "Luca"], ["Ventolesto", "Pavoncelle", "Ruotaperta"]),
        ("DEU", ["Anneke", "Jonas", "Leyla", "Till"], ["Kiebitzmoor", "Sturmhagen"]),
        ("ZAF", ["Lerato", "Pieter", "Thandeka", "Zane"], ["Kiewietvlei", "Izulukazi"]),
    ]
}

/// Invented teams and cars.
enum TeamNames {
    static func team(_ place: Int) -> String {
        let first = birds[place % birds.count]
        let second = kinds[(place / birds.count + place) % kinds.count]
        let round = place / (birds.count * kinds.count)
        return round == 0 ? "\(first) \(second)" : "\(first) \(second) \(round + 1)"
    }

    static func vehicle(_ draw: Int, carClass: String) -> String {
        "\(makes[draw % makes.count]) \(carClass)"
    }

    private static let birds = [
        "Hornbill", "Peewit", "Drongo", "Monsoon", "Rafflesia", "Sunbird", "Mangrove", "Lantern",
        "Typhoon", "Bulbul", "Tamarind", "Fantail", "Banyan",
    ]
    private static let kinds = ["Racing", "Motorsport", "Autosport", "Competition", "Speedworks"]
    private static let makes = ["Falkon", "Vanello", "Plover", "Skylark", "Corvina", "Asteria", "Merle"]
}
