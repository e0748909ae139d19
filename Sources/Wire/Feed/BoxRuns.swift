public import Timing

/// Tells the runs of a box apart where it starts again without a new epoch, and gives every crossing a name of its
/// own (docs/protocol.md, section 2.5).
///
/// A number that comes again with another content shows that the box has begun anew: from then on its crossings have
/// an epoch of their own (`RunEpoch`). A wrong guess at the run loses nothing: a new content always gets a free name,
/// and a known content always keeps its name.
///
/// Pure: the same crossings in the same order have the same names. Of use to the live intake and to readers of
/// recordings alike.
public struct BoxRuns: Sendable {
    /// The name of a crossing from here on.
    public struct Name: Hashable, Sendable {
        /// The name: that of the box, or of the run that Lapwing found.
        public let id: CrossingID
        /// Which run of the box's epoch it belongs to, from 1.
        public let run: Int
        /// What the crossing says of its box.
        public let finding: Finding
    }

    /// How a crossing bears on the runs of its box.
    public enum Finding: Hashable, Sendable {
        case new
        /// The same name and content came before.
        case repeated
        /// New, and the first known crossing of its run: the box has started again without a new epoch.
        case begun
    }

    private struct Key: Hashable {
        let decoder: UInt32
        let epoch: UInt64
    }

    /// One run: its numbers and stamps as far as they are known.
    private struct Run {
        let epoch: UInt64
        var highest: UInt64 = 0
        /// The least and the greatest stamp.
        var first = Int64.max
        var last = Int64.min

        mutating func note(_ crossing: Crossing) {
            highest = max(highest, crossing.id.number)
            first = min(first, crossing.stamp)
            last = max(last, crossing.stamp)
        }
    }

    /// A heartbeat has shown that the box has started again; no crossing of the new run is known yet.
    private struct Told {
        let next: UInt64
        let stamp: Int64
        /// The latest stamp of the run before.
        let after: Int64

        /// Whether a new crossing belongs to the new run: it is later than all of the old run, and at its stamp the box
        /// may already have come to its number.
        func concerns(_ number: UInt64, _ stamp: Int64) -> Bool {
            stamp > after && (stamp >= self.stamp || number < next)
        }
    }

    /// The runs of one epoch of a box, as places in `runs`.
    private struct Box {
        var runs: [Int]
        var told: Told?
    }

    private var contents = KnownContents()
    private var runs: [Run] = []
    private var places: [Key: Int] = [:]
    private var boxes: [Box] = []
    private var placesOfBoxes: [Key: Int] = [:]
    /// Where the boxes are that brought crossings last, by the low bits of their numbers: mostly it is one of them.
    private var recent: [(key: Key, place: Int)] = []

    /// A bound against noise. Boxes beyond it keep the names that they send.
    private static let mostRuns = 4096
    private static let mostRecent: UInt32 = 64

    public init() {}

    // MARK: Crossings

    /// Names a crossing that came under the box's own epoch, and remembers it.
    public mutating func name(_ crossing: Crossing) -> Name {
        let key = Key(decoder: crossing.id.decoder, epoch: crossing.id.epoch)
        guard let box = box(key) else { return Name(id: crossing.id, run: 1, finding: .new) }
        let print = KnownContents.print(of: crossing)
        if let run = onlyRun(of: box), crossing.id.number > runs[run].highest {
            note(crossing, print, in: run)
            return Name(id: crossing.id, run: 1, finding: .new)
        }
        var hasBegun = false
        while true {
            if let place = placeOfContent(print, crossing.id.number, in: boxes[box]) {
                return name(crossing.id, boxes[box], place, .repeated)
            }
            if let place = place(of: crossing, in: boxes[box]) {
                note(crossing, print, in: boxes[box].runs[place])
                return name(crossing.id, boxes[box], place, hasBegun ? .begun : .new)
            }
            guard extend(box, of: key) else {
                return name(crossing.id, boxes[box], boxes[box].runs.count - 1, .repeated)
            }
            hasBegun = true
        }
    }

    /// Remembers a crossing that has its name already, as a journal has it.
    public mutating func learn(_ crossing: Crossing) {
        guard let run = run(Key(decoder: crossing.id.decoder, epoch: crossing.id.epoch)) else { return }
        note(crossing, KnownContents.print(of: crossing), in: run)
    }

    @inline(__always)
    private mutating func note(_ crossing: Crossing, _ print: UInt32, in run: Int) {
        contents.note(print, crossing.id.number, of: run)
        runs[run].note(crossing)
    }

    /// The usual case: the box has begun its numbers once.
    private func onlyRun(of box: Int) -> Int? {
        boxes[box].told == nil && boxes[box].runs.count == 1 ? boxes[box].runs[0] : nil
    }

    private func name(_ id: CrossingID, _ box: Box, _ place: Int, _ finding: Finding) -> Name {
        let epoch = runs[box.runs[place]].epoch
        return Name(
            id: place == 0 ? id : CrossingID(decoder: id.decoder, epoch: epoch, number: id.number), run: place + 1,
            finding: finding)
    }

    private mutating func placeOfContent(_ print: UInt32, _ number: UInt64, in box: Box) -> Int? {
        var place = box.runs.count - 1
        while place >= 0 {
            if contents.print(number, of: box.runs[place]) == print { return place }
            place -= 1
        }
        return nil
    }

    /// The run of a new crossing: by its stamp, among the runs in which its number is free. Nil: none of the known
    /// runs.
    private mutating func place(of crossing: Crossing, in box: Box) -> Int? {
        let number = crossing.id.number
        if let told = box.told, told.concerns(number, crossing.stamp) { return nil }
        var place = box.runs.count - 1
        while place > 0, !hasBegun(box.runs[place], after: box.runs[place - 1], number, crossing.stamp) { place -= 1 }
        while place < box.runs.count {
            if contents.print(number, of: box.runs[place]) == 0 { return place }
            place += 1
        }
        return nil
    }

    /// Whether a run had begun when a crossing was stamped. Between the last known crossing of one run and the first of
    /// the next, a number that the earlier run had already passed belongs to the later one.
    private func hasBegun(_ run: Int, after before: Int, _ number: UInt64, _ stamp: Int64) -> Bool {
        let (run, before) = (runs[run], runs[before])
        if run.highest == 0 || stamp >= run.first { return true }
        return stamp > before.last && number <= before.highest
    }

    // MARK: Runs

    private mutating func run(_ key: Key) -> Int? {
        if let place = places[key] { return place }
        guard runs.count < Self.mostRuns else { return nil }
        places[key] = runs.count
        runs.append(Run(epoch: key.epoch))
        return runs.count - 1
    }

    /// The place of a box in `boxes`.
    @inline(__always)
    private mutating func box(_ key: Key) -> Int? {
        let slot = Int(key.decoder % Self.mostRecent)
        if slot < recent.count, recent[slot].key == key { return recent[slot].place }
        return find(key, in: slot)
    }

    private mutating func find(_ key: Key, in slot: Int) -> Int? {
        guard let place = placesOfBoxes[key] ?? addBox(key) else { return nil }
        while recent.count <= slot { recent.append((key, place)) }
        recent[slot] = (key, place)
        return place
    }

    private mutating func addBox(_ key: Key) -> Int? {
        guard let first = run(key) else { return nil }
        // Those that the journal knows.
        var box = Box(runs: [first])
        var epoch = RunEpoch.following(key.epoch)
        while box.runs.count < RunEpoch.mostRuns, let next = places[Key(decoder: key.decoder, epoch: epoch)] {
            box.runs.append(next)
            epoch = RunEpoch.following(epoch)
        }
        placesOfBoxes[key] = boxes.count
        boxes.append(box)
        return boxes.count - 1
    }

    /// Goes on to the next run. False when there is no name left for one.
    private mutating func extend(_ box: Int, of key: Key) -> Bool {
        guard boxes[box].runs.count < RunEpoch.mostRuns, let last = boxes[box].runs.last else { return false }
        let epoch = RunEpoch.following(runs[last].epoch)
        guard let next = run(Key(decoder: key.decoder, epoch: epoch)) else { return false }
        boxes[box].runs.append(next)
        boxes[box].told = nil
        return true
    }

    // MARK: Heartbeats

    /// A heartbeat shows that the box has started again since this run of its epoch. Returns the run it is in now, and
    /// whether that is news. Names change only when a crossing comes.
    public mutating func hasStarted(
        _ decoder: UInt32, epoch: UInt64, after run: Int, next: UInt64, stamp: Int64
    ) -> (run: Int, isNews: Bool) {
        guard let place = box(Key(decoder: decoder, epoch: epoch)), let last = boxes[place].runs.last else {
            return (run, false)
        }
        let known = boxes[place].runs.count
        if run < known { return (known, false) }
        guard known < RunEpoch.mostRuns else { return (run, false) }
        if boxes[place].told != nil { return (known + 1, false) }
        boxes[place].told = Told(next: next, stamp: stamp, after: runs[last].last)
        return (known + 1, true)
    }

    /// The run in which a box was when it told this time, for a box that is heard for the first time.
    public mutating func run(of decoder: UInt32, epoch: UInt64, at stamp: Int64) -> Int {
        guard let box = box(Key(decoder: decoder, epoch: epoch)).map({ boxes[$0] }) else { return 1 }
        if let told = box.told, stamp >= told.stamp { return box.runs.count + 1 }
        var run = box.runs.count
        while run > 1, stamp < runs[box.runs[run - 1]].first { run -= 1 }
        return run
    }

    /// The latest stamp of a run's crossings, by the epoch that it goes by; nil where nothing is known of it.
    public func lastStamp(of decoder: UInt32, epoch: UInt64) -> Int64? {
        places[Key(decoder: decoder, epoch: epoch)].map { runs[$0].last }
    }
}

extension Crossing {
    /// The same crossing by another name.
    public func called(_ id: CrossingID) -> Crossing {
        if id == self.id { return self }
        return Crossing(
            id: id, stamp: stamp, transponder: transponder, loop: loop, driver: driver, isEstimated: isEstimated)
    }
}
