package import Timing

/// Crossings that went to several running sessions, because their transponder is in the entry list of each: a car can
/// drive in one race at a time, so one of the lists is wrong. Each session counts them until it is corrected.
package struct SharedCrossings: Sendable {
    /// Those of one transponder.
    package struct Shared: Hashable, Sendable {
        package let transponder: Transponder
        /// Ids of the sessions, in the order in which they were opened.
        package fileprivate(set) var sessions: [String]
        package fileprivate(set) var count: Int
        /// Official time of the last one.
        package fileprivate(set) var latest: Instant
    }

    /// In the order in which they were seen first; no more than `most`.
    package private(set) var all: [Shared] = []

    private static let most = 64

    package init() {}

    mutating func note(_ transponder: Transponder, at instant: Instant, in sessions: [String]) {
        if let place = all.firstIndex(where: { $0.transponder == transponder }) {
            all[place].count += 1
            all[place].latest = max(all[place].latest, instant)
            for session in sessions where !all[place].sessions.contains(session) {
                all[place].sessions.append(session)
            }
        } else if all.count < Self.most {
            all.append(Shared(transponder: transponder, sessions: sessions, count: 1, latest: instant))
        }
    }
}
