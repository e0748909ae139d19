import Client
import Timing

/// Acts in a timekeeper's words: what each did, and the command to type about one that waits.
enum DecisionText {
    /// One line for the act, and one for each thing that followed.
    static func lines(_ act: PublishedDecision) -> [String] {
        let state = act.withdrawnBy.map { " [taken back or replaced by \($0)]" } ?? ""
        let head = "\(act.id)  \(act.understood); by \(act.by)\(state)"
        guard let pending = act.pending else {
            return [head.printable] + act.follows.map { "    → \($0.printable)" }
        }
        return [head.printable, "    WAITS: \(pending.message.printable)", "    \(remedy(act.id))"]
    }

    /// `WAITS decision-12: car 9 gets 5.000 added: track limits (no entry has number "9")`.
    static func words(_ pending: PublishedPending) -> String {
        "\(pending.id): \(pending.text) (\(pending.message))".printable
    }

    /// The lines below a result that is provisional because of them.
    static func notes(_ pending: [PublishedPending]) -> [String] {
        if pending.isEmpty { return [] }
        return ["", "decisions that wait, so that the result is provisional"]
            + pending.flatMap { [words($0), "    \(remedy($0.id))"] }
    }

    private static func remedy(_ id: String) -> String {
        "lapwing control apply \(id) --car NUMBER, or lapwing control withdraw \(id)"
    }
}
