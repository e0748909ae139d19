/// The doubts of the fold.
extension Race {
    mutating func doubt(_ kind: Doubt.Kind, _ crossing: Crossing, car: Int, name: CrossingID? = nil, detail: Int64 = 0)
    {
        doubt(kind, car: car, loop: crossing.loop, at: crossing.at, name: name ?? crossing.id, detail: detail)
    }

    mutating func doubt(
        _ kind: Doubt.Kind, car: Int, loop: LoopID, at: Instant, name: CrossingID, detail: Int64 = 0
    ) {
        anew[.doubts] = true
        let index = CarIndex(car)
        var doubt = Doubt(
            kind: kind, car: index, loop: loop, count: 1, first: at, last: at, crossing: name, detail: detail)
        guard let place = state.doubts.firstIndex(where: { $0.gathers(kind, index, loop) }) else {
            state.doubts.append(doubt)
            return
        }
        doubt.count += state.doubts[place].count
        doubt.first = state.doubts[place].first
        state.doubts[place] = doubt
    }
}
