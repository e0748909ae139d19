import Testing

/// What stands around the daemon, through the real programs: standby, papers, bridges, the relay, commands. One after
/// the other, beside `WholeRaces` and `WholeOutside`: each waits for a race most of its time, so that two cores do all.
@Suite(.serialized, .timeLimit(.minutes(3)), .compactMapIssues(RunningDaemon.explained))
struct WholeHouse {}
