/// A car's transponder, as the decoder reports it. Zero is nobody's.
public struct Transponder: Hashable, Comparable, Sendable {
    public let value: UInt32

    public init(_ value: UInt32) {
        self.value = value
    }

    public static func < (left: Transponder, right: Transponder) -> Bool {
        left.value < right.value
    }
}

/// The number on a car's door. Text, because 7, 07 and 007 are three different cars.
public struct CarNumber: Hashable, Sendable, CustomStringConvertible {
    public let text: String

    public init(_ text: String) {
        self.text = text
    }

    public var description: String { text }
}

/// A car's place in the entry list, used wherever the core has to name a car quickly.
public struct CarIndex: Hashable, Comparable, Sendable {
    public let value: Int32

    public init(_ value: Int) {
        self.value = Int32(truncatingIfNeeded: value)
    }

    /// The index as an array subscript.
    @inlinable public var slot: Int { Int(value) }

    public static func < (left: CarIndex, right: CarIndex) -> Bool {
        left.value < right.value
    }
}

/// A driver of a crew.
public struct Driver: Hashable, Sendable {
    /// What a driver can be graded, from the lowest.
    public static let grades = ["Bronze", "Silver", "Gold", "Platinum"]

    /// The number the car's driver identification sends, 1 and up. Zero means that nobody is identified.
    public let id: UInt8
    public let name: String
    /// Bronze, Silver, Gold or Platinum, where the entry list says so.
    public let grade: String?
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

/// What is entered: a car with its class, team and crew.
public struct Entry: Hashable, Sendable {
    public let number: CarNumber
    /// The class in which the entry is classified, for example GT3 or GT4.
    public let carClass: String
    /// The cup within the class, for example Pro/Am.
    public let cup: String?
    public let team: String
    public let vehicle: String?
    public let transponders: [Transponder]
    /// By how much a transponder is read after the car's first one in one passage, where that is known: of two in one
    /// car, a known distance apart, it does not matter which is read. Taken off the instants of its crossings.
    public let transponderOffsets: [Transponder: Milliseconds]
    public let drivers: [Driver]

    public init(
        number: CarNumber, carClass: String, cup: String? = nil, team: String, vehicle: String? = nil,
        transponders: [Transponder], transponderOffsets: [Transponder: Milliseconds] = [:], drivers: [Driver]
    ) {
        self.number = number
        self.carClass = carClass
        self.cup = cup
        self.team = team
        self.vehicle = vehicle
        self.transponders = transponders
        self.transponderOffsets = transponderOffsets
        self.drivers = drivers
    }
}
