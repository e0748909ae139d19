/// What a car's best lap was, should the present one turn out to be none.
struct BestBefore: Equatable {
    var lap: Int32 = 0
    var number: Int32 = 0
    var turn: Int32 = 0
    var set: Int64 = 0
}
