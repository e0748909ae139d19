/// The entry list as the fold reads it.
struct Field {
    struct CarClass {
        let name: String
        let members: [Int]
    }

    let count: Int
    /// In order of first mention in the entry list.
    let classes: [CarClass]
    /// Each car's place in `classes`.
    let classOf: [Int]

    init(_ entries: [Entry]) {
        var names: [String] = []
        var members: [[Int]] = []
        var classOf: [Int] = []
        for (car, entry) in entries.enumerated() {
            let place = names.firstIndex(of: entry.carClass) ?? names.count
            if place == names.count {
                names.append(entry.carClass)
                members.append([])
            }
            members[place].append(car)
            classOf.append(place)
        }
        count = entries.count
        self.classOf = classOf
        classes = zip(names, members).map { CarClass(name: $0, members: $1) }
    }
}
