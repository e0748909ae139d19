import Timing

/// The competitors of a stream: `$A` and `$COMP` under their registration, `$L` under their number.
struct RMonitorCars {
    private var cars: [RMonitorCar] = []
    private var registrations: [String: Int] = [:]
    private var numbers: [String: Int] = [:]
    private var classes: [Int: String] = [:]

    // MARK: Records

    /// `$A`: registration, number, transponder, first name, last name, nationality, class.
    mutating func competitor(_ record: RMonitorRecord) -> Bool {
        guard record.fields.count >= 8, let place = place(record) else { return false }
        if let value = UInt32(record[3]), value > 0, !cars[place].transponders.contains(Transponder(value)) {
            cars[place].transponders.append(Transponder(value))
        }
        describe(place, record, first: 4, classID: record[7])
        return true
    }

    /// `$COMP`: registration, number, class, first name, last name, nationality, additional data.
    mutating func more(_ record: RMonitorRecord) -> Bool {
        guard record.fields.count >= 7, let place = place(record) else { return false }
        describe(place, record, first: 4, classID: record[3])
        if !record[7].isEmpty { cars[place].additional = record[7] }
        return true
    }

    /// `$C`: number and name of a class.
    mutating func nameClass(_ record: RMonitorRecord) -> Bool {
        guard let id = Int(record[1]) else { return false }
        if !record[2].isEmpty { classes[id] = record[2] }
        return true
    }

    private mutating func place(_ record: RMonitorRecord) -> Int? {
        let (registration, number) = (record[1], record[2].isEmpty ? record[1] : record[2])
        guard (1...16).contains(number.count) else { return nil }
        let place = registrations[registration] ?? self.place(ofNumber: number)
        registrations[registration] = place
        numbers[number] = place
        cars[place].number = number
        cars[place].isListed = true
        return place
    }

    private mutating func describe(_ place: Int, _ record: RMonitorRecord, first: Int, classID: String) {
        let name = [record[first], record[first + 1]].filter { !$0.isEmpty }.joined(separator: " ")
        if !name.isEmpty, !cars[place].names.contains(name) { cars[place].names.append(name) }
        // IMSA puts the make of the car here, and in a race, in $COMP, what became of it.
        let nationality = record[first + 2]
        if ["retired", "excluded"].contains(nationality.lowercased()) {
            cars[place].status = nationality
        } else if cars[place].vehicle.isEmpty {
            cars[place].vehicle = nationality
        }
        cars[place].classID = Int(classID) ?? cars[place].classID
    }

    // MARK: Crossings

    /// The car of a number, entered now if no record has named it yet.
    mutating func place(ofNumber number: String) -> Int {
        if let place = numbers[number] { return place }
        numbers[number] = cars.count
        cars.append(RMonitorCar(number: number))
        return cars.count - 1
    }

    func place(ofRegistration registration: String) -> Int? {
        registrations[registration] ?? numbers[registration]
    }

    /// What a crossing says of its car.
    mutating func cross(_ place: Int, at: Instant, isLine: Bool, driver: UInt8, className: String) {
        if isLine { cars[place].firstLine = min(cars[place].firstLine ?? at, at) }
        if driver != 0 { cars[place].drivers.insert(driver) }
        if !className.isEmpty { cars[place].className = className }
    }

    // MARK: Entries

    /// The entry list, and for each car of the stream the transponder of its crossings.
    ///
    /// - Parameter foreign: transponders seen without a car, which a made-up one must not be taken for.
    func entries(
        besides foreign: Set<Transponder>, notes: inout [String]
    ) -> (entries: [Entry], transponders: [Transponder]) {
        let (merged, owners) = joined
        let given = Self.transponders(of: merged, besides: foreign, notes: &notes)
        note(merged, in: &notes)
        let order = merged.indices.sorted { Self.grid(merged[$0]) < Self.grid(merged[$1]) }
        let entries = order.map { entry(merged[$0], transponders: given[$0]) }
        return (entries, owners.map { given[$0][0] })
    }

    /// Competitors of one number as one car, and for each competitor the place of its car.
    private var joined: (cars: [RMonitorCar], places: [Int]) {
        var merged: [RMonitorCar] = []
        var owners: [Int] = []
        for car in cars {
            if let same = merged.firstIndex(where: { $0.number == car.number }) {
                merged[same].join(car)
                owners.append(same)
            } else {
                owners.append(merged.count)
                merged.append(car)
            }
        }
        return (merged, owners)
    }

    /// Cars as they are entered, without laps, and their places by registration and number.
    func plainEntries(notes: inout [String]) -> (cars: [ReportedCar], places: [String: Int]) {
        let (merged, owners) = joined
        notes.note(
            cars.count - merged.count, "competitor(s) have the number of another and are taken as one car with it.")
        for car in merged where !car.status.isEmpty {
            notes.append("Car \(car.number) was declared \(car.status); the crossings decide.")
        }
        let reported = merged.map { car in
            ReportedCar(
                number: CarNumber(car.number), carClass: className(car), team: car.additional,
                vehicle: car.vehicle.isEmpty ? nil : car.vehicle, drivers: car.crew, laps: [])
        }
        let ofNumbers = numbers.mapValues { owners[$0] }
        return (reported, ofNumbers.merging(registrations.mapValues { owners[$0] }) { $1 })
    }

    private static func grid(_ car: RMonitorCar) -> (Instant, Int, String) {
        (car.firstLine ?? Instant(milliseconds: .max), car.number.count, car.number)
    }

    /// Each car's own, each transponder once; made up where the stream has none.
    private static func transponders(
        of cars: [RMonitorCar], besides foreign: Set<Transponder>, notes: inout [String]
    ) -> [[Transponder]] {
        var taken: Set<Transponder> = []
        var given = cars.map { car in car.transponders.filter { taken.insert($0).inserted } }
        taken.formUnion(foreign)
        var next: UInt32 = 1001
        var without: [String] = []
        for place in cars.indices where given[place].isEmpty {
            while taken.contains(Transponder(next)) { next += 1 }
            taken.insert(Transponder(next))
            given[place] = [Transponder(next)]
            without.append(cars[place].number)
        }
        notes.note(
            without.count,
            "car(s) have no transponder of their own in the file and are given a made-up one: "
                + "\(without.joined(separator: ", ")).")
        notes.note(
            cars.count { $0.transponders.count > 1 },
            "car(s) had more than one transponder; the crossings of a car all have its first.")
        return given
    }

    private func entry(_ car: RMonitorCar, transponders: [Transponder]) -> Entry {
        Entry(
            number: CarNumber(car.number), carClass: className(car), team: car.additional,
            vehicle: car.vehicle.isEmpty ? nil : car.vehicle, transponders: transponders, drivers: car.crew)
    }

    private func className(_ car: RMonitorCar) -> String {
        if let name = car.classID.flatMap({ classes[$0] }) { return name }
        if !car.className.isEmpty { return car.className }
        return car.classID.map { "class \($0)" } ?? "unknown"
    }

    private func note(_ merged: [RMonitorCar], in notes: inout [String]) {
        func list(_ sentence: String, _ belongs: (RMonitorCar) -> Bool) {
            let numbers = merged.filter(belongs).map(\.number)
            notes.note(numbers.count, "car(s) \(sentence): \(numbers.joined(separator: ", ")).")
        }
        notes.append("The file does not state the grid: entries are in the order of the first crossing of the Line.")
        list("have a crossing but no $A or $COMP") { !$0.isListed }
        notes.note(
            cars.count - merged.count, "competitor(s) have the number of another and are taken as one car with it.")
        list("have a class without a name") { $0.classID.flatMap { classes[$0] } == nil && $0.className.isEmpty }
        for car in merged where !car.status.isEmpty {
            notes.append("Car \(car.number) was declared \(car.status); the crossings decide.")
        }
        list("have a crew written in two fields, cut at each \"/\"") { $0.names.first?.contains("/") == true }
        list("are named with other drivers later, which is left out: who drove is not known") { $0.names.count > 1 }
        list("send driver ids, which are taken as places in the crew") { !$0.drivers.isEmpty }
        list("have the field \"nationality\" taken as the vehicle, as IMSA uses it") { !$0.vehicle.isEmpty }
    }
}
