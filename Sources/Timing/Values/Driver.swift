/// A driver of a crew.
public struct Driver: Hashable, Sendable {
    /// The grades of drivers, from the lowest.
    public static let grades = ["Bronze", "Silver", "Gold", "Platinum"]

    /// The number the car's driver identification sends, 1 and up. Zero: not identified.
    public let id: UInt8
    /// As the entry list writes it.
    public let name: String
    /// Bronze, Silver, Gold or Platinum, where the entry list says so.
    public let grade: String?
    /// Nationality, as the entry list writes it.
    public let nation: String?
    /// Year of birth, where the entry list says so: for cups by age.
    public let born: Int?

    public init(id: UInt8, name: String, grade: String? = nil, nation: String? = nil, born: Int? = nil) {
        self.id = id
        self.name = name
        self.grade = grade
        self.nation = nation
        self.born = born
    }
}
