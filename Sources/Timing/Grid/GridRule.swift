/// How a race's grid comes out of the sessions before it. Sessions are named by their ids.
public enum GridRule: Hashable, Sendable {
    /// The order of one qualifying session (R34.1).
    case best(of: String)
    /// The average of the best laps of several sessions, each usually another driver's (R34.2).
    case average(of: [String])
    /// The sum of the best laps of several sessions, as Am and Pro of a crew drive them (R34.2).
    case sum(of: [String])
    /// The first `places` of an earlier order, by best lap or average, settle these places among themselves in the
    /// super pole; who is behind them stays there (R34.5).
    case superPole(String, places: Int, after: [String])
    /// The result of a race.
    case result(of: String)
    /// Points for the places in qualifying races, first place first; who has most is ahead.
    case points([Int], of: [String])

    /// The sessions whose results it needs, in its order; the super pole last.
    public var sessions: [String] {
        switch self {
        case .best(let session), .result(let session): [session]
        case .average(let sessions), .sum(let sessions), .points(_, let sessions): sessions
        case .superPole(let session, _, let sessions): sessions + [session]
        }
    }

    /// Its name in a rulebook.
    public var name: String {
        switch self {
        case .best: "best"
        case .average: "average"
        case .sum: "sum"
        case .superPole: "superPole"
        case .result: "result"
        case .points: "points"
        }
    }
}
