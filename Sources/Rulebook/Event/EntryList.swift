import Timing

/// The entry list: a list of entries, in grid order for a race.
struct EntryList {
    /// An entry, and where it stands.
    struct Listed {
        let entry: Entry
        let table: Table
        /// Of its drivers, in their order.
        let drivers: [Table]
        /// All are without a fault.
        let isCrewSound: Bool
    }

    let listed: [Listed]

    var entries: [Entry] { listed.map(\.entry) }

    /// The list itself, or that in the file whose path stands here: of YAML, or a table of cells.
    init?(hereOrThere field: Field) {
        if let path = field.written, Self.isTable(path) {
            guard let path = field.referredPath() else { return nil }
            self.init(table: path, field.findings, referredBy: field)
        } else {
            guard let list = field.hereOrThere else { return nil }
            self.init(list)
        }
    }

    init?(_ field: Field) {
        guard let fields = field.list(of: "entries", atLeast: 1) else { return nil }
        var reader = Reader()
        listed = fields.compactMap { field in
            guard let table = Table(field, keys: Self.keys) else { return nil }
            let crew = table.required("drivers", "the list of the crew")?.list(of: "drivers")
            return reader.entry(table, drivers: crew?.compactMap { Table($0, keys: Self.keysOfDrivers) })
        }
    }

    init(listed: [Listed]) {
        self.listed = listed
    }

    static let keysOfDrivers = ["id", "name", "grade", "nation", "born"]

    private static let keys = ["number", "class", "cup", "team", "vehicle", "transponders", "drivers"]

    /// Reads entries one after the other, and finds values that two of them share.
    struct Reader {
        private var numbers = Unique<String>()
        private var transponders = Unique<Int>()

        /// The entry that a table states; without a list of drivers only its faults are told.
        mutating func entry(_ table: Table, drivers tables: [Table]?) -> Listed? {
            let numberField = table.required("number", "the number on the car's door")
            let number = numberField?.text("the number on the car's door", longest: 16)
            if let number, let numberField {
                numbers.check(number, numberField, "a number")
            }
            let carClass = table.required("class", "the entry's class")?.text("the entry's class")
            let team = table.required("team", "the team's name")?.text("the team's name", empty: true)
            let cup = table["cup"]?.text("the cup's name", empty: true)
            let vehicle = table["vehicle"]?.text("the vehicle's name", empty: true)
            let items = table.required("transponders", "the list of the car's transponders")?.list(of: "transponders")
            if let number, let items, items.isEmpty {
                table["transponders"]?.note(
                    "car \(number) has no transponder: it is not timed until \"lapwing control assign\" gives it one")
            }
            var offsets: [Transponder: Milliseconds] = [:]
            let cars = items?.compactMap { transponder($0, &offsets) }
            var ids = Unique<Int>()
            let drivers = tables?.compactMap { Self.driver($0, &ids) }
            guard let number, let carClass, let team, let cars, let tables, let drivers else { return nil }
            let isCrewSound =
                drivers.count == tables.count
                && zip(tables, drivers).allSatisfy { table, driver in
                    (table["grade"] == nil) == (driver.grade == nil) && (table["born"] == nil) == (driver.born == nil)
                }
            return Listed(
                entry: Entry(
                    number: CarNumber(number), carClass: carClass, cup: cup, team: team, vehicle: vehicle,
                    transponders: cars, transponderOffsets: offsets, drivers: drivers),
                table: table, drivers: tables, isCrewSound: isCrewSound)
        }

        /// A number alone, or with by how much the transponder is read after the car's first one.
        private mutating func transponder(
            _ field: Field, _ offsets: inout [Transponder: Milliseconds]
        ) -> Transponder? {
            let table = field.isMapping ? Table(field, keys: ["id", "offset"]) : nil
            if field.isMapping, table == nil { return nil }
            let id = table.map { $0.required("id", "the transponder's number") } ?? field
            let offset = table?["offset"]?.duration(.seconds(-10) ... .seconds(10))
            guard let id, let value = id.integer(1...4_294_967_295), let number = UInt32(exactly: value) else {
                return nil
            }
            transponders.check(value, id, "a transponder")
            let transponder = Transponder(number)
            if let offset { offsets[transponder] = offset }
            return transponder
        }

        private static func driver(_ table: Table, _ seen: inout Unique<Int>) -> Driver? {
            let idField = table.required("id", "the number of the car's driver identification")
            let value = idField?.integer(1...255)
            if let value, let idField {
                seen.check(value, idField, "a driver id in this crew")
            }
            let name = table.required("name", "the driver's name")?.text("the driver's name")
            let grade = table["grade"]?.choice(of: Driver.grades)
            let nation = table["nation"]?.text("the driver's nation", empty: true)
            let born = table["born"]?.integer(1900...2100)
            guard let value, let id = UInt8(exactly: value), let name else { return nil }
            return Driver(id: id, name: name, grade: grade, nation: nation, born: born)
        }
    }
}
