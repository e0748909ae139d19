/// The last counted crossing of a car at a loop.
struct LastReading {
    var at = LastTime.never
    /// The decoder that reported it; 0: it is provisional, or by hand.
    var decoder: UInt32 = 0
    /// The transponder that was read; of a provisional crossing that of the one before.
    var transponder: UInt32 = 0
}
