public import Championship
import Timing

/// What is proposed, as an answer and as the meeting publishes it (docs/protocol.md, sections 4.11 and 4.13).
public enum ProposalList {
    /// - Parameters:
    ///   - epoch: the publication's.
    ///   - sequence: that of the `meeting` message in which they are.
    public static func bytes(
        _ proposals: [StandingProposal], event: String, epoch: UInt64, sequence: UInt64
    ) -> [UInt8] {
        JSON.object([
            .init("v", .integer(1)), .init("type", .string("proposals")), .init("event", .string(event)),
            .init("epoch", .integer(Int64(clamping: epoch))), .init("seq", .integer(Int64(clamping: sequence))),
            .init("proposals", .array(proposals.map(json))),
        ]).bytes
    }

    /// That it stands, from what, and whether it was taken over.
    static func note(_ standing: StandingProposal) -> JSON {
        .object(
            head(standing.proposal) + [
                .init("taken", standing.taken.map { .string($0.act) } ?? .null),
                .init("differs", .bool(!standing.differences.isEmpty)),
            ])
    }

    private static func head(_ proposal: Proposal) -> [JSON.Member] {
        [
            .init("session", .string(proposal.race)), .init("what", .string(proposal.subject.rawValue)),
            .init("of", .array(proposal.sources.map(json))),
        ]
    }

    private static func json(_ source: Proposal.Source) -> JSON {
        .object(source.origin.members + [.init("result", .string(source.standing.rawValue))])
    }

    private static func json(_ standing: StandingProposal) -> JSON {
        let proposal = standing.proposal
        let taken = standing.taken.map { taken in
            JSON.object([
                .init("act", .string(taken.act)), .init("by", .string(taken.by)),
                .init("atMs", .integer(max(taken.at.milliseconds, 0))), .init("startList", taken.list.json),
            ])
        }
        return .object(
            head(proposal) + [
                .init("rule", proposal.rule.map { .string($0.name) } ?? .null),
                .init("startList", proposal.list.json),
                .init("cars", .array(proposal.cars.map { json($0, of: proposal) })),
                .init("taken", taken ?? .null),
                .init("differs", .array(standing.differences.map { json($0, proposal.subject) })),
            ])
    }

    private static func json(_ car: Proposal.Car, of proposal: Proposal) -> JSON {
        .object([
            .init("number", .string(car.entry.number.text)), .init("class", .string(car.entry.carClass)),
            .init("team", .string(car.entry.team)),
            .init("proposed", .string(ProposalText.value(car.value, of: proposal.subject))),
            .init("because", .array(ProposalText.reasons(car.reason, proposal.rule).map { .string($0) })),
        ])
    }

    private static func json(_ difference: Proposal.Difference, _ subject: ProposalSubject) -> JSON {
        func text(_ value: Int64?) -> JSON { value.map { .string(ProposalText.value($0, of: subject)) } ?? .null }
        return .object([
            .init("car", .string(difference.car.text)), .init("taken", text(difference.taken)),
            .init("proposed", text(difference.proposed)),
        ])
    }
}
