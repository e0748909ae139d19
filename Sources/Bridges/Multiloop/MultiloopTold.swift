/// What clients have been told, with its sequences: so that it can be repeated, and a change is told as one.
struct MultiloopTold: Hashable, Sendable {
    private var sequences: [String: UInt32] = [:]
    /// The latest line of each subject.
    private var lines: [String: MultiloopLine] = [:]
    /// Subjects in the order in which a newcomer is told them.
    private var order: [String] = []
    private var lap = 0
    private var other = 0

    /// Another session: nothing of the one before is repeated. Sequences go on.
    mutating func forget() {
        lines = [:]
        order = []
        (lap, other) = (0, 0)
    }

    /// The line of a record under the next sequence of its command.
    mutating func line(
        _ record: MultiloopRecord, _ kind: MultiloopLine.Kind, _ preamble: String
    ) -> MultiloopLine {
        let sequence = sequences[record.command, default: 0] &+ 1
        sequences[record.command] = sequence
        return MultiloopLine(record, kind: kind, sequence: sequence, preamble: preamble)
    }

    /// The same of a record that is repeated to newcomers, under its subject.
    mutating func line(
        _ record: MultiloopRecord, of subject: String, _ kind: MultiloopLine.Kind, _ preamble: String
    ) -> MultiloopLine {
        let line = line(record, kind, preamble)
        if lines.updateValue(line, forKey: subject) == nil { order.append(subject) }
        return line
    }

    /// What was told of a subject last; nil where nothing was.
    func record(of subject: String) -> MultiloopRecord? { lines[subject]?.record }

    /// Everything that stands, for a newcomer: each under the sequence under which it was told.
    var repeated: [MultiloopLine] { order.compactMap { lines[$0].map(Self.again) } }

    /// The next car's record in the slow rotation; nil before there is one.
    mutating func nextLap() -> MultiloopLine? {
        var place = lap
        defer { lap = place }
        return next(&place) { $0.hasPrefix("C/") }
    }

    /// The next of all others in the slowest one.
    mutating func nextOther() -> MultiloopLine? {
        var place = other
        defer { other = place }
        return next(&place) { !$0.hasPrefix("C/") }
    }

    private func next(_ place: inout Int, _ isWanted: (String) -> Bool) -> MultiloopLine? {
        for _ in order.indices {
            place = (place + 1) % order.count
            if isWanted(order[place]) { return lines[order[place]].map(Self.again) }
        }
        return nil
    }

    private static func again(_ line: MultiloopLine) -> MultiloopLine {
        MultiloopLine(line.record, kind: .repeated, sequence: line.sequence, preamble: line.preamble)
    }
}
