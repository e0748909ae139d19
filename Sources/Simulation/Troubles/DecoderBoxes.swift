import Timing

/// The boxes along the circuit: they turn passages into numbered crossings.
struct DecoderBoxes {
    private let setting: RaceSetting

    init(_ setting: RaceSetting) {
        self.setting = setting
    }

    /// The box that reads the loop.
    func box(of loop: LoopID) -> UInt32 {
        switch setting.decoders {
        case .oneForAll: 100
        case .onePerLoop: 100 + UInt32(loop.value)
        }
    }

    /// The second box at the Line.
    private static let second: UInt32 = 201

    private struct Reading {
        let milliseconds: Int64
        let passage: Passage
        let box: UInt32
        let isAgain: Bool

        init(_ passage: Passage, box: UInt32, isAgain: Bool = false) {
            milliseconds = Instant(cutting: passage.stamp).milliseconds
            self.passage = passage
            self.box = box
            self.isAgain = isAgain
        }

        /// Official order: by instant, then box by box, each in the order in which it saw the cars.
        static func precedes(_ left: Reading, _ right: Reading) -> Bool {
            if left.milliseconds != right.milliseconds { return left.milliseconds < right.milliseconds }
            if left.box != right.box { return left.box < right.box }
            if left.passage.stamp != right.passage.stamp {
                return left.passage.stamp < right.passage.stamp
            }
            return (left.passage.car, left.passage.loop) < (right.passage.car, right.passage.loop)
        }
    }

    /// The readings of the boxes.
    struct Read {
        /// All crossings in the order in which they happened, each box's numbers from 1 without a gap (and from 1 again
        /// where it starts again).
        var crossings: [Crossing] = []
        /// Those that are a passage seen twice.
        var again: [(car: Int, crossing: Crossing)] = []
        /// Those that are a car's start.
        var starts: [(car: Int, id: CrossingID)] = []
    }

    func read(_ passages: [Passage], transponders: Transponders) -> Read {
        var readings = readings(of: passages)
        readings.sort(by: Reading.precedes)
        var numbers: [UInt32: UInt64] = [:]
        var restarts = setting.troubles.boxRestarts.sorted { $0.at < $1.at }
        var read = Read()
        read.crossings = readings.map { reading in
            restarts.removeAll { restart in
                let isDue = restart.decoder == reading.box && restart.isBefore(reading.passage.stamp, setting.start)
                if isDue { numbers[reading.box] = nil }
                return isDue
            }
            let number = numbers[reading.box, default: 0] + 1
            numbers[reading.box] = number
            let passage = reading.passage
            let crossing = Crossing(
                id: CrossingID(decoder: reading.box, epoch: 1, number: number),
                stamp: passage.stamp + ahead(of: reading.box, at: passage.stamp),
                transponder: transponders.carried(by: passage.car, at: passage.stamp),
                loop: passage.loop, driver: passage.driver)
            if reading.isAgain { read.again.append((passage.car, crossing)) }
            if passage.isStart { read.starts.append((passage.car, crossing.id)) }
            return crossing
        }
        return read
    }

    /// How far the box's clock is ahead at this instant, in microseconds.
    private func ahead(of box: UInt32, at stamp: Int64) -> Int64 {
        let offset = setting.troubles.clockOffsets.last {
            $0.decoder == box && $0.stepsAt(start: setting.start) ?? .min <= stamp
        }
        return offset?.ahead ?? 0
    }

    private func readings(of passages: [Passage]) -> [Reading] {
        var random = SeededGenerator(seed: setting.seed, stream: Stream.reading)
        var readings: [Reading] = []
        readings.reserveCapacity(passages.count + passages.count / 8)
        for passage in passages {
            let box = box(of: passage.loop)
            readings.append(Reading(passage, box: box))
            if setting.doubleReads > 0, random.chance(permille: setting.doubleReads) {
                var again = passage
                again.stamp += random.int(in: 1_000...900_000)
                readings.append(Reading(again, box: box, isAgain: true))
            }
            if setting.hasSecondDecoderAtLine, passage.loop == Course.line {
                var other = passage
                other.stamp += random.int(in: 0...2_000)
                readings.append(Reading(other, box: Self.second))
            }
        }
        return readings
    }
}

extension Troubles.BoxRestart {
    /// Instants in microseconds of UTC.
    fileprivate func isBefore(_ instant: Int64, _ start: Int64) -> Bool { start + at.count * 1000 <= instant }
}

extension Troubles.ClockOffset {
    /// When the clock steps, in microseconds of UTC; nil: it is wrong all the time.
    func stepsAt(start: Int64) -> Int64? {
        from.map { start + $0.count * 1000 }
    }
}
