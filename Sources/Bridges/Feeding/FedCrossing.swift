package import Timing

/// A crossing as a bridge feeds it, with what the bridge needs to know it again.
package struct FedCrossing: Hashable, Sendable {
    /// Its number in the feed: 1, 2, 3 … within an epoch.
    package var number: UInt64 = 0
    /// The box's own number of it; 0 of a box that has none.
    package var passing: UInt64 = 0
    /// Microseconds of UTC since 1970, as it is fed.
    package var stamp: Int64
    /// The box's own time of it, in microseconds since the box's own beginning.
    package var boxTime: Int64
    package var transponder: UInt32
    package var loop: UInt16
    /// 0: none is identified.
    package var driver: UInt8 = 0
    package var isEstimated = false
    package var hits: UInt16 = 0
    package var strength: UInt16 = 0

    package init(stamp: Int64, boxTime: Int64, transponder: UInt32, loop: UInt16) {
        (self.stamp, self.boxTime, self.transponder, self.loop) = (stamp, boxTime, transponder, loop)
    }

    /// The same reading of the same car, whatever its numbers are.
    package func isSame(as other: FedCrossing) -> Bool {
        boxTime == other.boxTime && transponder == other.transponder
    }

    /// As the daemon is to read it.
    package func crossing(decoder: UInt32, epoch: UInt64) -> Crossing {
        Crossing(
            id: CrossingID(decoder: decoder, epoch: epoch, number: number), stamp: stamp,
            transponder: Transponder(transponder), loop: LoopID(loop), driver: driver, isEstimated: isEstimated)
    }
}
