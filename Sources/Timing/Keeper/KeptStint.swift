/// A car's stint as it was read last, and who was on board then.
struct KeptStint {
    var stint = Stint.none
    var driver: UInt8 = 0
    var wasSeen = false
}
