/// What a cell STOP reads, the most urgent first: of several verdicts of a car the first of these stands.
enum StopState: String, CaseIterable {
    /// A rule is broken, and no decision on it has been told.
    case short, early, late, missed, over
    /// The car passes the pit entry for the last time before the window closes.
    case lastChance
    /// In the pit lane: before it may leave, and from then on.
    case hold, mayGo
    /// It cannot be told whether the stop was long enough, or whether the driver changed.
    case unproved, driverChange
    /// To be done.
    case open, notOpen
    /// A rule was broken, and it is decided: with a penalty, or without.
    case penalised, closed
    case served
    /// Nothing is owed: by the stewards' word, or because the car is out.
    case excused, notOwed

    var urgency: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
