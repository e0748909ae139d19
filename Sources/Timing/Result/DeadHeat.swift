/// Counting positions down a classification, overall and in each class. Cars of one total on one lap share
/// their position (R18.8).
struct DeadHeat {
    private struct Count {
        var cars = 0
        var position = 0
        var first: Int?
        var last: Int?
        var total: SettledTotal?

        mutating func next(_ car: Int, _ next: SettledTotal?) {
            cars += 1
            if next == nil || next != total { position = cars }
            total = next
            last = car
            first = first ?? car
        }
    }

    private var overall = Count()
    private var classes: [Count]

    init(classes: Int) {
        self.classes = Array(repeating: Count(), count: classes)
    }

    var first: Int? { overall.first }
    var last: Int? { overall.last }
    func last(of carClass: Int) -> Int? { classes[carClass].last }
    func first(of carClass: Int) -> Int? { classes[carClass].first }

    /// The positions of the next car; a car without a total never shares them.
    mutating func next(_ car: Int, carClass: Int, total: SettledTotal?) -> (overall: Int, inClass: Int) {
        overall.next(car, total)
        classes[carClass].next(car, total)
        return (overall.position, classes[carClass].position)
    }
}
