public import Timing
import Yams

/// A starting order: numbers of cars, from pole to the back.
public enum StartingOrder {
    /// The order as a file, to which an event's `startingOrder` can refer.
    public static func yaml(_ cars: [CarNumber], of session: String) -> String {
        "# The starting order of \(session), from pole to the back.\n"
            + cars.map { "- \(quoted($0.text))\n" }.joined()
    }

    /// Numbers as a file states them.
    struct Stated {
        fileprivate let fields: [(number: String, field: Field)]

        /// The entries in this order; those it does not name follow in that of the list.
        func arrange(_ entries: [Entry]) -> [Entry] {
            let known = Dictionary(entries.map { ($0.number.text, $0) }) { first, _ in first }
            var named = Set<String>()
            let first = fields.compactMap { number, field -> Entry? in
                guard let entry = known[number] else {
                    let near = nearest(to: number, of: entries.map(\.number.text))
                    field.fault(
                        found: field.found, expected: "a number of the entry list",
                        remedy: near.map { "write \($0)" } ?? "write the number as the entry list has it")
                    return nil
                }
                return named.insert(number).inserted ? entry : nil
            }
            return first + entries.filter { !named.contains($0.number.text) }
        }
    }

    /// The numbers, each once, whether there are such cars or not.
    static func read(_ field: Field) -> Stated? {
        guard let items = field.list(of: "numbers", atLeast: 1) else { return nil }
        var seen = Unique<String>()
        let fields = items.compactMap { item -> (String, Field)? in
            guard let number = item.text("the number on a car's door", longest: 16) else { return nil }
            seen.check(number, item, "a number")
            return (number, item)
        }
        return Stated(fields: fields)
    }

    /// Whether a file holds a starting order, and not entries.
    static func isMeant(by field: Field) -> Bool {
        field.isList && field.node.sequence?.first?.scalar != nil
    }
}
