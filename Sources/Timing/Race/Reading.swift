/// What the crossings beside a crossing, and the timekeeper, say of it.
enum Reading: Equatable {
    /// Nothing.
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
