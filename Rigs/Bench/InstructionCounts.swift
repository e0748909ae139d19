/// Instructions a crossing.
struct InstructionCounts {
    /// Of the core alone.
    let core: Double
    /// Of the delta besides.
    let delta: Double
    /// Of a recording in a file that is read to its end: file, messages and core.
    let recorded: Double
}
