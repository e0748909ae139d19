/// Words of race control, as they hold: what does not bear on the run of the session, and is told beside it.
struct Told: Equatable {
    var messages: [RaceMessage] = []
    var reports: [CountedReport] = []
    var conditions: ToldConditions?
}
