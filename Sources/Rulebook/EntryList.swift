import Timing

/// The entry list: a list of entries, in grid order for a race.
enum EntryList {
    static func read(_ field: Field) -> [Entry]? {
        guard let fields = field.list(of: "entries", atLeast: 1) else { return nil }
        var numbers = Unique<String>()
        var transponders = Unique<Int>()
        return fields.compactMap { entry($0, &numbers, &transponders) }
    }

    private static let keys = ["number", "class", "cup", "team", "vehicle", "transponders", "drivers"]

    private static func entry(
        _ field: Field, _ numbers: inout Unique<String>, _ transponders: inout Unique<Int>
    ) -> Entry? {
        guard let table = Table(field, keys: keys) else { return nil }
        let numberField = table.required("number", "the number on the car's door")
        let number = numberField?.text("the number on the car's door", longest: 16)
        if let number, let numberField {
            numbers.check(number, numberField, "a number")
        }
        let carClass = table.required("class", "the entry's class")?.text("the entry's class")
        let team = table.required("team", "the team's name")?.text("the team's name", empty: true)
        let cup = table["cup"]?.text("the cup's name", empty: true)
        let vehicle = table["vehicle"]?.text("the vehicle's name", empty: true)
        let cars = table.required("transponders", "the list of the car's transponders")?
            .list(of: "transponders")?
            .compactMap { transponder($0, &transponders) }
        let crew = table.required("drivers", "the list of the crew")?.list(of: "drivers")
        var ids = Unique<Int>()
        let drivers = crew?.compactMap { driver($0, &ids) }
        guard let number, let carClass, let team, let cars, let drivers else { return nil }
        return Entry(
            number: CarNumber(number), carClass: carClass, cup: cup, team: team, vehicle: vehicle,
            transponders: cars, drivers: drivers)
    }

    private static func transponder(_ field: Field, _ seen: inout Unique<Int>) -> Transponder? {
        guard let value = field.integer(1...4_294_967_295), let transponder = UInt32(exactly: value) else {
            return nil
        }
        seen.check(value, field, "a transponder")
        return Transponder(transponder)
    }

    private static func driver(_ field: Field, _ seen: inout Unique<Int>) -> Driver? {
        guard let table = Table(field, keys: ["id", "name", "grade", "nation"]) else { return nil }
        let idField = table.required("id", "the number of the car's driver identification")
        let value = idField?.integer(1...255)
        if let value, let idField {
            seen.check(value, idField, "a driver id in this crew")
        }
        let name = table.required("name", "the driver's name")?.text("the driver's name")
        let grade = table["grade"]?.choice(of: ["Bronze", "Silver", "Gold", "Platinum"])
        let nation = table["nation"]?.text("the driver's nation", empty: true)
        guard let value, let id = UInt8(exactly: value), let name else { return nil }
        return Driver(id: id, name: name, grade: grade, nation: nation)
    }
}
