public import Timing

/// The drivers and team of a car: success penalties follow them, points are given to them.
public struct Crew: Hashable, Sendable {
    public let number: CarNumber
    public let team: String
    /// Names of the drivers, in order of the entry list; empty where none is known.
    public let drivers: [String]

    public init(_ number: CarNumber, team: String, drivers: [String]) {
        self.number = number
        self.team = team
        self.drivers = drivers
    }

    public init(_ entry: Entry) {
        self.init(entry.number, team: entry.team, drivers: entry.drivers.map(\.name))
    }

    /// The entry among these that succeeds this one (R35.7): the car of its number with a driver in common, else a car
    /// of its team with one. Where a crew is unknown, number and team decide.
    public func successor(among crews: [Crew]) -> Crew? {
        crews.first { $0.number == number && (isUnknown($0) ? $0.hasTeam(of: self) : $0.shares(self)) }
            ?? crews.first { $0.hasTeam(of: self) && $0.shares(self) }
    }

    private func isUnknown(_ other: Crew) -> Bool { drivers.isEmpty || other.drivers.isEmpty }

    private func hasTeam(of other: Crew) -> Bool { Self.plain(team) == Self.plain(other.team) }

    private func shares(_ other: Crew) -> Bool {
        !Set(drivers.map(Self.plain)).isDisjoint(with: other.drivers.map(Self.plain))
    }

    /// Two entry lists may differ in capitals and spaces.
    static func plain(_ name: String) -> String {
        name.split { $0.isWhitespace }.joined(separator: " ").lowercased()
    }
}
