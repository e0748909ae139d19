/// The ids of runs: 1 to 99, of which 95 says that no session is shown. A session keeps its id while the bridge runs.
package struct RunNumbers: Hashable, Sendable {
    /// No session is shown.
    package static let idle = 95

    private var ids: [String: Int] = [:]
    private var latest = 0

    package init() {}

    package mutating func id(of session: String) -> Int {
        if let id = ids[session] { return id }
        latest = latest % 99 + 1
        if latest == Self.idle { latest += 1 }
        ids[session] = latest
        return latest
    }
}
