public import Timing

extension Event {
    /// The event with a session that was added to it while it ran.
    /// - Parameter rerun: the session that it stands for, or is the second part of.
    public func adding(_ session: Session, series: String?, rerun: Slot.Rerun?) -> Event {
        var slots = Dictionary(uniqueKeysWithValues: sessions.map { ($0.id, slot(of: $0.id)) })
        slots[session.id] = Slot(series: series, rerun: rerun)
        var event = Event(
            name: name, circuit: circuit, series: self.series, sessions: sessions + [session], grids: grids,
            slots: slots)
        event.places = places
        return event
    }
}
