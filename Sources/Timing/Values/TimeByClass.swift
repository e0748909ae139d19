/// A time that an event states for all cars, for a class, for a cup, or for a cup within a class.
public struct TimeByClass: Hashable, Sendable {
    /// For whom none of `times` is stated; nil: none.
    public var general: Milliseconds?
    /// By `GT3 Am` (class and cup), `GT3` (class) or `Am` (cup), the most exact first.
    public var times: [String: Milliseconds]

    public init(_ general: Milliseconds? = nil, times: [String: Milliseconds] = [:]) {
        self.general = general
        self.times = times
    }

    /// The time for an entry: of its class and cup, else of its class, else of its cup, else the general one.
    public subscript(entry: Entry) -> Milliseconds? {
        if times.isEmpty { return general }
        if let cup = entry.cup, let time = times["\(entry.carClass) \(cup)"] { return time }
        return times[entry.carClass] ?? entry.cup.flatMap { times[$0] } ?? general
    }
}
