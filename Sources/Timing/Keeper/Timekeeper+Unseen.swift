/// Reading a session of which nobody sees what comes between: a recording, a journal after the race.
///
/// Gaps, verdicts, penalties and places are functions of the state and of the time (R24, R11): they are the same whether
/// they are read after each input or once. So only the fold is kept on, and all the rest is settled before an act, which
/// is understood by it, and at the end.
extension Timekeeper {
    /// Takes the inputs of a journal or a recording as `read` does; all of it is settled afterwards. What was told on
    /// the way, and is told by no state, is not known: the corrections of rows, and when the net classification was told.
    public mutating func readUnseen(_ inputs: [Input]) {
        isUnseen = true
        for input in inputs { read(input) }
        isUnseen = false
        settleUnseen()
    }

    /// Settles what has been folded since it was settled; as after an act, everything is read anew.
    mutating func settleUnseen() {
        guard isUnsettled else { return }
        isUnsettled = false
        let before = begin()
        var effect = Effect(outcome: .done)
        settle(&effect, before, isAct: true)
    }
}
