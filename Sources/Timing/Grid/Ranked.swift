/// A session's cars with their places, to be found by number.
struct Ranked {
    private let cars: [SessionResult.Car]
    private let places: [CarNumber: Int]

    init(_ cars: [SessionResult.Car]) {
        self.cars = cars
        places = Dictionary(cars.enumerated().map { ($1.number, $0) }) { first, _ in first }
    }

    func place(of car: CarNumber) -> Int? { places[car] }

    func car(_ number: CarNumber) -> SessionResult.Car? { places[number].map { cars[$0] } }
}
