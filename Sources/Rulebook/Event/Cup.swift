import Timing

/// A cup of a series, or a class without cups, and the crews that may be entered in it (R37).
public struct Cup: Hashable, Sendable {
    /// One permitted form of a crew.
    public struct Crew: Hashable, Sendable {
        /// How many drivers it has; nil: the sum of the grades.
        public var drivers: ClosedRange<Int>?
        /// How many of which grades, in the rulebook's order; empty: any number of any.
        public var grades: [Share] = []
        /// Age of each driver in the year of the season: its year less his year of birth.
        public var age: ClosedRange<Int>?
        /// All drivers are of one nation.
        public var sameNation = false

        public init() {}
    }

    /// The number of drivers of some grades in a crew.
    public struct Share: Hashable, Sendable {
        /// The grade.
        public var grade: String
        /// It, or a higher one.
        public var orHigher: Bool
        /// So many of them.
        public var number: ClosedRange<Int>

        public init(_ grade: String, orHigher: Bool = false, number: ClosedRange<Int>) {
            self.grade = grade
            self.orHigher = orHigher
            self.number = number
        }
    }

    /// Nil: of any class.
    public var carClass: String?
    /// Nil: for entries without a cup.
    public var name: String?
    /// A crew has to be as one of these; empty: any crew.
    public var crews: [Crew] = []
    /// A nation enters one car.
    public var oneCarPerNation = false

    public init(carClass: String? = nil, name: String? = nil) {
        self.carClass = carClass
        self.name = name
    }

    /// Entries of this class and cup are meant.
    func means(_ entry: Entry) -> Bool {
        carClass ?? entry.carClass == entry.carClass && name == entry.cup
    }

    /// How a person names it.
    var title: String { [carClass, name].compactMap(\.self).joined(separator: " ") }

    /// Whether a crew may be entered in it; a crew that is not named yet may.
    func admits(_ drivers: [Driver], season: Int?) -> Bool {
        drivers.isEmpty || crews.isEmpty || crews.contains { $0.fits(drivers, season: season) }
    }
}

extension Cup.Crew {
    static let ages = 1...120
    static let sizes = 0...16

    func fits(_ crew: [Driver], season: Int?) -> Bool {
        if let drivers, !drivers.contains(crew.count) { return false }
        if let age, !crew.allSatisfy({ driver in driver.age(in: season).map(age.contains) ?? false }) { return false }
        if sameNation, Set(crew.map(\.nation)).count > 1 || crew.contains(where: { ($0.nation ?? "").isEmpty }) {
            return false
        }
        return grades.isEmpty
            || (crew.allSatisfy { driver in grades.contains { $0.means(driver) } }
                && grades.allSatisfy { share in share.number.contains(crew.count(where: share.means)) })
    }

    /// How a person says it.
    var told: String {
        let shares = grades.map { share in
            "\(share.number.written(upTo: Self.sizes.upperBound)) \(share.grade)\(share.orHigher ? " or higher" : "")"
        }
        let size = drivers.map { range in
            "\(range.written(upTo: Self.sizes.upperBound)) driver\(range == 1...1 ? "" : "s")"
        }
        let years = age.map { range in
            range.upperBound == Self.ages.upperBound
                ? "aged \(range.lowerBound) or more" : "aged \(range.written(upTo: Self.ages.upperBound))"
        }
        let all = [size] + shares + [years, sameNation ? "of one nation" : nil]
        return all.compactMap(\.self).joined(separator: ", ")
    }
}

extension Cup.Share {
    fileprivate func means(_ driver: Driver) -> Bool {
        guard orHigher else { return driver.grade == grade }
        let place = { (grade: String) in Driver.grades.firstIndex(of: grade) ?? 0 }
        return driver.grade.map { place($0) >= place(grade) } ?? false
    }
}

extension Driver {
    /// In the year of a season; nil where either year is unknown.
    fileprivate func age(in season: Int?) -> Int? {
        season.flatMap { season in born.map { season - $0 } }
    }
}
