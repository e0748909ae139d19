import Timing
import Wire

extension ActSetAside {
    /// For the log: an act of the journal that was taken when it was given and is refused by this build or event.
    var words: String {
        "the act \(act.id) is refused now and waits for a decision: \(Refusal(refusal)); lapwing control apply or withdraw decides"
    }
}
