/// Every crossing that is taken provisionally, in the order in which the fold found it missing (R9).
///
/// The state counts how many of them hold. Like the table of passages it needs no undoing: where the state goes back,
/// the next one is written over those that came after.
struct ProvisionalLog {
    private var crossings: [ProvisionalCrossing] = []

    /// Notes the next one behind the first `count`.
    mutating func append(_ crossing: ProvisionalCrossing, behind count: Int) {
        crossings.removeLast(crossings.count - count)
        crossings.append(crossing)
    }

    /// Those from one place to another.
    subscript(places: Range<Int>) -> ArraySlice<ProvisionalCrossing> { crossings[places] }
}
