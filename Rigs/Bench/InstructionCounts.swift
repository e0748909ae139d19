/// Instructions a crossing.
struct InstructionCounts {
    /// Of the core alone.
    let core: Double
    /// The same where a car is entered that does not come: the crossings of the others are not to cost more.
    let withAbsent: Double
    /// Of the delta besides.
    let delta: Double
    /// Of a recording in a file that is read to its end: file, messages and core.
    let recorded: Double
}
