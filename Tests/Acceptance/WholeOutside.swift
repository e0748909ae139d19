import Testing

/// What comes to the daemon from outside, through the real programs: browsers, readers by the hundred, keys of
/// strangers, bytes that mean nothing. One after the other, beside `WholeRaces` and `WholeHouse`.
@Suite(.serialized, .timeLimit(.minutes(3)), .compactMapIssues(RunningDaemon.explained))
struct WholeOutside {}
