import Rulebook
import Testing
import Timing

@Suite("Crews and the cups in which they may be entered")
struct CrewTests {
    /// A driver by his grade, `Bronze`, with year of birth and nation where they matter, `Bronze 1968 ITA`.
    private func driver(_ id: Int, _ text: Substring) -> String {
        let words = text.split(separator: " ")
        let grade = words.first.map { $0 == "?" ? "" : ", grade: \($0)" } ?? ""
        let born = words.dropFirst().first.map { $0 == "?" ? "" : ", born: \($0)" } ?? ""
        return "{id: \(id), name: D\(id)\(grade)\(born)\(words.count > 2 ? ", nation: \(words[2])" : "")}"
    }

    /// Entries of a series in config/, each `class|cup|crew`.
    private func told(_ series: String, _ entries: [String]) throws -> [String] {
        let cars = entries.enumerated().map { index, entry in
            let parts = entry.split(separator: "|", omittingEmptySubsequences: false)
            let crew = parts[2].split(separator: ",").enumerated().map { driver($0 + 1, $1) }
            let cup = parts[1].isEmpty ? "" : "cup: \(parts[1]), "
            return "  - {number: \(index + 1), class: \(parts[0]), \(cup)team: T, transponders: [\(index + 1)], "
                + "drivers: [\(crew.joined(separator: ", "))]}"
        }
        let text = """
            event: E
            circuit: {name: C, loops: [{id: 1, name: Line, kind: line}]}
            series: \(ConfigTests.config)/series/\(series).yaml
            sessions: [{id: p, name: P, kind: practice}]
            entries:
            \(cars.joined(separator: "\n"))

            """
        return try faults(text)
    }

    /// Crews that a cup of a series admits, and crews that it does not.
    static let crews: [(series: String, right: [String], wrong: [String])] = [
        (
            "blancpain-gt-series-asia-2018",
            [
                "GT3|Pro/Am|Bronze,Platinum", "GT3|Pro/Am|Gold,Bronze", "GT3|Pro/Am|Bronze,Silver",
                "GT3|Silver|Silver,Silver", "GT3|Am/Am|Bronze,Bronze", "GT4|Am/Am|Bronze,Bronze", "GTC||Gold",
                "Invitational||Platinum,Platinum", "GT3|Pro/Am|",
            ],
            [
                "GT3|Pro/Am|Bronze,Bronze", "GT3|Pro/Am|Silver,Gold", "GT3|Silver|Silver,Gold",
                "GT3|Am/Am|Bronze,Silver",
                "GT4|Am/Am|Bronze,Silver", "GT4|Pro/Am|Bronze,Silver", "GT3||Bronze,Gold", "GT2|Am/Am|Bronze,Bronze",
                "GT3|Pro/Am|Bronze", "GTC|Am/Am|Bronze,Bronze",
            ]
        ),
        (
            "blancpain-endurance-cup-2018",
            [
                "GT3|Pro|Platinum,Platinum,Gold", "GT3|Silver|Silver,Silver,Silver",
                "GT3|Pro-Am|Bronze,Bronze,Platinum",
                "GT3|Pro-Am|Bronze,Silver", "GT3|Am|Bronze,Bronze,Bronze",
            ],
            [
                "GT3|Silver|Silver,Silver,Bronze", "GT3|Pro-Am|Bronze,Gold,Platinum", "GT3|Am|Bronze,Bronze,Silver",
                "GT3|Pro-Am|Bronze,Bronze",
            ]
        ),
        (
            "total-24-hours-of-spa-2018",
            [
                "GT3|Pro|Platinum,Platinum,Gold", "GT3|Silver|Silver,Silver,Silver,Silver",
                "GT3|Pro-Am|Platinum,Platinum,Bronze,Bronze", "GT3|Pro-Am|Gold,Silver,Bronze,Bronze",
                "GT3|Am|Bronze,Bronze,Bronze,Silver", "GT3|Am|Bronze,Bronze,Bronze,Bronze",
            ],
            [
                "GT3|Pro|Platinum,Platinum,Gold,Gold", "GT3|Pro-Am|Platinum,Platinum,Platinum,Bronze",
                "GT3|Am|Bronze,Bronze,Silver,Silver", "GT3|Silver|Silver,Silver,Gold",
            ]
        ),
        (
            "blancpain-sprint-cup-2018",
            [
                "GT3|Pro|Gold,Platinum", "GT3|Silver|Silver,Silver", "GT3|Pro-Am|Bronze,Platinum",
                "GT3|Am|Bronze,Bronze",
            ],
            ["GT3|Silver|Silver,Bronze", "GT3|Pro-Am|Silver,Platinum", "GT3|Am|Bronze,Silver"]
        ),
        (
            "blancpain-gt-sports-club-2018",
            ["GT3||Bronze", "GT3|Titanium|Bronze 1968", "GT3|Titanium|Bronze 1959", "GT3|Iron|Bronze 1958"],
            [
                "GT3||Silver", "GT3|Titanium|Bronze 1969", "GT3|Titanium|Bronze 1958", "GT3|Iron|Bronze 1959",
                "GT3|Titanium|Bronze", "GT3||Bronze,Bronze",
            ]
        ),
        (
            "british-gt-2018-2h",
            [
                "GT3|Pro/Am|Bronze,Gold", "GT3|Silver|Silver,Silver", "GT3|Silver/Am|Silver,Bronze",
                "GT3|Am|Bronze,Bronze",
                "GT4|Pro/Am|Bronze,Silver", "GT4|Silver|Silver,Silver",
            ],
            ["GT4|Silver|Silver,Gold", "GT4|Pro/Am|Silver,Gold", "GT3|Silver/Am|Bronze,Gold", "GT4|Am|Bronze,Bronze"]
        ),
        (
            "gt4-european-2018",
            ["GT4|Silver|Silver,Silver", "GT4|Pro-Am|Bronze,Gold", "GT4|Am|Bronze,Bronze"],
            ["GT4|Pro-Am|Bronze,Platinum", "GT4|Am|Bronze", "GT4|Silver|Silver,Gold"]
        ),
        ("french-gt4-2018", ["GT4|Am|Bronze", "GT4|Am|Bronze,Bronze"], ["GT4|Pro-Am|Bronze", "GT4|Silver|Silver"]),
        ("gt4-central-european-2018", ["GT4|Am|Bronze", "GT4|Pro-Am|Bronze,Silver"], ["GT4|Silver|Silver,Silver"]),
        ("gt4-sprint-cup-europe-2018", ["GT4|Silver|Silver,Silver"], ["GT4|Am|Bronze,Silver"]),
        (
            "fia-gt-nations-cup-2018", ["GT3||Bronze ? ITA,Silver ? ITA", "GT3||Silver ? FRA,Bronze ? FRA"],
            [
                "GT3||Bronze ? ITA,Silver ? FRA", "GT3||Silver ? ITA,Silver ? ITA", "GT3||Bronze ? ITA,Gold ? ITA",
                "GT3||Bronze,Silver",
            ]
        ),
        (
            "sro-gt4-international-cup-2018",
            ["GT4|Pro-Am|Bronze,Gold", "GT4|Silver|Silver,Silver", "GT4|Am|Bronze,Bronze"],
            ["GT4|Pro-Am|Bronze,Platinum", "GT4|Am|Bronze,Silver"]
        ),
    ]

    @Test("each cup of each series admits its crews and no others", arguments: crews)
    func admitted(_ series: String, _ right: [String], _ wrong: [String]) throws {
        #expect(try told(series, right) == [])
        for crew in wrong {
            let found = try told(series, [crew])
            #expect(found.count == 1, "\(crew): \(found)")
            #expect(found.first?.hasPrefix("x.yaml:6:") == true, "\(crew)")
        }
    }

    @Test("a crew that does not fit is told with its grades, what the cup asks, and the cup that it fits")
    func fault() throws {
        let asia = "blancpain-gt-series-asia-2018"
        #expect(
            try told(asia, ["GT3|Pro/Am|Bronze,Bronze"]) == [
                "x.yaml:6:79: entries[1].drivers: found Bronze + Bronze, expected a crew of GT3 Pro/Am: 2 drivers, "
                    + "1 Bronze, 1 Silver or higher; correct the crew, or enter it in Am/Am"
            ])
        #expect(
            try told(asia, ["GT3|Silvr|Silver,Silver"]) == [
                "x.yaml:6:34: entries[1].cup: found \"Silvr\", expected a cup of GT3: Pro/Am, Silver, Am/Am; write Silver"
            ])
        #expect(
            try told(asia, ["GT5|Am/Am|Bronze,Bronze"]) == [
                "x.yaml:6:24: entries[1].class: found \"GT5\", expected a class of the series: GT3, GT4, GTC, "
                    + "Invitational; write GT3"
            ])
        #expect(
            try told(asia, ["GT4||Bronze,Bronze"]) == [
                "x.yaml:6:5: entries[1]: found no cup, expected a cup of GT4: Am/Am; write one of these"
            ])
        #expect(
            try told(asia, ["GT4|Am/Am|Bronze,?"]) == [
                "x.yaml:6:113: entries[1].drivers[2]: found a driver of GT4 Am/Am without a grade, expected a grade: "
                    + "the cup asks for it; add the grade"
            ])
        #expect(
            try told("blancpain-gt-sports-club-2018", ["GT3|Iron|Bronze 1970"]) == [
                "x.yaml:6:77: entries[1].drivers: found Bronze born 1970, expected a crew of GT3 Iron: 1 driver, "
                    + "1 Bronze, aged 60 or more; correct the crew, or enter it without a cup"
            ])
    }

    @Test("a nation enters one car in the Nations Cup")
    func nations() throws {
        let crew = "GT3||Bronze ? ITA,Silver ? ITA"
        #expect(
            try told("fia-gt-nations-cup-2018", [crew, crew]) == [
                "x.yaml:7:66: entries[2].drivers: found ITA, which line 6 has already, expected a nation that no other "
                    + "has; correct one of the two"
            ])
    }

    @Test("where a series names no cups, every class, cup and crew may be entered")
    func noCups() throws {
        #expect(try told("intercontinental-bathurst-12h-2018", ["TCR|Odd|Bronze,?", "GT3||Gold"]) == [])
    }

    @Test("faults of several crews are told at once, and a crew with a fault of its own only with that")
    func several() throws {
        let found = try told(
            "blancpain-gt-series-asia-2018",
            ["GT3|Pro/Am|Bronze,Bronze", "GT3|Pro/Am|Bronze,Brnze", "GT9|X|Gold", "GT4|Am/Am|Gold"])
        #expect(
            found.map { $0.split(separator: ": found").first.map(String.init) } == [
                "x.yaml:6:79: entries[1].drivers", "x.yaml:7:139: entries[2].drivers[2].grade",
                "x.yaml:8:24: entries[3].class", "x.yaml:9:78: entries[4].drivers",
            ])
    }

    @Test(
        "cups that cannot be are faults",
        arguments: [
            ("[]", "7: cups: found an empty list, expected at least one of cups; add one"),
            (
                "[{class: GT3}, {class: GT3}]",
                "22: cups[2]: found GT3, which line 6 has already, expected a class and cup that no other has; "
                    + "correct one of the two"
            ),
            (
                "[{oneCarPerNation: true}]",
                "8: cups[1]: found neither class nor cup, expected one of them, or both; add one"
            ),
            (
                "[{class: GT3, crew: {age: 50..59}}]",
                "33: cups[1].crew.age: found an age without the season's year, expected the series' season; "
                    + "write season: 2018 in the series"
            ),
            (
                "[{class: GT3, crew: {drivers: 3..2}}]",
                "37: cups[1].crew.drivers: found \"3..2\", expected a number or a range from 1 to 16; "
                    + "write it like 2, 2..3 or 60.."
            ),
            (
                "[{class: GT3, crew: {Bronce: 2}}]",
                "28: cups[1].crew.Bronce: found an unknown key, expected one of drivers, Bronze, Bronze+, Silver, Silver+, "
                    + "Gold, Gold+, Platinum, Platinum+, age, sameNation; write Bronze"
            ),
        ])
    func wrong(_ cups: String, _ expected: String) throws {
        #expect(try faults(Sample.series + "cups: \(cups)\n") == ["x.yaml:6:\(expected)"])
    }
}
