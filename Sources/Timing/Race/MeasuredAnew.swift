/// Of which cars it may have changed by what they are measured: when they are overdue, and how often they still pass
/// the pit entry.
enum MeasuredAnew: Equatable {
    case none
    /// Of those without a time of their own in this sector: there they are measured by another one's.
    case sector(Int)
    case all

    /// The time of a car has changed that others may be measured by. Of several sectors all cars are looked at.
    mutating func add(sector: Int) {
        switch self {
        case .none: self = .sector(sector)
        case .sector(let other): if other != sector { self = .all }
        case .all: break
        }
    }
}
