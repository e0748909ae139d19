/// A car's best lap before the present one, in case the present one turns out to be none.
struct BestBefore: Equatable {
    var lap = DrivenTime.none
    var number: Int32 = 0
    var turn: Int32 = 0
    var set = Instant.distantPast
}
