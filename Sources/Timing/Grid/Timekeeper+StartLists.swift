/// The start lists that have been taken over.
extension Timekeeper {
    /// A start list with the act that took it over.
    public struct TakenStartList: Hashable, Sendable {
        /// Name of the act.
        public let act: String
        /// From when it holds, official time.
        public let at: Instant
        /// Who took it over.
        public let by: String
        /// With the numbers that the cars have now.
        public let list: StartList

        public init(act: String, at: Instant, by: String, list: StartList) {
            self.act = act
            self.at = at
            self.by = by
            self.list = list
        }
    }

    /// Those that hold, in order of their instants: of two that say the same the later one holds.
    public var startLists: [TakenStartList] {
        acts.bulletins.compactMap { act in
            guard case .bulletin(.startList(let list)) = act.kind else { return nil }
            return TakenStartList(act: act.id, at: act.at, by: act.by, list: list.naming { presentNumber($0) })
        }
    }
}
