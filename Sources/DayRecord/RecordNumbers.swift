package import Timing

/// The numbers of the crossings that the record has, of each run of each decoder: a crossing is written once.
package struct RecordNumbers {
    /// One run of one decoder.
    package struct Run: Sendable {
        package let decoder: UInt32
        package let epoch: UInt64
        package fileprivate(set) var numbers = NumberRanges()
    }

    package private(set) var runs: [Run] = []
    /// Where the last one was found: crossings of a box come together.
    private var latest = 0

    /// Notes a crossing. False when the record has it already.
    package mutating func insert(_ id: CrossingID) -> Bool { runs[place(of: id)].numbers.insert(id.number) }

    private mutating func place(of id: CrossingID) -> Int {
        if latest < runs.count, isRun(latest, id) { return latest }
        if let place = runs.indices.first(where: { isRun($0, id) }) {
            latest = place
        } else {
            latest = runs.count
            runs.append(Run(decoder: id.decoder, epoch: id.epoch))
        }
        return latest
    }

    private func isRun(_ place: Int, _ id: CrossingID) -> Bool {
        runs[place].decoder == id.decoder && runs[place].epoch == id.epoch
    }
}
