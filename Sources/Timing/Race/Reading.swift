/// The meaning of a crossing by the crossings beside it and the timekeeper's word.
enum Reading: Equatable {
    /// No more than the crossing itself.
    case plain
    /// It counts, by command.
    case counts
    /// The timekeeper entered it by hand.
    case inserted
    /// It was measured in the passage for which the timekeeper entered one by hand.
    case besideInserted
    /// It was entered by hand in a passage that was measured: this crossing.
    case measuredToo(Crossing)
    /// The other loop of the Line read the car in the same passage, and that is where the car is.
    case elsewhere
}
