/// Answering why: a lap, a stop, a verdict, a position.
extension Timekeeper {
    /// Why the table says of a car what it says.
    ///
    /// Costs a search by instant and a fold of the inputs since the checkpoint before what is asked, some thousand
    /// steps; who was named as the driver long before may take a look through the whole log.
    public func explanation(
        of number: CarNumber, _ thing: ExplainedThing
    ) throws(NothingToExplain) -> Explanation {
        guard let car = car(number)?.slot else { throw .car(number) }
        var inquiry = Inquiry(self, car: car)
        switch thing {
        case .position: return inquiry.position()
        case .lap(let lap):
            let completed = Int(race.state.cars[car].laps)
            guard (1...max(completed, 1)).contains(lap), completed > 0, let explanation = inquiry.lap(lap) else {
                throw .lap(lap, completed: completed)
            }
            return explanation
        case .stop(let stop):
            let made = race.state.stops[car].count
            guard made > 0, (1...made).contains(stop) else { throw .stop(stop, made: made) }
            return inquiry.stop(stop)
        case .obligation(let name):
            guard let explanation = inquiry.obligation(name) else {
                throw .obligation(name, owed: verdicts(of: CarIndex(car)).map(\.obligation))
            }
            return explanation
        }
    }
}
