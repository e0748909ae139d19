import Client
import Foundation
import Wire

/// Changes a message in one member at a time, and sees whether what is read of it is another thing then.
struct EveryMember {
    private let schema: Schema
    /// Members that were changed, and read otherwise.
    private(set) var read: Set<Schema.Path> = []
    /// Members that were changed, and read as before.
    private(set) var unread: Set<Schema.Path> = []
    /// By type of message and path: what two messages have in common is tried in both.
    private var tries: [Schema.Path: Int] = [:]
    private var root = ""
    private static let most = 3

    init(_ schema: Schema) { self.schema = schema }

    /// Whatever a message is read as.
    private enum Read: Equatable {
        case published(PublishedMessage)
        case answer(Answer)
        case refused
    }

    private static func read(_ json: JSON) -> Read {
        let published = ["delta", "heartbeat", "part"].contains(json["type"]?.text)
        do {
            return published ? .published(try PublishedMessage(json)) : .answer(try Answer(json))
        } catch {
            return .refused
        }
    }

    /// - Returns: false when the message itself is not read.
    mutating func take(_ message: JSON) -> Bool {
        guard let type = message["type"]?.text else { return false }
        let before = Self.read(message)
        root = type
        if before == .refused || before == .answer(.other(type: type)) { return false }
        walk(message, type) { Self.read($0) != before }
        return true
    }

    /// `differs` says whether the message is read otherwise when this value stands where `value` stood.
    private mutating func walk(_ value: JSON, _ place: Schema.Path, _ differs: (JSON) -> Bool) {
        let path = schema[place]
        switch value {
        case .object(let members):
            for (index, member) in members.enumerated() {
                let name = schema.leaves["\(path).*"] != nil || isNamed(path) ? "*" : member.name
                walk(member.value, "\(path).\(name)") { changed in
                    var others = members
                    others[index] = JSON.Member(member.name, changed)
                    return differs(.object(others))
                }
                takeAway(index, of: members, "\(path).\(name)", differs)
            }
            insert(into: members, path, differs)
        case .array(let elements):
            for (index, element) in elements.enumerated().prefix(6) {
                walk(element, "\(path)[]") { changed in
                    var others = elements
                    others[index] = changed
                    return differs(.array(others))
                }
            }
            if elements.isEmpty, let leaf = schema.leaves["\(path)[]"] {
                attempt(leaf, "\(path)[]") { differs(.array([$0])) }
            }
        case .null, .bool, .integer, .number, .string:
            guard let leaf = schema.leaves[path] else { return }
            attempt(leaf, path, from: value, differs)
        }
    }

    /// A member that can only be true says something by being there.
    private mutating func takeAway(
        _ index: Int, of members: [JSON.Member], _ path: Schema.Path, _ differs: (JSON) -> Bool
    ) {
        guard schema.leaves[path]?.isConstant == true else { return }
        var others = members
        others.remove(at: index)
        if differs(.object(others)) { read.insert(path) } else { unread.insert(path) }
    }

    private func isNamed(_ path: Schema.Path) -> Bool {
        schema.leaves.keys.contains { $0.hasPrefix("\(path).*") }
    }

    /// Members that the message may have and has not.
    private mutating func insert(into members: [JSON.Member], _ path: Schema.Path, _ differs: (JSON) -> Bool) {
        for (place, leaf) in schema.leaves where place.hasPrefix("\(path).") && !read.contains(place) {
            let name = place.dropFirst(path.count + 1)
            guard name != "*", !name.contains("."), !name.contains("["), !members.contains(where: { $0.name == name })
            else { continue }
            attempt(leaf, place, isPresent: false) { differs(.object(members + [JSON.Member(String(name), $0)])) }
        }
    }

    private mutating func attempt(
        _ leaf: Schema.Leaf, _ path: Schema.Path, from value: JSON? = nil, isPresent: Bool = true,
        _ differs: (JSON) -> Bool
    ) {
        let name = "\(root) \(path)"
        guard tries[name, default: 0] < (read.contains(path) ? Self.most : 40) else { return }
        for other in Self.others(leaf, value) {
            if isPresent { tries[name, default: 0] += 1 }
            if differs(other) {
                read.insert(path)
            } else if isPresent, value != .null {
                unread.insert(path)
            }
        }
    }

    /// Values that a member may have beside the one that it has.
    private static func others(_ leaf: Schema.Leaf, _ value: JSON?) -> [JSON] {
        switch value {
        case .integer(let number): return [.integer(number == 0 ? 1 : number - 1)]
        case .string(let text): return [.string(leaf.words.first { $0 != text } ?? text + "1")]
        case .bool(let truth): return leaf.isConstant ? [] : [.bool(!truth)]
        case .null, nil, .number, .array, .object:
            return leaf.types.sorted().compactMap { type in
                switch type {
                case "integer": .integer(7)
                case "string": .string(leaf.words.last ?? "7")
                case "boolean": .bool(true)
                default: nil
                }
            }
        }
    }
}
