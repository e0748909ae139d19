import Recording
import Simulation
import Timing

/// Acts of race control and stewards beside the recorded ones, so that there are acts to lose.
enum Decisions {
    static func acts(on recording: Recording, in session: Session) -> [Act] {
        guard let start = recording.acts.first(where: { $0.kind == .start })?.at,
            let last = recording.crossings.map(\.at).max(), last > start
        else { return [] }
        let cars = session.entries.map(\.number)
        var random = SeededGenerator(seed: 5, stream: 1)
        let length = (last - start).count
        return (1...12).map { place in
            let car = cars[random.int(in: 0...cars.count - 1)]
            return Act(
                id: "decision-\(place)", at: start + Milliseconds(length * Int64(place) / 13), by: "stewards",
                kind: kind(place, car))
        }
    }

    private static func kind(_ place: Int, _ car: CarNumber) -> Act.Kind {
        switch place {
        case 3, 8: .penalty(car, .driveThrough, reason: "speeding in the pit lane")
        case 4: .penalty(car, .lapTime(3), reason: "track limits")
        case 5: .withdraw("decision-1")
        case 6: .penalty(car, .stopAndGo(.seconds(10)), reason: "unsafe release")
        case 9: .driver(car, driver: 2)
        case 10: .withdraw("decision-8")
        case 11: .penalty(car, .laps(1), reason: "stop missed")
        default: .penalty(car, .time(.seconds(5)), reason: "track limits")
        }
    }
}
