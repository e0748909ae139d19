import Timing
import Wire

/// A crossing by its name, as commands take it.
extension CrossingID: Readable {
    init(_ members: Members) throws(Refusal) {
        self.init(
            decoder: try members.number("decoder"), epoch: try members.number("epoch"),
            number: try members.number("number"))
    }
}
