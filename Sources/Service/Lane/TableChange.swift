import Timing
import Wire

/// One thing of one car that reads differently.
struct TableChange {
    let whose: String
    /// Which of several things of a kind.
    var what = ""
    let old: String
    let new: String
    /// By how much a time grew.
    var by: Milliseconds?

    /// So many changes, or kinds of them, are told one by one.
    private static let most = 6

    /// `7 places changed: 142 5 → 4; …`; what is the same for several cars is told once. Nil without a change.
    static func line(_ changes: [TableChange], of name: String, _ several: String? = nil) -> String? {
        if changes.isEmpty { return nil }
        let told = changes.count > most ? together(changes) : changes.map(\.alone)
        let more = told.count > most ? "; and \(told.count - most) more" : ""
        return "\(changes.count) \(changes.count == 1 ? name : several ?? name + "s") changed: "
            + told.prefix(most).joined(separator: "; ") + more
    }

    private var alone: String { "\(whose) \(what.isEmpty ? "" : what + " ")\(old) → \(new)" }

    /// What is the same for several cars first.
    private static func together(_ changes: [TableChange]) -> [String] {
        var kinds: [(words: String, changes: [TableChange])] = []
        for change in changes {
            if let place = kinds.firstIndex(where: { $0.words == change.kind }) {
                kinds[place].changes.append(change)
            } else {
                kinds.append((change.kind, [change]))
            }
        }
        let several = kinds.filter { $0.changes.count > 2 }.map { words, changes in
            "\(words) for \(changes.count) cars"
        }
        return several + kinds.filter { $0.changes.count <= 2 }.flatMap { $0.changes.map(\.alone) }
    }

    private var kind: String {
        let name = what.isEmpty ? "" : what + " "
        if let by, by != .zero { return "\(name)\(by > .zero ? "+" : "")\(TimeText.lap(by))" }
        // Whatever it was, it is gone.
        return new == "none" || new == "n/a" ? "\(name)now \(new)" : "\(name)\(old) → \(new)"
    }
}
