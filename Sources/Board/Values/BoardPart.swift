/// What a board has beside its rows, in the order in which it is written (docs/web.md).
enum BoardPart: String, CaseIterable {
    case race, flags, window, messages, corrections, loops, clocks, conditions, penalties, infringements, reports
}
