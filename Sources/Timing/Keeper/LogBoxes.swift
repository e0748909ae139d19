/// Decoders and epochs of the crossings in a log, which names only their place here. Few: they are searched in order.
struct LogBoxes: Sendable {
    private struct Box {
        let decoder: UInt32
        let epoch: UInt64
    }

    private var boxes: [Box] = []

    mutating func pack(_ entry: InputLog.Entry) -> PackedCrossing {
        let id = entry.crossing.id
        for place in boxes.indices where boxes[place].decoder == id.decoder && boxes[place].epoch == id.epoch {
            return PackedCrossing(entry, box: UInt32(place))
        }
        boxes.append(Box(decoder: id.decoder, epoch: id.epoch))
        return PackedCrossing(entry, box: UInt32(boxes.count - 1))
    }

    @inline(__always)
    func entry(_ crossing: PackedCrossing) -> InputLog.Entry { crossing.entry(id: id(of: crossing)) }

    @inline(__always)
    func id(of crossing: PackedCrossing) -> CrossingID {
        let box = boxes[Int(crossing.box)]
        return CrossingID(decoder: box.decoder, epoch: box.epoch, number: crossing.number)
    }

    /// Official order (`Crossing.precedes`).
    @inline(__always)
    func precedes(_ left: PackedCrossing, _ right: PackedCrossing) -> Bool {
        if left.at != right.at { return left.at < right.at }
        return id(of: left) < id(of: right)
    }
}
