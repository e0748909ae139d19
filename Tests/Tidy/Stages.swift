/// The stages of a room, each using only those before it, as its code has them.
///
/// An arrow goes from the stage that uses a name to the stage that declares it. Names are types that stand by
/// themselves in a file, and members that an extension of another stage's type adds, where no earlier stage and no
/// type of the language is likely to have one of that name.
struct Stages {
    /// A use in one stage of what another declares.
    struct Arrow: Hashable {
        let from: String
        let to: String
        /// What is used.
        let name: String
        /// Where.
        let place: String
    }

    let room: String
    /// In order; those of one group stand side by side and use nothing of each other.
    let groups: [[String]]
    private(set) var arrows: [Arrow] = []
    /// Files and lines by stage.
    private(set) var sizes: [String: (files: Int, lines: Int)] = [:]
    /// Files that lie in none of the stages.
    private(set) var astray: [String] = []

    /// Whose a name is: the stage that declares it.
    private var types: [Substring: String] = [:]
    private var members: [Substring: String] = [:]
    private let ranks: [String: Int]

    init(of room: String, _ groups: [[String]], in files: [SourceFile]) {
        self.room = room
        self.groups = groups
        var ranks: [String: Int] = [:]
        for (rank, group) in groups.enumerated() {
            for stage in group { ranks[stage] = rank }
        }
        self.ranks = ranks
        var read: [(file: SourceFile, stage: String, words: CodeWords)] = []
        for file in files where file.room == room {
            guard let stage = file.drawer, ranks[stage] != nil else {
                astray.append(file.path)
                continue
            }
            let size = sizes[stage] ?? (0, 0)
            sizes[stage] = (size.files + 1, size.lines + file.lines.count)
            read.append((file, stage, CodeWords(file.code)))
        }
        for (_, stage, words) in read { readTypes(words, stage) }
        readMembers(read.map { ($0.stage, $0.words) })
        for (file, stage, words) in read { readUses(words, stage, file) }
    }

    /// Arrows to a later stage, or to one that stands beside.
    var back: [Arrow] {
        arrows.filter { ranks[$0.from] ?? 0 <= ranks[$0.to] ?? 0 }
    }

    // MARK: Declarations

    private static let typeWords: Set<Substring> = ["struct", "enum", "class", "actor", "protocol", "typealias"]
    private static let memberWords: Set<Substring> = ["func", "var", "let", "case"]
    private static let hidden: Set<Substring> = ["private", "fileprivate"]

    private mutating func readTypes(_ words: CodeWords, _ stage: String) {
        for (place, word) in words.words.enumerated()
        where word.depth == 0 && Self.typeWords.contains(word.text) {
            guard let name = words[place + 1], words.words[place + 1].isName else { continue }
            types[name] = stage
        }
    }

    /// What extensions add to types of other stages, and to those of the language.
    private mutating func readMembers(_ read: [(stage: String, words: CodeWords)]) {
        var declared: [Substring: Set<String>] = [:]
        var added: [Substring: String] = [:]
        for (stage, words) in read {
            var extended: Substring?
            for (place, word) in words.words.enumerated() {
                if word.depth == 0 {
                    if word.text == "extension" { extended = words[place + 1] }
                    if Self.typeWords.contains(word.text) { extended = nil }
                }
                guard let name = Self.member(words, place, of: extended) else { continue }
                declared[name, default: []].insert(stage)
                guard word.depth == 1, let type = extended, !isHidden(words, place) else { continue }
                if types[type] != stage { added[name] = stage }
            }
        }
        // A name that an earlier stage has too says nothing of who is meant.
        members = added.filter { name, stage in
            let rank = ranks[stage] ?? 0
            return declared[name, default: []].allSatisfy { ranks[$0] ?? 0 >= rank }
        }
    }

    /// What is declared at a place: a member's name, or an initialiser as its type and first label.
    private static func member(_ words: CodeWords, _ place: Int, of type: Substring?) -> Substring? {
        if memberWords.contains(words.words[place].text) { return words[place + 1] }
        guard words.words[place].text == "init", let type, words[place - 1] != "." else { return nil }
        let label = words[place + 1] == "?" ? place + 3 : place + 2
        guard let name = words[label], name != "_", words.words[label].isName else { return nil }
        return "\(type)(\(name):)"
    }

    private func isHidden(_ words: CodeWords, _ place: Int) -> Bool {
        (max(0, place - 3)..<place).contains { Self.hidden.contains(words.words[$0].text) }
    }

    // MARK: Uses

    private mutating func readUses(_ words: CodeWords, _ stage: String, _ file: SourceFile) {
        for (place, word) in words.words.enumerated() where word.isName {
            let isMember = words[place - 1] == "."
            let isCall = words[place + 1] == "("
            if let type = types[word.text], !isMember { note(type, word.text) }
            if isCall, !isMember, let label = words[place + 2], let owner = members["\(word.text)(\(label):)"] {
                note(owner, "\(word.text)(\(label):)")
            }
            guard isMember || isCall && !isDeclaration(words, place), let owner = members[word.text] else { continue }
            note(owner, word.text)
            func note(_ owner: String, _ name: Substring) {
                guard owner != stage else { return }
                arrows.append(Arrow(from: stage, to: owner, name: String(name), place: file.place(word.line)))
            }
        }
    }

    private func isDeclaration(_ words: CodeWords, _ place: Int) -> Bool {
        words[place - 1].map { Self.memberWords.contains($0) } ?? false
    }
}

extension SourceFile {
    /// The folder in the room's folder; nil for a file that lies beside them.
    var drawer: String? {
        let parts = path.split(separator: "/")
        return parts.count > 3 ? String(parts[2]) : nil
    }
}

extension Stages {
    /// The core: what happened, what was owed, what it comes to, who keeps it, and what is asked of it afterwards.
    static let core = Stages(
        of: "Timing", [["Values"], ["Race"], ["Judge"], ["Result"], ["Keeper"], ["Explain", "Grid"]],
        in: Package.sources)
}

extension Stages {
    /// Each stage with its size and what it uses, as text.
    var picture: String {
        var text = ""
        for stage in groups.joined() {
            let size = sizes[stage] ?? (0, 0)
            text += "  \(stage): \(size.files) files, \(size.lines) lines\n"
            let own = arrows.filter { $0.from == stage }
            for other in groups.joined() {
                let names = own.filter { $0.to == other }.map(\.name)
                if names.isEmpty { continue }
                let isBack = ranks[stage] ?? 0 <= ranks[other] ?? 0
                let different = Set(names).sorted().prefix(4).joined(separator: ", ")
                text += "    → \(other)  \(names.count) uses of \(Set(names).count) names: \(different)"
                text += Set(names).count > 4 ? ", …" : ""
                text += isBack ? "   RUNS BACK\n" : "\n"
            }
        }
        for arrow in back { text += "  back: \(arrow.place) \(arrow.from) uses \(arrow.name) of \(arrow.to)\n" }
        return text
    }
}
