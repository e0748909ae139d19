/// The rooms of the package and what each uses: as Package.swift allows it, and as the code imports it.
struct Rooms {
    /// In order of the folders.
    let names = Package.rooms
    /// By room, the rooms that its files import.
    private(set) var uses: [String: Set<String>] = [:]
    private(set) var sizes: [String: (files: Int, lines: Int)] = [:]

    init() {
        let rooms = Set(names)
        for file in Package.sources {
            let size = sizes[file.room] ?? (0, 0)
            sizes[file.room] = (size.files + 1, size.lines + file.lines.count)
            uses[file.room, default: []].formUnion(file.imports.map(\.module).filter(rooms.contains))
        }
    }

    var picture: String {
        names.compactMap { room in
            guard let size = sizes[room] else { return "  \(room): of C\n" }
            let used = uses[room, default: []].sorted().joined(separator: ", ")
            return "  \(room): \(size.files) files, \(size.lines) lines" + (used.isEmpty ? "\n" : "\n    → \(used)\n")
        }.joined()
    }
}
