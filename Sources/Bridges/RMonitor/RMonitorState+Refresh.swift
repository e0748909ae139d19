import Timing

extension RMonitorState {
    /// Names: run, track, classes and competitors, in the order in which clients expect them.
    private func names(run: RMonitorRecord.Named) -> [RMonitorRecord] {
        [.run(run)] + settings.map { .setting($0) } + classes.map { .carClass($0) }
            + cars.map { .competitor($0.competitor) } + cars.map { .additional($0.additional) }
    }

    /// All that a newcomer is told, behind the record that voids what was before. Passings are never told again.
    package func refresh(
        run: Int, beat: RMonitorRecord.Beat?, reset: RMonitorRecord.Reset?
    ) -> [RMonitorRecord] {
        (reset.map { [.reset($0)] } ?? []) + names(run: .init(id: run, text: name)) + (beat.map { [.beat($0)] } ?? [])
            + rows.map(\.race) + ordered.map(\.bestPlace)
    }

    /// By best laps.
    private var ordered: [Row] { rows.sorted { $0.bestPosition < $1.bestPosition } }
}

extension RMonitorState.Row {
    /// `$G`.
    package var race: RMonitorRecord {
        .race(.init(position: position, registration: car, laps: laps > 0 ? laps : nil, total: total ?? .zero))
    }

    /// `$H`.
    package var bestPlace: RMonitorRecord {
        .best(.init(position: bestPosition, registration: car, lap: bestLap ?? 0, time: best ?? .zero))
    }
}
