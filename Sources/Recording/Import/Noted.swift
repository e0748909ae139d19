/// Oddities of one kind: how many, and where the first of them stand.
struct Noted {
    private(set) var count = 0
    private var places: [String] = []

    /// `place` is `file:line`; empty where none is known.
    mutating func add(_ place: String) {
        count += 1
        if places.count < 5, !place.isEmpty, !places.contains(place) { places.append(place) }
    }

    mutating func add(_ row: Table.Row) { add(row.place) }

    mutating func add(contentsOf rows: [Table.Row]) {
        for row in rows { add(row) }
    }

    /// The first places, the file of those that follow each other once, and how many more there are.
    var list: String {
        var file = ""
        let names = places.map { place in
            let colon = place.lastIndex(of: ":") ?? place.endIndex
            defer { file = String(place[..<colon]) }
            return place[..<colon] == file ? String(place[colon...].dropFirst()) : place
        }
        let more = count - places.count
        return names.joined(separator: ", ") + (more > 0 && !places.isEmpty ? " and \(more) more" : "")
    }
}

extension [String] {
    /// Adds a note that is only worth reading when it counts something.
    mutating func note(_ count: Int, _ sentence: String) {
        if count > 0 { append("\(count) \(sentence)") }
    }

    /// The same, with the places.
    mutating func note(_ noted: Noted, _ sentence: String) {
        if noted.count > 0 { append("\(noted.count) \(sentence)" + (noted.list.isEmpty ? "" : " See \(noted.list).")) }
    }
}
