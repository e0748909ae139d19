import Client
import Timing
import Wire

/// What follows from the results, as a sheet of paper.
struct ProposalSheet {
    private let proposals: [PublishedProposal]

    init(_ proposals: [PublishedProposal]) { self.proposals = proposals }

    var text: String {
        if proposals.isEmpty { return ["nothing is proposed: no result is published from which a race follows"].sheet }
        return proposals.map(lines).joined(separator: [""]).map { $0 }.sheet
    }

    private func lines(_ proposal: PublishedProposal) -> [String] {
        let note = proposal.note
        let rule = proposal.rule.map { " (\($0))" } ?? ""
        let sources = note.sources.map(Self.words).joined(separator: ", ")
        let columns: [TextTable.Column] = [
            .right("NO"), .left("CLASS"), .left("TEAM"), .left("PROPOSED"), .left("BECAUSE", most: 200),
        ]
        let rows = proposal.cars.map { car in
            [car.number.text, car.carClass, car.team, car.proposed, car.because.joined(separator: "; ")]
        }
        let table = rows.isEmpty ? ["no car has one"] : TextTable(columns: columns, rows: rows).lines(width: nil)
        return ["\(note.session) · \(note.subject.text)\(rule) · from \(sources)"] + taken(proposal) + [""] + table
    }

    /// `q2 1526715000000.214 (amended)`
    private static func words(_ source: PublishedSource) -> String {
        let origin = source.origin
        return "\(origin.session) \(origin.epoch).\(origin.sequence) (\(source.standing.text))"
    }

    private func taken(_ proposal: PublishedProposal) -> [String] {
        guard let taken = proposal.taken else { return ["not taken over"] }
        let of = taken.startList.origins.map(ProposalText.words).joined(separator: ", ")
        let head = "taken over by \(taken.by) (\(taken.act)) from \(of)"
        if proposal.differences.isEmpty { return ["\(head): the same"] }
        return ["\(head): now it differs"]
            + proposal.differences.map { "  \($0.car.text) \($0.taken ?? "nothing") → \($0.proposed ?? "nothing")" }
    }
}
