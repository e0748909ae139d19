import Foundation

/// docs/protocol.schema.json, as far as it is needed to know which members a message may have.
struct Schema {
    /// A member's path, from the definition that it stands in: `evidence.atMs`, `changedRow.gapMs`; `*` where the name
    /// is data.
    typealias Path = String

    /// What a member may be.
    struct Leaf {
        var types: Set<String> = []
        var words: [String] = []
        /// The only value that it can have is true.
        var isConstant = false
    }

    private let definitions: [String: Any]
    private(set) var leaves: [Path: Leaf] = [:]
    /// Where a path goes on: at a definition.
    private var walked: Set<Path> = []
    private var definitionOf: [Path: Path] = [:]

    /// Commands are read by Wire, whose own tests hold them to the schema.
    private static let others: Set = ["commandBody"]

    init(messages: [String]) throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let data = try Data(contentsOf: root.appending(path: "docs/protocol.schema.json"))
        let all = try JSONSerialization.jsonObject(with: data) as? [String: Any]
        definitions = all?["$defs"] as? [String: Any] ?? [:]
        for message in messages { walk(definitions[message] as? [String: Any] ?? [:], message) }
    }

    /// With one member more, a text.
    func with(member path: Path) -> Schema {
        var other = self
        other.leaves[path] = Leaf(types: ["string"])
        return other
    }

    /// The path itself, or that of the definition at which it goes on.
    subscript(path: Path) -> Path {
        var path = path
        while let next = definitionOf[path] { path = next }
        return path
    }

    private static func hasMembers(_ schema: [String: Any]) -> Bool {
        ["properties", "items", "allOf"].contains { schema[$0] != nil }
    }

    private mutating func walk(_ schema: [String: Any], _ path: Path) {
        if let reference = schema["$ref"] as? String {
            let names = reference.split(separator: "/").dropFirst(2).map(String.init)
            if let name = names.first, Self.others.contains(name) {
                leaves[path, default: Leaf()].types.insert("command")
                return
            }
            var found: Any? = definitions
            for name in names { found = (found as? [String: Any])?[name] }
            let target = found as? [String: Any] ?? [:]
            let place = names.map { $0 == "items" ? "[]" : $0 }.joined()
            if !Self.hasMembers(target) || definitionOf[path] != nil {
                walk(target, self[path])
            } else if place != path {
                definitionOf[path] = place
                if walked.insert(place).inserted { walk(target, place) }
            }
        }
        for key in ["oneOf", "allOf", "anyOf"] {
            for part in schema[key] as? [[String: Any]] ?? [] { walk(part, path) }
        }
        for key in ["then", "else"] { if let part = schema[key] as? [String: Any] { walk(part, path) } }
        for (name, value) in schema["properties"] as? [String: Any] ?? [:] {
            if let member = value as? [String: Any] { walk(member, "\(path).\(name)") }
        }
        if let more = schema["additionalProperties"] as? [String: Any] { walk(more, "\(path).*") }
        if let items = schema["items"] as? [String: Any] { walk(items, "\(path)[]") }
        let types = (schema["type"] as? String).map { [$0] } ?? schema["type"] as? [String] ?? []
        for type in types where ["integer", "string", "boolean"].contains(type) {
            leaves[path, default: Leaf()].types.insert(type)
        }
        let words = (schema["enum"] as? [Any] ?? []).compactMap { $0 as? String }
        if !words.isEmpty {
            leaves[path, default: Leaf()].types.insert("string")
            leaves[path, default: Leaf()].words += words
        }
        if let constant = schema["const"] as? Bool, constant {
            leaves[path, default: Leaf()].types.insert("boolean")
            leaves[path, default: Leaf()].isConstant = true
        }
    }
}
