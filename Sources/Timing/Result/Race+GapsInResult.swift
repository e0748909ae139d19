/// Gaps once the result is what counts.
extension Race {
    /// The distance in the result: of totals or of laps once both cars are settled, on the road until then.
    func distanceInResult(_ car: Int, behind ahead: Int, penalties: Penalties, hasEnded: Bool) -> Distance {
        let own = state.cars[car]
        let other = state.cars[ahead]
        guard hasEnded || (own.hasFinished && other.hasFinished) else {
            return distanceOnTheRoad(car, behind: ahead)
        }
        let lost = Int(other.laps - own.laps) - penalties.laps[ahead] + penalties.laps[car]
        if lost > 0 { return Distance(time: nil, laps: lost) }
        guard lost == 0, own.laps > 0 else { return .unknown }
        let behind = (own.lapBegan + penalties.time[car]) - (other.lapBegan + penalties.time[ahead])
        return behind >= .zero ? Distance(time: behind, laps: 0) : .unknown
    }
}
