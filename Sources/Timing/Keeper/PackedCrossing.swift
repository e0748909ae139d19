/// A crossing as the log holds it: 40 bytes instead of 56, so that a day of sixty cars takes 13 MB.
///
/// Decoder and epoch are the same for thousands: the log has them in a list (`LogRuns`), and this the place there.
struct PackedCrossing: Sendable {
    let at: Instant
    private let stamp: Int64
    let number: UInt64
    private let transponder: Transponder
    /// The place of decoder and epoch.
    let run: UInt32
    var car: Int32
    private let loop: LoopID
    private let driver: UInt8
    private var marks: Marks

    private struct Marks: OptionSet {
        let rawValue: UInt8
        static let estimated = Marks(rawValue: 1)
        static let void = Marks(rawValue: 2)
    }

    init(_ entry: InputLog.Entry, run: UInt32) {
        let crossing = entry.crossing
        at = crossing.at
        stamp = crossing.stamp
        number = crossing.id.number
        transponder = crossing.transponder
        self.run = run
        car = entry.car
        loop = crossing.loop
        driver = crossing.driver
        marks = crossing.isEstimated ? .estimated : []
        if entry.isVoid { marks.insert(.void) }
    }

    var isVoid: Bool {
        get { marks.contains(.void) }
        set { if newValue { marks.insert(.void) } else { marks.remove(.void) } }
    }

    /// As it was. `id` is its name, of which the run tells decoder and epoch.
    @inline(__always)
    func entry(id: CrossingID) -> InputLog.Entry {
        let crossing = Crossing(
            id: id, stamp: stamp, at: at, transponder: transponder, loop: loop, driver: driver,
            isEstimated: marks.contains(.estimated))
        return InputLog.Entry(crossing: crossing, car: car, isVoid: isVoid)
    }
}
