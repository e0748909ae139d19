import Testing

/// What stands around the daemon, through the real programs: boards, papers, bridges, the relay, commands. One after
/// the other, beside `WholeRaces`: each waits for a race most of its time, so that two cores do both.
@Suite(.serialized, .timeLimit(.minutes(3)), .compactMapIssues(RunningDaemon.explained))
struct WholeHouse {}
