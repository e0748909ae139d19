import Timing

/// Who is entered: from the result sheet where there is one, and from the rows of laps.
struct AlKamelResults {
    private let sheet: Table?
    private var rows: [String: Table.Row] = [:]
    private var unlisted = Noted()
    private var renamed = Noted()
    private var grouped = 0
    private var grades: [String] = []

    init(_ sheet: Table?) throws(ImportFault) {
        self.sheet = sheet
        for row in sheet?.rows ?? [] {
            // A line of remarks is no car.
            if row["NUMBER"].isEmpty, Int(row["POSITION"]) == nil { continue }
            let number = try row.required("NUMBER")
            if let earlier = rows[number] {
                throw row.fault(
                    "car \(number) again, after line \(earlier.line)", expected: "each car once",
                    remedy: "delete one of the two rows")
            }
            rows[number] = row
        }
    }

    /// The number of the driver of a lap; zero where the file states none.
    static func driverID(_ row: Table.Row) throws(ImportFault) -> UInt8 {
        row["DRIVER_NUMBER"].isEmpty ? 0 : UInt8(try row.whole("DRIVER_NUMBER", 0...255))
    }

    /// The car of these rows with its laps. The sheet's words come first, the rows' where it has none.
    mutating func car(_ car: CarRows, laps: [ReportedLap]) throws(ImportFault) -> ReportedCar {
        let lapRows = car.rows.map(\.row)
        let listed = rows.removeValue(forKey: car.number)
        if sheet != nil, listed == nil { unlisted.add(lapRows.first?.place ?? "") }
        func text(_ column: String) -> String {
            let official = listed?[column] ?? ""
            return official.isEmpty ? lapRows.firstText(column) : official
        }
        var names: [UInt8: String] = [:]
        for row in lapRows where !row["DRIVER_NAME"].isEmpty {
            let id = try Self.driverID(row)
            if id > 0, names[id] == nil { names[id] = row["DRIVER_NAME"] }
        }
        if !text("GROUP").isEmpty { grouped += 1 }
        let vehicle = listed?["VEHICLE"] ?? ""
        return Self.car(
            car.number, text, vehicle: vehicle.isEmpty ? lapRows.firstText("MANUFACTURER") : vehicle,
            drivers: crew(names, listed: listed.map { crew($0) } ?? [], row: listed), laps: laps)
    }

    /// Cars of the sheet that have no lap; call when all others are read.
    mutating func standing() -> [ReportedCar] {
        rows.sorted { $0.key < $1.key }.map { number, row in
            Self.car(number, { row[$0] }, vehicle: row["VEHICLE"], drivers: crew(row), laps: [])
        }
    }

    func note(in notes: inout [String]) {
        if sheet == nil {
            notes.append("Without a result sheet the grades of the drivers are unknown.")
        }
        notes.note(grouped, "car(s) have a GROUP, which is taken as the cup within the class.")
        notes.note(unlisted, "car(s) are not in the result sheet.")
        notes.note(
            renamed, "driver(s) have another name in the result sheet; the name beside their laps is kept.")
        notes += grades
    }

    private static func car(
        _ number: String, _ text: (String) -> String, vehicle: String, drivers: [Driver], laps: [ReportedLap]
    ) -> ReportedCar {
        let cup = text("GROUP")
        return ReportedCar(
            number: CarNumber(number), carClass: text("CLASS"), cup: cup.isEmpty ? nil : cup,
            team: text("TEAM"), vehicle: vehicle.isEmpty ? nil : vehicle, drivers: drivers, laps: laps)
    }

    /// The crew on the sheet: `DRIVERn_FIRSTNAME` and so on, or the older `DRIVER_n`.
    private mutating func crew(_ row: Table.Row) -> [Driver] {
        var crew: [Driver] = []
        for number in 1...10 {
            func text(_ column: String) -> String? {
                let text = row["DRIVER\(number)_\(column)"]
                return text.isEmpty ? nil : text
            }
            let names = [text("FIRSTNAME"), text("SECONDNAME")].compactMap(\.self)
            let name = names.isEmpty ? row["DRIVER_\(number)"] : names.joined(separator: " ")
            if name.isEmpty { continue }
            var grade: String?
            if let written = text("LICENSE") { grade = self.grade(written, of: name, row) }
            crew.append(Driver(id: UInt8(number), name: name, grade: grade, nation: text("COUNTRY")))
        }
        return crew
    }

    /// A grade as the rulebooks know it. Another word is noted.
    private mutating func grade(_ text: String, of name: String, _ row: Table.Row) -> String? {
        let known = DriverGrade.known(text)
        if known?.isExact != true {
            grades.append(
                "\(row.place): the grade \"\(text)\" of \(name) is unknown and is "
                    + (known.map { "read as \($0.grade)." } ?? "left out."))
        }
        return known?.grade
    }

    /// The numbers and names beside the laps, with the sheet's grades and nations: by name, else by number.
    private mutating func crew(_ names: [UInt8: String], listed: [Driver], row: Table.Row?) -> [Driver] {
        var rest = listed
        var crew: [Driver] = []
        for (id, name) in names.sorted(by: { $0.key < $1.key }) {
            let place = rest.firstIndex { $0.name.lowercased() == name.lowercased() }
            let official = place.map { rest.remove(at: $0) }
            crew.append(Driver(id: id, name: name, grade: official?.grade, nation: official?.nation))
        }
        for (place, driver) in crew.enumerated() where driver.grade == nil && driver.nation == nil {
            guard let same = rest.firstIndex(where: { $0.id == driver.id }) else { continue }
            let official = rest.remove(at: same)
            renamed.add(row?.place ?? "")
            crew[place] = Driver(
                id: driver.id, name: driver.name, grade: official.grade, nation: official.nation)
        }
        // Drivers who drove no whole lap keep the sheet's number where it is free.
        let taken = Set(crew.map(\.id))
        return (crew + rest.filter { !taken.contains($0.id) }).sorted { $0.id < $1.id }
    }
}
