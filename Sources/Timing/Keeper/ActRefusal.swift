/// Why the core refuses an act. The state is unchanged.
public enum ActRefusal: Error, Hashable, Sendable {
    case unknownCar(CarNumber)
    case unknownLoop(LoopID)
    case unknownAct(String)
    case unknownCrossing(CrossingID)
    /// The name is taken by another act.
    case nameInUse(String)
    /// Another entry has the number: the one that was entered as `by`.
    case numberTaken(CarNumber, by: CarNumber)
    /// Two entries would wear the transponder: the one that has it, and another.
    case transponderWorn(Transponder, by: CarNumber, and: CarNumber)
    /// The entry was withdrawn before, by the act of this name.
    case withdrawnBefore(CarNumber, by: String)
    /// A stewards' position is one of the entry list's; of two for a car the later holds.
    case wrongPosition(Int, of: Int)
    /// Not a drive-through or stop-and-go, so there is nothing to serve.
    case nothingToServe(String)
    /// An act takes the place of one that is there, and of no other that does.
    case nothingToReplace(String)
    /// The rulebook has no such kind of reports; it has these.
    case unknownReport(String, known: [String])
}
