public import Timing

/// Who races a car: what a success penalty follows and points are given to.
public struct Crew: Hashable, Sendable {
    public let number: CarNumber
    public let team: String
    /// Names of the drivers, in order of the entry list; empty where nobody is known.
    public let drivers: [String]

    public init(_ number: CarNumber, team: String, drivers: [String]) {
        self.number = number
        self.team = team
        self.drivers = drivers
    }

    public init(_ entry: Entry) {
        self.init(entry.number, team: entry.team, drivers: entry.drivers.map(\.name))
    }

    /// Which of these entries carries on with this one (R35.7): the car of its number with a driver
    /// in common, else a car of its team with one. Where a crew is not known, its number and its team tell.
    public func successor(among crews: [Crew]) -> Crew? {
        crews.first { $0.number == number && (isUnknown($0) ? $0.hasTeam(of: self) : $0.shares(self)) }
            ?? crews.first { $0.hasTeam(of: self) && $0.shares(self) }
    }

    private func isUnknown(_ other: Crew) -> Bool { drivers.isEmpty || other.drivers.isEmpty }

    private func hasTeam(of other: Crew) -> Bool { Self.plain(team) == Self.plain(other.team) }

    private func shares(_ other: Crew) -> Bool {
        !Set(drivers.map(Self.plain)).isDisjoint(with: other.drivers.map(Self.plain))
    }

    /// Two entry lists do not always agree on capitals and spaces.
    static func plain(_ name: String) -> String {
        name.split { $0.isWhitespace }.joined(separator: " ").lowercased()
    }
}
